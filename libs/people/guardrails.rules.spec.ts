import { describe, expect, it } from '@jest/globals';
import { type BandRule, defaultBands, type MeasuredRemedy, quorumFor } from './guardrails.rules.js';

const house = defaultBands('AUD');
const credit: BandRule = { position: 0, kinds: ['CREDIT'], upTo: 10_000, currency: 'AUD', quorum: 2 };
const aud = (amountMinor: number, kind = 'REFUND'): MeasuredRemedy => ({ kind, amount: { amountMinor, currency: 'AUD' } });

describe('the quorum', () => {
  it.each<[string, readonly BandRule[], MeasuredRemedy, number | undefined]>([
    ['one cent', house, aud(1), 1],
    ['exactly 500.00', house, aud(50_000), 1],
    ['one cent more', house, aud(50_001), 2],
    ['exactly 2,000.00', house, aud(200_000), 2],
    ['one cent more', house, aud(200_001), 3],
    ['the greatest amount there is', house, aud(Number.MAX_SAFE_INTEGER), 3],
    ['a deed without money', house, { kind: 'DEED' }, 1],
    ['a deed whose amount is null', house, { kind: 'DEED', amount: null }, 1],
    ['a small amount in a currency that no band names', house, { kind: 'REFUND', amount: { amountMinor: 1, currency: 'EUR' } }, 3],
    ['a band above them that names its kind', [...house, credit], aud(100, 'CREDIT'), 2],
    ['above the limit of that band, the bands below hold', [...house, credit], aud(10_001, 'CREDIT'), 1],
    ['a band of another kind does not count', [...house, credit], aud(100), 1],
    ['a band of no kind at all catches nothing', [{ ...credit, kinds: [] }, ...house], aud(100), 1],
    ['what fits nowhere needs as many as the strictest', [credit, { ...credit, position: 10, upTo: 5, quorum: 4 }], aud(100), 4],
    [
      'of two bands that it fits into, the upper one',
      [
        { ...credit, position: 2, quorum: 5, upTo: 9 },
        { ...credit, position: 1, quorum: 3 },
      ],
      aud(5, 'CREDIT'),
      3,
    ],
    ['no bands', [], aud(1), undefined],
  ])('%s', (_story, bands, remedy, quorum) => {
    expect(quorumFor(bands, remedy)).toBe(quorum);
  });

  it.each([
    ['AUD', 50_000, 200_000],
    ['JPY', 500, 2_000],
    ['BHD', 500_000, 2_000_000],
  ])('begins with limits in minor units of %s', (currency, first, second) => {
    const band = { kinds: null, currency };
    expect(defaultBands(currency)).toEqual([
      { ...band, position: 1, upTo: first, quorum: 1 },
      { ...band, position: 2, upTo: second, quorum: 2 },
      { ...band, position: 3, upTo: null, currency: null, quorum: 3 },
    ]);
  });
});
