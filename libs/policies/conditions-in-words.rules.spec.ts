import { describe, expect, it } from '@jest/globals';
import { conditionChanges, conditionsInWords } from './conditions-in-words.rules.js';
import type { Conditions } from './coverage.rules.js';

const flood: Conditions = { kinds: ['FEE_WAIVER'], causes: ['flood'], amountUpTo: 25_000, currency: 'AUD' };

describe('conditions in words', () => {
  it.each<[string, Partial<Conditions>, string]>([
    ['of one kind and one cause', {}, 'Fee waivers, because of flood, up to AUD 250.00 each time.'],
    [
      'of several',
      { kinds: ['REFUND', 'CREDIT', 'GOODWILL'], causes: ['flood', 'storm'] },
      'Refunds, credits and goodwill, because of flood or storm, up to AUD 250.00 each time.',
    ],
    ['of any kind', { kinds: [] }, 'Any remedy, because of flood, up to AUD 250.00 each time.'],
    ['of any cause', { causes: [] }, 'Fee waivers, whatever the cause, up to AUD 250.00 each time.'],
    ['without money', { kinds: ['DEED'], amountUpTo: null, currency: null }, 'Deeds, because of flood, where it costs no money.'],
    ['in a currency without cents', { currency: 'JPY' }, 'Fee waivers, because of flood, up to JPY 25000 each time.'],
    ['that allow nothing', { kinds: [], causes: [] }, 'Nothing: it names neither a kind of remedy nor a cause.'],
  ])('%s', (_story, more, words) => {
    expect(conditionsInWords({ ...flood, ...more })).toBe(words);
  });
});

describe('what changed between two versions', () => {
  it.each<[string, Partial<Conditions>, Partial<Conditions>, string[]]>([
    ['nothing', {}, {}, []],
    ['one cause more, another less', {}, { causes: ['storm'] }, ['Now also: storm.', 'No longer: flood.']],
    ['any cause', {}, { causes: [] }, ['Any cause is allowed now; before, only flood.']],
    ['some kinds only', { kinds: [] }, {}, ['Only fee waivers now; before, any kind of remedy was.']],
    ['a higher limit', {}, { amountUpTo: 30_000 }, ['The limit was “up to AUD 250.00 each time” and is “up to AUD 300.00 each time”.']],
    [
      'no money any more',
      {},
      { amountUpTo: null, currency: null },
      ['The limit was “up to AUD 250.00 each time” and is “where it costs no money”.'],
    ],
  ])('%s', (_story, before, after, changes) => {
    expect(conditionChanges({ ...flood, ...before }, { ...flood, ...after })).toEqual(changes);
  });
});
