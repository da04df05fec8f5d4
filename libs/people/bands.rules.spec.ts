import { describe, expect, it } from '@jest/globals';
import { type BandDraft, bandsRefusal } from './bands.rules.js';

const upTo = (amountMinor: number, quorum: number, kinds?: string[], currency = 'AUD'): BandDraft => ({
  upTo: { amountMinor, currency },
  quorum,
  ...(kinds ? { kinds } : {}),
});
const above = (quorum: number, kinds?: string[]): BandDraft => ({ quorum, ...(kinds ? { kinds } : {}) });
const credits = [upTo(100, 2, ['CREDIT']), above(4, ['CREDIT'])];
const house = [upTo(50_000, 1), upTo(200_000, 2), above(3)];

describe('a table of bands', () => {
  it.each<[string, BandDraft[]]>([
    ['the first bands of a house', house],
    ['one band for everything', [above(1)]],
    ['a limit of null and kinds of null', [{ upTo: null, kinds: null, quorum: 9 }]],
    ['kinds of their own above them', [...credits, ...house]],
    ['the same kinds in another order', [upTo(9, 1, ['CREDIT', 'DEED']), above(2, ['DEED', 'CREDIT']), above(1)]],
    [
      'a ladder for each currency',
      [upTo(50_000, 1), upTo(200_000, 2), upTo(500, 1, undefined, 'JPY'), upTo(9_000, 3, undefined, 'JPY'), above(3)],
    ],
    ['limits that rise in one currency while they fall to the next', [upTo(50_000, 2), upTo(5, 1, undefined, 'BHD'), above(2)]],
    ['steps that ask for the same', [upTo(1, 2), upTo(2, 2), above(2)]],
    ['less for one kind than for the others', [above(1, ['DEED']), above(9)]],
    ['as many bands as there may be', [...Array.from({ length: 99 }, (_, place) => upTo(place + 1, 1)), above(1)]],
  ])('may be: %s', (_, bands) => {
    expect(bandsRefusal(bands)).toBeUndefined();
  });

  it.each<[string, BandDraft[], string, RegExp]>([
    ['without a band', [], 'bands', /1 to 100 bands/],
    ['with one too many', [...Array.from({ length: 100 }, (_, place) => upTo(place + 1, 1)), above(1)], 'bands', /1 to 100 bands/],
    ['with a quorum of nobody', [upTo(5, 0), above(1)], 'bands.0.quorum', /1 to 9/],
    ['with a quorum of ten', [above(10)], 'bands.0.quorum', /1 to 9/],
    ['with a quorum of one and a half', [above(1.5)], 'bands.0.quorum', /1 to 9/],
    ['for no kind at all', [above(1, []), above(1)], 'bands.0.kinds', /Leave kinds out/],
    ['that lists a kind twice in one band', [above(1, ['DEED', 'DEED']), above(1)], 'bands.0.kinds', /One of these kinds is listed twice/],
    [
      'that lists a kind in two sections',
      [...credits, above(1, ['DEED', 'CREDIT']), above(1)],
      'bands.2.kinds',
      /One of these kinds has bands/,
    ],
    [
      'that comes back to its kinds',
      [...credits, above(1, ['DEED']), ...credits, above(1)],
      'bands.3.kinds',
      /One of these kinds has bands/,
    ],
    ['that ends with a limit', [upTo(5, 1), upTo(6, 2)], 'bands.1.upTo', /no band for what is above/],
    ['that ends with some kinds', credits, 'bands.1', /of all kinds/],
    ['with kinds below all kinds', [...house, ...credits, above(3)], 'bands.0', /come last/],
    ['with kinds that have no end', [upTo(5, 1, ['DEED']), ...house], 'bands.0.upTo', /no band for what is above/],
    ['with a limit below everything above', [above(3), upTo(5, 3)], 'bands.1', /never be read/],
    ['with everything above twice', [above(3), above(3)], 'bands.1', /never be read/],
    ['with limits that fall', [upTo(200_000, 1), upTo(50_000, 2), above(3)], 'bands.1.upTo.amountMinor', /above the one before/],
    ['with a limit twice', [upTo(5, 1), upTo(5, 2), above(3)], 'bands.1.upTo.amountMinor', /above the one before/],
    [
      'with two currencies in one ladder',
      [upTo(5, 1), upTo(5, 1, undefined, 'EUR'), upTo(9, 2), above(3)],
      'bands.2.upTo.currency',
      /another currency in its middle/,
    ],
    ['where more money needs fewer', [upTo(5, 2), upTo(9, 1), above(3)], 'bands.1.quorum', /never needs fewer/],
    ['where everything above needs fewer', [upTo(5, 2), upTo(9, 3, undefined, 'EUR'), above(2)], 'bands.2.quorum', /asks for 3/],
  ])('may not be: %s', (_, bands, path, message) => {
    const refusal = bandsRefusal(bands);
    expect({ code: refusal?.code, path: refusal?.path.join('.') }).toEqual({ code: 'INVALID', path });
    expect(refusal?.message).toMatch(message);
  });
});
