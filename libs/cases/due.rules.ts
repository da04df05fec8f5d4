import { InvalidError, say } from '#errors';
import { DateTime } from 'luxon';
import type { DueAsked } from './case.attempt.js';

const MINUTES = "yyyy-MM-dd'T'HH:mm";
const LOCAL = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})([+-]\d{2}:\d{2}|Z)?$/;

/**
 * The instant by which somebody promises, from an instant or from a time on the customer's clock. A time that the clock skips that night is none;
 * one that it shows twice needs an offset that says which.
 */
export function dueInstant({ dueAt, dueLocal }: DueAsked, zone: string): Date | InvalidError {
  if (dueAt && dueLocal)
    return new InvalidError(['dueLocal'], say`Say by when either as an instant or on the clock of the customer, not both.`);
  if (dueLocal) return onTheirClock(dueLocal, zone);
  return dueAt ?? new InvalidError(['dueAt'], say`Say by when you will get back: as an instant, or on the clock of the customer.`);
}

function onTheirClock(dueLocal: string, zone: string): Date | InvalidError {
  const [, local = '', offset] = LOCAL.exec(dueLocal) ?? [];
  const there = DateTime.fromISO(local, { zone });
  if (!there.isValid) return new InvalidError(['dueLocal'], say`Write the time as 2026-04-05T16:00, on the clock of the customer.`);
  const could = there.getPossibleOffsets().filter((one) => one.toFormat(MINUTES) === local);
  const meant = offset ? could.filter((one) => one.toMillis() === DateTime.fromISO(dueLocal).toMillis()) : could;
  const [only, other] = meant;
  if (only && !other) return only.toJSDate();
  if (!only) return new InvalidError(['dueLocal'], say`The clock in ${{ zone }} does not show this time. Choose another.`);
  return whichOf(could, zone);
}

function whichOf(could: readonly DateTime[], zone: string): InvalidError {
  const [first = '', second = ''] = could.map((one) => one.toFormat(`${MINUTES}ZZ`));
  return new InvalidError(
    ['dueLocal'],
    say`The clock in ${{ zone }} shows this time twice that night. Say which: ${{ first }} or ${{ second }}.`,
  );
}

/** An instant as the customer's clock shows it, such as 2026-04-05T16:00. */
export function localTime(instant: Date, zone: string): string {
  return DateTime.fromJSDate(instant, { zone }).toFormat(MINUTES);
}
