import { Args, Field, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { InvalidError } from '#errors';
import { CurrencyCode, SafeInt } from './scalars.js';

/** An amount of money as clients see it. */
@ObjectType('Money', { description: 'An amount of money: a whole number of the smallest unit of a currency.' })
export class MoneyModel {
  @Field(() => SafeInt, {
    description: 'The amount in the smallest unit of the currency: 20240 with AUD is 202.40 dollars, with JPY 20240 yen.',
  })
  amountMinor: number;

  @Field(() => CurrencyCode, { description: 'The currency by its ISO 4217 code.' })
  currency: string;
}

/** Adds the amount as people write it. */
@Resolver(() => MoneyModel)
export class MoneyResolver {
  @ResolveField(() => String, {
    description: 'The amount as people of a language write it, such as "A$202.40". For reading only: never parse it.',
  })
  formatted(
    @Parent() money: MoneyModel,
    @Args('locale', { defaultValue: 'en', description: 'A BCP 47 language tag, such as en-AU or de.' }) locale: string,
  ): string {
    return formatMoney(money, locale);
  }
}

const MOST_FORMATTERS = 200;
const formatters = new Map<string, Intl.NumberFormat>();

/**
 * Writes an amount as people of a language do. Exact up to 2^53 - 1: the decimal point is set in text, never by a division.
 * @throws InvalidError when the locale is not a BCP 47 language tag.
 */
export function formatMoney(money: Readonly<MoneyModel>, locale: string): string {
  const formatter = formatterFor(locale, money.currency);
  const digits = formatter.resolvedOptions().maximumFractionDigits ?? 0;
  const sign = money.amountMinor < 0 ? '-' : '';
  const text = String(Math.abs(money.amountMinor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const decimal = `${sign}${whole}${digits > 0 ? `.${text.slice(-digits)}` : ''}`;
  return formatter.format(decimal as Intl.StringNumericLiteral);
}

function formatterFor(locale: string, currency: string): Intl.NumberFormat {
  const key = `${locale} ${currency}`;
  const known = formatters.get(key);
  if (known) return known;
  const fresh = newFormatter(locale, currency);
  if (formatters.size >= MOST_FORMATTERS) formatters.clear();
  formatters.set(key, fresh);
  return fresh;
}

function newFormatter(locale: string, currency: string): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale, { style: 'currency', currency });
  } catch (cause) {
    if (cause instanceof RangeError) throw new InvalidError(['locale'], 'The locale must be a BCP 47 language tag, such as en-AU.');
    throw cause;
  }
}
