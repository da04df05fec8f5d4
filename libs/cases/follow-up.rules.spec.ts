import { describe, expect, it } from '@jest/globals';
import type { Try } from './case.attempt.js';
import { afterTry, followUpDueAt } from './follow-up.rules.js';

const MONDAY = new Date('2026-03-02T09:00:00Z');
const DAY_MS = 86_400_000;
const tried = (days: number, channel: string): Try => ({ outcome: 'UNREACHABLE', channel, at: new Date(MONDAY.getTime() + days * DAY_MS) });
const BEFORE = [tried(0, 'telephone'), tried(5, 'email')];

describe('what the customer says', () => {
  it.each<[story: string, tries: Try[], last: Try, expected: string]>([
    ['it helped', [], { ...tried(0, 'telephone'), outcome: 'HELPED' }, 'CONFIRMED'],
    ['it helped, after two tries', BEFORE, { ...tried(6, 'letter'), outcome: 'HELPED' }, 'CONFIRMED'],
    ['it did not help', [], { ...tried(0, 'telephone'), outcome: 'DID_NOT_HELP' }, 'OWNED'],
    ['nobody answers, once', [], tried(0, 'telephone'), 'SOLVED'],
    ['nobody answers, twice in ten days', [tried(0, 'telephone')], tried(10, 'email'), 'SOLVED'],
    ['three tries on two channels over ten days', BEFORE, tried(10, 'telephone'), 'CLOSED_UNCONFIRMED'],
    ['the same a millisecond sooner', BEFORE, { ...tried(10, 'telephone'), at: new Date(+tried(10, '').at - 1) }, 'SOLVED'],
    ['three tries on one channel', [tried(0, 'telephone'), tried(5, 'telephone')], tried(10, 'telephone'), 'SOLVED'],
    ['three tries on three channels', [tried(0, 'telephone'), tried(5, 'email')], tried(12, 'letter'), 'CLOSED_UNCONFIRMED'],
    ['ten tries in nine days', Array.from({ length: 9 }, (_, n) => tried(n, n % 2 ? 'email' : 'letter')), tried(9, 'email'), 'SOLVED'],
  ])('%s', (_story, tries, last, expected) => {
    expect(afterTry({ tries }, last)).toBe(expected);
  });
});

it('is asked after a week, later where a remedy was given, and sooner inside the company', () => {
  const days = { usual: 7, remedy: 14, internal: 3 };
  const after = (internal: boolean, hasRemedy: boolean) =>
    (followUpDueAt({ now: MONDAY, internal, hasRemedy }, days).getTime() - MONDAY.getTime()) / DAY_MS;
  expect([after(false, false), after(false, true), after(true, false), after(true, true)]).toEqual([7, 14, 3, 3]);
});
