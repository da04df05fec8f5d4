import { describe, expect, it } from '@jest/globals';
import { conditionsRefusal, type ConditionsInput, keptConditions } from './conditions.rules.js';

const limit = { amountMinor: 25_000, currency: 'AUD' };

describe('conditions of a policy', () => {
  it.each<[string, ConditionsInput, string[] | undefined]>([
    ['waived fees after floods, up to a limit', { kinds: ['FEE_WAIVER'], causes: ['flood'], amountUpTo: limit }, undefined],
    ['only a cause', { causes: ['flood'], amountUpTo: limit }, undefined],
    ['only a deed', { kinds: ['DEED'] }, undefined],
    ['goodwill that costs no money', { kinds: ['GOODWILL'] }, undefined],
    ['money and deeds, without a limit for the money', { kinds: ['REFUND', 'DEED'] }, undefined],
    ['nothing', {}, []],
    ['nothing, said twice', { kinds: [], causes: null }, []],
    ['a limit on nothing in particular', { amountUpTo: limit }, []],
    ['an unknown kind', { kinds: ['PRESENT'] }, ['kinds']],
    ['a cause in capitals', { causes: ['Flood'] }, ['causes']],
    ['a cause of 64 characters', { causes: ['f'.repeat(64)] }, undefined],
    ['a cause of 65', { causes: ['f'.repeat(65)] }, ['causes']],
    ['a hundred causes', { causes: Array.from({ length: 100 }, (_, i) => `c${i}`) }, undefined],
    ['a hundred and one', { causes: Array.from({ length: 101 }, (_, i) => `c${i}`) }, ['causes']],
    ['a limit of one cent', { causes: ['flood'], amountUpTo: { ...limit, amountMinor: 1 } }, undefined],
    ['a limit of nothing', { causes: ['flood'], amountUpTo: { ...limit, amountMinor: 0 } }, ['amountUpTo', 'amountMinor']],
    ['a limit of half a cent', { causes: ['flood'], amountUpTo: { ...limit, amountMinor: 0.5 } }, ['amountUpTo', 'amountMinor']],
    ['a limit above what is exact', { causes: ['flood'], amountUpTo: { ...limit, amountMinor: 2 ** 53 } }, ['amountUpTo', 'amountMinor']],
    [
      'a limit in a currency that does not exist',
      { causes: ['flood'], amountUpTo: { ...limit, currency: 'AUX' } },
      ['amountUpTo', 'currency'],
    ],
    ['a deed that costs money', { kinds: ['DEED'], amountUpTo: limit }, ['amountUpTo']],
    ['refunds without a limit', { kinds: ['REFUND', 'CREDIT'], causes: ['flood'] }, ['amountUpTo']],
  ])('%s', (_story, conditions, path) => {
    const refusal = conditionsRefusal(conditions);
    expect(refusal?.code).toBe(path && 'INVALID');
    expect(refusal?.path).toEqual(path && ['conditions', ...path]);
  });

  it('are kept without doubles', () => {
    expect(keptConditions({ kinds: ['REFUND', 'CREDIT', 'REFUND'], causes: ['b', 'a', 'b'], amountUpTo: limit })).toEqual({
      kinds: ['REFUND', 'CREDIT'],
      causes: ['b', 'a'],
      amountUpTo: 25_000,
      currency: 'AUD',
    });
    expect(keptConditions({ causes: ['a'] })).toEqual({ kinds: [], causes: ['a'], amountUpTo: null, currency: null });
  });
});
