import { describe, expect, it } from '@jest/globals';
import { dayAt, instantOf, localIn } from './zoned.js';

const at = (text: string): number => Date.parse(text);

describe('a time on the clock of a customer', () => {
  it.each([
    ['four in the afternoon of winter', '2026-07-01T16:00', 'Australia/Sydney', '2026-07-01T06:00:00Z'],
    ['four in the afternoon of summer', '2026-01-05T16:00', 'Australia/Sydney', '2026-01-05T05:00:00Z'],
    ['an hour before the clocks go back', '2026-04-05T01:30', 'Australia/Sydney', '2026-04-04T14:30:00Z'],
    ['an hour after they went back', '2026-04-05T03:30', 'Australia/Sydney', '2026-04-04T17:30:00Z'],
    ['an hour after they went forward', '2026-10-04T03:30', 'Australia/Sydney', '2026-10-03T16:30:00Z'],
    ['midnight, which is no 24 o’clock', '2026-03-01T00:00', 'Europe/Berlin', '2026-02-28T23:00:00Z'],
    ['where the clock is half an hour off', '2026-03-01T10:00', 'Asia/Kolkata', '2026-03-01T04:30:00Z'],
  ])('%s is that instant, and back', (_, local, zone, instant) => {
    expect(new Date(instantOf(local, zone)).toISOString()).toBe(new Date(at(instant)).toISOString());
    expect(localIn(zone, at(instant))).toBe(local);
  });

  it.each([
    ['on a plain day', 'Australia/Sydney', '2026-06-10T05:20:00Z', '2026-06-11T10:00'],
    ['where it is tomorrow already', 'Pacific/Auckland', '2026-06-10T13:00:00Z', '2026-06-12T10:00'],
    ['half an hour into a day of 25 hours', 'Australia/Sydney', '2026-04-04T13:30:00Z', '2026-04-06T10:00'],
    ['half an hour before the end of the day before one of 23 hours', 'Australia/Sydney', '2026-10-03T13:30:00Z', '2026-10-04T10:00'],
    ['at the end of a year', 'Europe/London', '2026-12-31T12:00:00Z', '2027-01-01T10:00'],
  ])('tomorrow at ten, said %s', (_, zone, now, tomorrow) => {
    expect(dayAt(zone, at(now), 1, '10:00')).toBe(tomorrow);
  });
});
