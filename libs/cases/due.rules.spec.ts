import { describe, expect, it } from '@jest/globals';
import type { DueAsked } from './case.attempt.js';
import { dueInstant, localTime } from './due.rules.js';

const SYDNEY = 'Australia/Sydney';
const LONDON = 'Europe/London';

describe('by when, on the clock of the customer', () => {
  it.each<[story: string, asked: DueAsked, zone: string, expected: string]>([
    ['four in the afternoon', { dueLocal: '2026-07-01T16:00' }, SYDNEY, '2026-07-01T06:00:00.000Z'],
    ['four in the afternoon of summer', { dueLocal: '2026-01-05T16:00' }, SYDNEY, '2026-01-05T05:00:00.000Z'],
    ['an instant', { dueAt: new Date('2026-07-01T06:00:00Z') }, SYDNEY, '2026-07-01T06:00:00.000Z'],
    ['a time that the clock skips in Sydney', { dueLocal: '2026-10-04T02:30' }, SYDNEY, 'dueLocal'],
    ['the minute before it skips', { dueLocal: '2026-10-04T01:59' }, SYDNEY, '2026-10-03T15:59:00.000Z'],
    ['the first minute after it skipped', { dueLocal: '2026-10-04T03:00' }, SYDNEY, '2026-10-03T16:00:00.000Z'],
    ['a time that the clock skips in London', { dueLocal: '2026-03-29T01:30' }, LONDON, 'dueLocal'],
    ['one that it skips, with an offset', { dueLocal: '2026-03-29T01:30+00:00' }, LONDON, 'dueLocal'],
    ['a time that it shows twice', { dueLocal: '2026-04-05T02:30' }, SYDNEY, 'dueLocal'],
    ['the first of the two', { dueLocal: '2026-04-05T02:30+11:00' }, SYDNEY, '2026-04-04T15:30:00.000Z'],
    ['the second of the two', { dueLocal: '2026-04-05T02:30+10:00' }, SYDNEY, '2026-04-04T16:30:00.000Z'],
    ['a third one', { dueLocal: '2026-04-05T02:30+09:00' }, SYDNEY, 'dueLocal'],
    ['twice in London', { dueLocal: '2026-10-25T01:30' }, LONDON, 'dueLocal'],
    ['in UTC where London is so', { dueLocal: '2026-10-25T01:30Z' }, LONDON, '2026-10-25T01:30:00.000Z'],
    ['no day', { dueLocal: '2026-02-30T10:00' }, SYDNEY, 'dueLocal'],
    ['no time', { dueLocal: 'tomorrow' }, SYDNEY, 'dueLocal'],
    ['an unknown zone', { dueLocal: '2026-07-01T16:00' }, 'Mars/Base', 'dueLocal'],
    ['both', { dueLocal: '2026-07-01T16:00', dueAt: new Date(0) }, SYDNEY, 'dueLocal'],
    ['neither', {}, SYDNEY, 'dueAt'],
  ])('%s', (_story, asked, zone, expected) => {
    const due = dueInstant(asked, zone);
    expect(due instanceof Date ? due.toISOString() : due.path.join()).toBe(expected);
  });

  it('says which two there are', () => {
    const due = dueInstant({ dueLocal: '2026-04-05T02:30' }, SYDNEY);
    expect(String(due)).toMatch(/2026-04-05T02:30\+1[01]:00 or 2026-04-05T02:30\+1[01]:00/);
  });

  it('is shown on that clock', () => {
    expect(localTime(new Date('2026-04-04T15:30:00Z'), SYDNEY)).toBe('2026-04-05T02:30');
  });
});
