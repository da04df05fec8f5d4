import { describe, expect, it } from '@jest/globals';
import { rangeRefusal, teamsShown, waitingShown } from './figures.rules.js';
import type { WaitingCounted } from './figures.types.js';

const day = (number: number, ms = 0): Date => new Date(Date.UTC(2026, 0, 1) + number * 86_400_000 + ms);

describe('a stretch of time', () => {
  it.each<[story: string, from: Date, until: Date, code: string | undefined]>([
    ['a millisecond', day(0), day(0, 1), undefined],
    ['nothing', day(0), day(0), 'INVALID'],
    ['backwards', day(1), day(0), 'INVALID'],
    ['400 days', day(0), day(400), undefined],
    ['and a millisecond', day(0), day(400, 1), 'INVALID'],
  ])('%s', (_, from, until, code) => {
    expect(rangeRefusal({ from, until })?.code).toBe(code);
  });
});

describe('the teams that are shown by themselves', () => {
  it.each<[story: string, teams: [string | null, number][], shown: string[]]>([
    [
      'those in which three had a part',
      [
        ['a', 3],
        ['b', 4],
        [null, 3],
      ],
      ['a', 'b'],
    ],
    [
      'not one of two',
      [
        ['a', 3],
        ['b', 2],
        [null, 1],
      ],
      ['a'],
    ],
    [
      'nor, beside one of two alone, the smallest other',
      [
        ['a', 5],
        ['b', 2],
        ['c', 3],
      ],
      ['a'],
    ],
    [
      'and none when that leaves nobody',
      [
        ['a', 3],
        ['b', 1],
      ],
      [],
    ],
    [
      'all when nobody is left over',
      [
        ['a', 3],
        ['b', 3],
      ],
      ['a', 'b'],
    ],
    ['nobody has a team', [[null, 9]], []],
    ['nobody did anything', [], []],
  ])('%s', (_, teams, shown) => {
    expect(teamsShown(teams.map(([teamId, humans]) => ({ teamId, humans })))).toEqual(shown);
  });
});

describe('what is shown', () => {
  const row = (more: Partial<WaitingCounted>): WaitingCounted => ({
    level: 'ALL',
    hour: null,
    teamId: null,
    humans: 3,
    count: 4,
    p50Seconds: 60.4,
    p90Seconds: 90.5,
    ...more,
  });

  it('is withheld where fewer than three people had a part', () => {
    const counted = [row({}), row({ level: 'HOUR', hour: 9, humans: 2 }), row({ level: 'TEAM', teamId: 'a' })];
    expect(waitingShown(counted, 'So.')).toEqual({
      count: 4,
      p50Seconds: 60,
      p90Seconds: 91,
      formula: 'So.',
      byHour: [{ hour: 9, count: null, p50Seconds: null, p90Seconds: null }],
      byTeam: [{ teamId: 'a', count: 4, p50Seconds: 60, p90Seconds: 91 }],
    });
  });

  it('is nothing of nothing', () => {
    expect(waitingShown([row({ humans: 0, count: 0 })], 'So.')).toMatchObject({ count: 0, p50Seconds: null, byHour: [] });
  });
});
