import { Args, Field, ObjectType, Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { formatMoney, InvalidError, say } from '#errors';
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
    try {
      return formatMoney(money, locale);
    } catch (cause) {
      if (cause instanceof RangeError) throw new InvalidError(['locale'], say`The locale must be a BCP 47 language tag, such as en-AU.`);
      throw cause;
    }
  }
}
