import { expect, it } from '@jest/globals';
import { Slopes } from './slopes.js';

it('a slope is from the least size to the greatest, and there is none of one size', () => {
  const slopes = new Slopes();
  for (const [size, ms] of [
    [10_000, 2],
    [100_000, 3],
    [1_000_000, 20],
  ] as const)
    slopes.add('a page', size, ms);
  slopes.add('once', 10_000, 5);
  expect(slopes.lines()).toEqual([
    expect.stringContaining('10.0 times the wait for 100 times as many, from 10,000 to 1,000,000 (power 0.50; 1 would be in proportion)'),
  ]);
});
