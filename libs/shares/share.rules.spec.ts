import { describe, expect, it } from '@jest/globals';
import { type Bucket, emptyBucket, lumpOf, type Share, standing, verdict } from './share.rules.js';

const share = (points: number): Share => ({ name: 'test', points, seconds: 60 });
const bucket = (told: number, untold: number): Bucket => ({ told, untold, endsAt: 60_000 });

describe('promise 13: a lump', () => {
  it.each([
    ['a share of nineteen is told at once', 19, 0],
    ['a share of twenty is told after each', 20, 1],
    ['a large one by its twentieth', 60_000, 3_000],
  ])('%s', (_story, points, lump) => expect(lumpOf(share(points))).toBe(lump));
});

describe('promise 13: a wish', () => {
  it.each<[string, Bucket, { points: number; isAlone?: true }, ReturnType<typeof verdict>]>([
    ['within the first lump', bucket(0, 0), { points: 5 }, 'LET'],
    ['that fills the lump exactly', bucket(0, 4), { points: 1 }, 'LET'],
    ['that goes beyond the lump', bucket(0, 5), { points: 1 }, 'ASK'],
    ['that is larger than a lump', bucket(0, 0), { points: 6 }, 'ASK'],
    ['beyond the lump, with nobody to ask', bucket(0, 5), { points: 1, isAlone: true }, 'LET'],
    ['for the last of the share', bucket(96, 3), { points: 1 }, 'LET'],
    ['for one more than is left', bucket(96, 3), { points: 2 }, 'REFUSE'],
    ['for one more, with nobody to ask', bucket(96, 4), { points: 1, isAlone: true }, 'REFUSE'],
    ['for more than the whole share', bucket(0, 0), { points: 101 }, 'REFUSE'],
  ])('%s', (_story, kept, { points, isAlone = false }, expected) => expect(verdict(share(100), kept, points, isAlone)).toBe(expected));
});

it('begins anew after its time, and says how much is left and for how long', () => {
  expect(emptyBucket(share(100), 1_000)).toEqual({ told: 0, untold: 0, endsAt: 61_000 });
  expect(standing(share(100), bucket(40, 20), false, 59_000)).toMatchObject({ left: 40, resetMs: 1_000, isSpent: false });
  expect(standing(share(100), bucket(120, 0), true, 61_000)).toMatchObject({ left: 0, resetMs: 0, isSpent: true });
});
