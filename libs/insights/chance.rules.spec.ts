import { describe, expect, it } from '@jest/globals';
import { adjusted, chanceOfAtLeast, withOdds } from './chance.rules.js';

const coins = (count: number, chance = 0.5): number[] => new Array<number>(count).fill(chance);

describe('the chance of at least so many', () => {
  it.each<[string, number, readonly number[], number]>([
    ['none is certain', 0, [], 1],
    ['one of nothing is impossible', 1, [], 0],
    ['both of two coins', 2, coins(2), 0.25],
    ['one of two coins', 1, coins(2), 0.75],
    ['three of two is impossible', 3, coins(2), 0],
    ['unequal chances: both', 2, [0.2, 0.3], 0.06],
    ['unequal chances: one', 1, [0.2, 0.3], 0.44],
    ['what is certain counts', 2, [1, 0.3], 0.3],
    ['ten of ten heads', 10, coins(10), 2 ** -10],
    ['sixty of a hundred, as tables give it', 60, coins(100), 0.0284439668],
    ['a chance far too small for a subtraction from 1', 60, coins(60, 0.1), 1e-60],
  ])('%s', (_story, atLeast, chances, expected) => {
    const found = chanceOfAtLeast(atLeast, chances);
    expect(Math.abs(found - expected)).toBeLessThanOrEqual(expected * 1e-8);
  });
});

describe('odds', () => {
  it.each<[string, number, number, number]>([
    ['as they are', 0.3, 1, 0.3],
    ['a half becomes two thirds', 0.5, 2, 2 / 3],
    ['what is certain stays so', 1, 2, 1],
    ['what is impossible stays so', 0, 3, 0],
  ])('%s', (_story, chance, times, expected) => expect(withOdds(chance, times)).toBeCloseTo(expected, 12));
});

it('an accident has as many occasions as were looked at', () => {
  expect(adjusted(0.001, 20)).toBeCloseTo(0.02, 12);
  expect(adjusted(0.5, 20)).toBe(1);
});
