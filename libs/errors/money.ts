/** An amount of money: whole minor units of an ISO 4217 currency. */
export interface Amount {
  readonly amountMinor: number;
  readonly currency: string;
}

const MOST_FORMATTERS = 200;
const formatters = new Map<string, Intl.NumberFormat>();

/**
 * Writes an amount as people of a language do, with the digits of its own currency. Exact up to 2^53 - 1: the decimal point is set in text, never by
 * a division.
 * @throws RangeError when the locale is not a BCP 47 language tag.
 */
export function formatMoney(money: Amount, locale = 'en'): string {
  return formatterFor(locale, money.currency).format(decimalOf(money) as Intl.StringNumericLiteral);
}

/** An amount as an exact decimal with the digits of its currency, for machines: 202.40 of AUD, 202 of JPY, 0.005 of KWD. */
export function decimalOf({ amountMinor, currency }: Amount): string {
  const digits = minorDigits(currency);
  const sign = amountMinor < 0 ? '-' : '';
  const text = String(Math.abs(amountMinor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return `${sign}${whole}${digits > 0 ? `.${text.slice(-digits)}` : ''}`;
}

/**
 * The minor units of an exact decimal such as 202.40: the digits are moved in text. undefined where it is no plain decimal, has more digits than its
 * currency, or is too great to be counted exactly.
 */
export function minorOf(decimal: string, currency: string): number | undefined {
  const [, whole, part = ''] = /^(\d{1,16})(?:\.(\d{1,4}))?$/.exec(decimal) ?? [];
  const digits = minorDigits(currency);
  if (whole === undefined || part.length > digits) return undefined;
  const minor = Number(whole + part.padEnd(digits, '0'));
  return Number.isSafeInteger(minor) ? minor : undefined;
}

/** How many digits a currency has after the point: 2 for AUD, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  return formatterFor('en', currency).resolvedOptions().maximumFractionDigits ?? 0;
}

function formatterFor(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  const known = formatters.get(key);
  if (known) return known;
  const fresh = new Intl.NumberFormat(locale, { style: 'currency', currency });
  if (formatters.size >= MOST_FORMATTERS) formatters.clear();
  formatters.set(key, fresh);
  return fresh;
}
