import { Field, InputType } from '@nestjs/graphql';
import { say } from '#errors';
import { CurrencyCode, SafeInt } from './scalars.js';
import { sentence } from './text.js';

/** Codes that the standard reserves for "no currency" and for tests: nobody can be paid in them. */
const NOT_MONEY = new Set(['XXX', 'XTS']);
const CURRENCIES = new Set(Intl.supportedValuesOf('currency').filter((code) => !NOT_MONEY.has(code)));

/** An amount of money that a caller names: more than nothing, in a currency that exists. */
@InputType('MoneyInput', { description: 'An amount of money, more than nothing.' })
export class MoneyInput {
  @Field(() => SafeInt, {
    description: 'The amount in the smallest unit of the currency (cents for AUD, yen for JPY): more than 0, at most 2^53 - 1.',
  })
  @sentence('isAmount', (value) =>
    Number.isSafeInteger(value) && (value as number) > 0
      ? undefined
      : say`An amount must be more than 0, in the smallest unit of the currency.`,
  )
  amountMinor: number;

  @Field(() => CurrencyCode, { description: 'The currency by its ISO 4217 code.' })
  @sentence('isCurrency', (value) =>
    CURRENCIES.has(String(value)) ? undefined : say`There is no such currency. Use a code of ISO 4217, such as AUD.`,
  )
  currency: string;
}
