import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DateTime } from 'luxon';
import { afterWorkingHours, type OpeningHours } from './working-hours.rules.js';

const SYDNEY: OpeningHours = { days: [1, 2, 3, 4, 5], opensAtMinute: 9 * 60, closesAtMinute: 17 * 60, zone: 'Australia/Sydney' };
const EVERY_DAY: OpeningHours = { ...SYDNEY, days: [1, 2, 3, 4, 5, 6, 7] };
const ROUND_THE_CLOCK: OpeningHours = { ...EVERY_DAY, opensAtMinute: 0, closesAtMinute: 24 * 60 };
const NIGHTS: OpeningHours = { ...EVERY_DAY, opensAtMinute: 60, closesAtMinute: 5 * 60 };
const UTC: OpeningHours = { ...SYDNEY, zone: 'UTC' };

/** With its offset, so that the hour that an October night leaves out and the one that an April night has twice can be told apart. */
const local = (instant: Date, { zone }: OpeningHours): string =>
  DateTime.fromJSDate(instant, { zone })
    .toFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZZ")
    .replace('.000', '')
    .replace(/:00(?=[+-])/, '');

// 2026-11-16 is a Monday. Sydney goes to summer time on Sunday 2026-10-04 at 02:00 (then 03:00), and back on Sunday 2026-04-05 at 03:00 (then 02:00).
describe('four working hours', () => {
  it.each<[story: string, opening: OpeningHours, from: string, until: string]>([
    ['within a day', SYDNEY, '2026-11-16T10:02+11:00', '2026-11-16T14:02+11:00'],
    ['from the opening', SYDNEY, '2026-11-16T09:00+11:00', '2026-11-16T13:00+11:00'],
    ['from before the opening', SYDNEY, '2026-11-16T06:30+11:00', '2026-11-16T13:00+11:00'],
    ['from midnight', SYDNEY, '2026-11-16T00:00+11:00', '2026-11-16T13:00+11:00'],
    ['up to the closing', SYDNEY, '2026-11-16T13:00+11:00', '2026-11-16T17:00+11:00'],
    ['a minute over the closing', SYDNEY, '2026-11-16T13:01+11:00', '2026-11-17T09:01+11:00'],
    ['over a night', SYDNEY, '2026-11-16T16:00+11:00', '2026-11-17T12:00+11:00'],
    ['from the closing', SYDNEY, '2026-11-16T17:00+11:00', '2026-11-17T13:00+11:00'],
    ['from after the closing', SYDNEY, '2026-11-16T23:59+11:00', '2026-11-17T13:00+11:00'],
    ['over a weekend', SYDNEY, '2026-11-20T15:00+11:00', '2026-11-23T11:00+11:00'],
    ['from a Saturday', SYDNEY, '2026-11-21T10:00+11:00', '2026-11-23T13:00+11:00'],
    ['from a Sunday evening', SYDNEY, '2026-11-22T20:00+11:00', '2026-11-23T13:00+11:00'],
    ['over a year', SYDNEY, '2026-12-31T16:30+11:00', '2027-01-01T12:30+11:00'],
    ['asked for in another zone', SYDNEY, '2026-11-15T23:02Z', '2026-11-16T14:02+11:00'],
    ['while it is still Friday elsewhere', SYDNEY, '2026-11-20T05:59Z', '2026-11-23T12:59+11:00'],
    ['in a house in UTC', UTC, '2026-11-16T16:00Z', '2026-11-17T12:00+00:00'],
    ['over the weekend on which summer time begins', SYDNEY, '2026-10-02T15:00+10:00', '2026-10-05T11:00+11:00'],
    ['over the weekend on which summer time ends', SYDNEY, '2026-04-03T15:00+11:00', '2026-04-06T11:00+10:00'],
    ['over the night on which summer time begins', EVERY_DAY, '2026-10-03T15:00+10:00', '2026-10-04T11:00+11:00'],
    ['over the night on which summer time ends', EVERY_DAY, '2026-04-04T15:00+11:00', '2026-04-05T11:00+10:00'],
    ['through the hour that is left out', ROUND_THE_CLOCK, '2026-10-04T00:30+10:00', '2026-10-04T05:30+11:00'],
    ['through the hour that comes twice', ROUND_THE_CLOCK, '2026-04-05T00:30+11:00', '2026-04-05T03:30+10:00'],
    ['in a night shop that loses an hour', NIGHTS, '2026-10-04T01:00+10:00', '2026-10-05T02:00+11:00'],
    ['in a night shop that wins an hour', NIGHTS, '2026-04-05T01:00+11:00', '2026-04-05T04:00+10:00'],
    ['round the clock, over a day that has 23 hours', ROUND_THE_CLOCK, '2026-10-03T22:00+10:00', '2026-10-04T02:00+10:00'],
    ['round the clock, over midnight', ROUND_THE_CLOCK, '2026-11-16T22:00+11:00', '2026-11-17T02:00+11:00'],
  ])('%s', (_, opening, from, until) => {
    expect(local(afterWorkingHours(new Date(from), 4, opening), opening)).toBe(local(new Date(until), opening));
  });
});

describe('other numbers of hours', () => {
  it.each<[story: string, opening: OpeningHours, hours: number, span: [from: string, until: string]]>([
    ['eight are a day', SYDNEY, 8, ['2026-11-16T09:00+11:00', '2026-11-16T17:00+11:00']],
    ['forty are a week', SYDNEY, 40, ['2026-11-16T10:00+11:00', '2026-11-23T10:00+11:00']],
    ['two hundred are five weeks', SYDNEY, 200, ['2026-11-16T10:00+11:00', '2026-12-21T10:00+11:00']],
    ['one, on the one day a week', { ...SYDNEY, days: [3] }, 1, ['2026-11-18T16:30+11:00', '2026-11-25T09:30+11:00']],
    ['twenty-four round the clock are a day', ROUND_THE_CLOCK, 24, ['2026-11-16T10:02+11:00', '2026-11-17T10:02+11:00']],
    ['twenty-four round the clock, when summer time begins', ROUND_THE_CLOCK, 24, ['2026-10-03T12:00+10:00', '2026-10-04T13:00+11:00']],
    ['twenty-four round the clock, when it ends', ROUND_THE_CLOCK, 24, ['2026-04-04T12:00+11:00', '2026-04-05T11:00+10:00']],
  ])('%s', (_, opening, hours, [from, until]) => {
    expect(local(afterWorkingHours(new Date(from), hours, opening), opening)).toBe(local(new Date(until), opening));
  });

  it('milliseconds are kept', () => {
    expect(afterWorkingHours(new Date('2026-11-16T00:00:00.123Z'), 4, SYDNEY)).toEqual(new Date('2026-11-16T04:00:00.123Z'));
  });

  it('from whatever instant: it ends in opening time, later, and one minute of opening time later for one minute later', () => {
    const from = fc.date({ min: new Date('2026-01-01'), max: new Date('2028-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(
        from,
        fc.constantFrom(SYDNEY, EVERY_DAY, NIGHTS, ROUND_THE_CLOCK, UTC),
        fc.integer({ min: 1, max: 200 }),
        (at, opening, hours) => {
          const until = afterWorkingHours(at, hours, opening);
          const { weekday, hour, minute, second, millisecond } = DateTime.fromJSDate(until, { zone: opening.zone });
          const minutes = hour * 60 + minute + second / 60 + millisecond / 60_000;
          expect(until.getTime() - at.getTime()).toBeGreaterThanOrEqual(hours * 3_600_000);
          // Midnight is the end of the day before it.
          if (minutes > 0 || opening.closesAtMinute < 1440) {
            expect(opening.days).toContain(weekday);
            expect(minutes).toBeGreaterThan(opening.opensAtMinute);
            expect(minutes).toBeLessThanOrEqual(opening.closesAtMinute);
          }
          expect(afterWorkingHours(at, hours + 1, opening).getTime()).toBeGreaterThan(until.getTime());
        },
      ),
      { numRuns: 500 },
    );
  });
});
