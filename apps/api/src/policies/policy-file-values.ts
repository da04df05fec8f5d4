import { InvalidError, minorDigits, minorOf, say, type Sentence } from '#errors';
import { DateTime } from 'luxon';

const AMOUNT = /^(?:(?<first>[A-Za-z]{3}) )?(?<decimal>[\d.,' ]*\d)(?: (?<last>[A-Za-z]{3}))?$/;
const CODE_LENGTH = 3;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** A kind of remedy, however it is written: "fee waiver" is FEE_WAIVER. Whether there is one is judged elsewhere. */
export function kindIn(said: string): string {
  return said.toUpperCase().replace(/[\s-]+/gu, '_');
}

/** A limit such as `500.00 AUD` or `AUD 500`. @throws InvalidError */
export function amountIn(said: string): { amountMinor: number; currency: string } {
  const { first, decimal = '', last } = AMOUNT.exec(said)?.groups ?? {};
  const currency = [first, last].filter(Boolean).join(' ').toUpperCase();
  if (currency.length !== CODE_LENGTH) throw wrongLimit(say`A limit is an amount and its currency, such as 500.00 AUD.`);
  if (!Intl.supportedValuesOf('currency').includes(currency))
    throw wrongLimit(say`There is no currency ${{ currency }}. Use a code of ISO 4217, such as AUD.`);
  return { amountMinor: minorIn(decimal, currency), currency };
}

function minorIn(decimal: string, currency: string): number {
  const [form, part = ''] = /^\d+(?:\.(\d+))?$/.exec(decimal) ?? [];
  const digits = minorDigits(currency);
  if (form === undefined) throw wrongLimit(say`Write the amount with digits and at most one point, such as 1500.00.`);
  if (part.length > digits) throw wrongLimit(say`${{ currency }} has ${{ digits }} digits after the point. Round the limit to that.`);
  const minor = minorOf(decimal, currency);
  if (minor === undefined) throw wrongLimit(say`This is more than can be counted exactly. Name a smaller limit.`);
  return minor;
}

/** A day, which begins at midnight of a zone, or an instant with its offset. @throws InvalidError */
export function instantIn(field: string, said: string, timeZone: string): Date {
  const isDay = DAY.test(said);
  const at = isDay
    ? DateTime.fromISO(said, { zone: timeZone })
    : INSTANT.test(said)
      ? DateTime.fromISO(said, { setZone: true })
      : undefined;
  if (!at?.isValid || at.year < 1900)
    throw new InvalidError(
      [field],
      say`This is a day, such as 2026-03-01, or an instant with its offset, such as 2026-03-01T09:00:00+11:00.`,
    );
  return (isDay ? at.startOf('day') : at).toJSDate();
}

/** An instant as `instantIn` reads it: a day where it begins one in this zone. */
export function instantAs(at: Date, timeZone: string): string {
  const local = DateTime.fromJSDate(at, { zone: timeZone });
  return local.equals(local.startOf('day')) ? (local.toISODate() ?? '') : at.toISOString();
}

function wrongLimit(sentence: Sentence): InvalidError {
  return new InvalidError(['limit'], sentence);
}
