import { describe, expect, it } from '@jest/globals';
import { agreementOf } from './agreement.rules.js';

describe('the agreement of second looks', () => {
  it.each<[story: string, agreed: number, answered: number, between: readonly [low: number, high: number]]>([
    ['nine of ten', 9, 10, [0.5958, 0.9821]],
    ['all of ten, which is not certainty', 10, 10, [0.7225, 1]],
    ['none of ten', 0, 10, [0, 0.2775]],
    ['half of a hundred', 50, 100, [0.4038, 0.5962]],
    ['81 of 263, as in the books', 81, 263, [0.2553, 0.3662]],
  ])('%s', (_, agreed, answered, [low, high]) => {
    const found = agreementOf(agreed, answered);
    expect([found.share, found.low, found.high]).toEqual([agreed / answered, expect.closeTo(low, 4), expect.closeTo(high, 4)]);
  });

  it('of none is unknown', () => {
    expect(agreementOf(0, 0)).toEqual({ answered: 0, agreed: 0, share: null, low: null, high: null });
  });
});
