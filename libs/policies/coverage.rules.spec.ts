import { describe, expect, it } from '@jest/globals';
import { answer, type AskedRemedy, covers, type Conditions, type VersionInForce } from './coverage.rules.js';

const floods: Conditions = { kinds: ['FEE_WAIVER', 'REFUND'], causes: ['flood'], amountUpTo: 25_000, currency: 'AUD' };
const aud = (amountMinor: number, more: Partial<AskedRemedy> = {}): AskedRemedy => ({
  kind: 'REFUND',
  cause: 'flood',
  amount: { amountMinor, currency: 'AUD' },
  ...more,
});
const version = (id: string, conditions: Partial<Conditions> = {}): VersionInForce => ({
  ...floods,
  id,
  number: 1,
  policyRef: `POL-${id}`,
  policyTitle: 'Disaster fees',
  ...conditions,
});

describe('conditions', () => {
  it.each<[string, Conditions, AskedRemedy, boolean]>([
    ['exactly the limit', floods, aud(25_000), true],
    ['one cent over', floods, aud(25_001), false],
    ['the same in another currency', floods, aud(1, { amount: { amountMinor: 1, currency: 'EUR' } }), false],
    ['another kind', floods, aud(1, { kind: 'CREDIT' }), false],
    ['another cause', floods, aud(1, { cause: 'fire' }), false],
    ['a remedy without money', floods, aud(0, { amount: null }), true],
    ['any cause, when only kinds are named', { ...floods, causes: [] }, aud(1, { cause: 'fire' }), true],
    ['any kind, when only causes are named', { ...floods, kinds: [] }, aud(1, { kind: 'GOODWILL' }), true],
    ['nothing is named', { ...floods, kinds: [], causes: [] }, aud(1), false],
    ['nothing is named and nothing is asked for', { ...floods, kinds: [], causes: [] }, aud(1, { amount: undefined }), false],
    ['money without a limit', { ...floods, amountUpTo: null, currency: null }, aud(1), false],
    ['no money without a limit', { ...floods, amountUpTo: null, currency: null }, aud(1, { amount: undefined }), true],
  ])('%s', (_story, conditions, remedy, allowed) => {
    expect(covers(conditions, remedy)).toBe(allowed);
  });
});

describe('may I?', () => {
  const yes = (id: string): string => `POL-${id} “Disaster fees”, version 1, allows it. No second signature is needed; cite it.`;
  it.each<[string, VersionInForce[], AskedRemedy, string | null, string]>([
    ['yes, and by which version', [version('1')], aud(20_240), '1', yes('1')],
    [
      'the version that names kind and cause before one that names the cause only',
      [version('1', { kinds: [] }), version('2')],
      aud(1),
      '2',
      yes('2'),
    ],
    ['of two as exact, the one with the lower limit', [version('1', { amountUpTo: 90_000 }), version('2')], aud(1), '2', yes('2')],
    ['of two alike, always the same one', [version('2'), version('1')], aud(1), '1', yes('1')],
    [
      'no, and how far it would go',
      [version('1')],
      aud(25_001),
      null,
      'POL-1 “Disaster fees”, version 1, allows it only up to AUD 250.00. Propose an exception.',
    ],
    [
      'no, and how far the most generous one would go',
      [version('1'), version('2', { amountUpTo: 90_000 }), version('3', { currency: 'EUR', amountUpTo: 900_000 })],
      aud(90_001),
      null,
      'POL-2 “Disaster fees”, version 1, allows it only up to AUD 900.00. Propose an exception.',
    ],
    [
      'no, since no money is allowed',
      [version('1', { amountUpTo: null, currency: null })],
      aud(1),
      null,
      'POL-1 “Disaster fees”, version 1, allows it only where it costs no money. Propose an exception.',
    ],
    [
      'no, and nothing speaks of it',
      [version('1')],
      aud(1, { cause: 'fire' }),
      null,
      'No policy in force speaks of it. Propose an exception.',
    ],
    ['no, and there is no policy at all', [], aud(1), null, 'No policy in force speaks of it. Propose an exception.'],
    [
      'a limit in a currency without cents',
      [version('1', { amountUpTo: 500, currency: 'JPY' })],
      aud(1),
      null,
      'POL-1 “Disaster fees”, version 1, allows it only up to JPY 500. Propose an exception.',
    ],
    [
      'a limit below one unit',
      [version('1', { amountUpTo: 5 })],
      aud(6),
      null,
      'POL-1 “Disaster fees”, version 1, allows it only up to AUD 0.05. Propose an exception.',
    ],
  ])('%s', (...[, versions, remedy, versionId, because]) => {
    expect(answer(versions, remedy)).toEqual({ allowed: versionId !== null, versionId, because });
  });
});
