import { describe, expect, it } from '@jest/globals';
import { outliersOf, quantilesOf } from './patterns.rules.js';

/** Chance that can be repeated (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Amounts around a typical one, whose logarithms are spread normally: what people do who agree by and large. */
function amounts(seed: number, count: number, spread: number): { exceptionId: string; amountMinor: number }[] {
  const next = chance(seed);
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return Array.from({ length: count }, (_, n) => ({
    exceptionId: `exc_${n}`,
    amountMinor: Math.max(1, Math.round(20_000 * Math.exp(spread * normal()))),
  }));
}

const SEEDS = Array.from({ length: 500 }, (_, n) => n + 1);
const ids = (found: readonly { exceptionId: string }[]): string[] => found.map(({ exceptionId }) => exceptionId);

describe('quantiles', () => {
  it.each([
    ['none', [], undefined],
    ['one', [5], { median: 5, p10: 5, p90: 5 }],
    ['one to eleven', [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1], { median: 6, p10: 2, p90: 10 }],
    ['two', [100, 200], { median: 150, p10: 110, p90: 190 }],
  ])('of %s', (_, values, quantiles) => {
    expect(quantilesOf(values)).toEqual(quantiles);
  });
});

describe('outliers', () => {
  it.each([
    [30, 0.2],
    [30, 0.6],
    [200, 0.3],
    [1_000, 0.5],
  ])('are hardly ever named in noise: %i amounts, spread %f', (count, spread) => {
    const named = SEEDS.filter((seed) => {
      const { less, more } = outliersOf(amounts(seed, count, spread));
      return less.length + more.length > 0;
    });
    expect(named.length / SEEDS.length).toBeLessThanOrEqual(0.02);
  });

  it.each([30, 200, 1_000])('that were planted among %i amounts are found, both ways, and nobody else', (count) => {
    for (const seed of SEEDS.slice(0, 200)) {
      const planted = [
        { exceptionId: 'exc_little', amountMinor: 1_500 },
        { exceptionId: 'exc_much', amountMinor: 400_000 },
      ];
      const { less, more } = outliersOf([...amounts(seed, count, 0.25), ...planted]);
      expect({ seed, less: ids(less).includes('exc_little'), more: ids(more).includes('exc_much') }).toEqual({
        seed,
        less: true,
        more: true,
      });
      expect(less.length + more.length).toBeLessThanOrEqual(3);
    }
  });

  it('where all were given the same but one', () => {
    const same = Array.from({ length: 20 }, (_, n) => ({ exceptionId: `exc_${n}`, amountMinor: 5_000 }));
    expect(outliersOf([...same, { exceptionId: 'exc_half', amountMinor: 2_500 }])).toMatchObject({
      less: [{ exceptionId: 'exc_half' }],
      more: [],
    });
    expect(outliersOf([...same, { exceptionId: 'exc_near', amountMinor: 5_400 }])).toEqual({ less: [], more: [] });
  });

  it('of a few nothing is said', () => {
    const few = Array.from({ length: 10 }, (_, n) => ({ exceptionId: `exc_${n}`, amountMinor: 5_000 }));
    expect(outliersOf([...few, { exceptionId: 'exc_far', amountMinor: 5 }])).toEqual({ less: [], more: [] });
  });
});
