import { Field, ID, InputType } from '@nestjs/graphql';
import { IsBoolean, IsOptional } from 'class-validator';
import { DEED_LENGTH_MAX, THANKED_MOST } from '#thanks';
import { KeyedInput } from '../graphql/keyed.input.js';
import { Id, Ids, Line } from '../graphql/text.js';

/** Thanks about to be said. */
@InputType({ description: 'Thanks in public: whom, and for which deed.' })
export class GiveThanksInput extends KeyedInput {
  @Field(() => [ID], { description: 'Whom: one to ten colleagues.' })
  @Ids(THANKED_MOST)
  toIds: string[];

  @Field(() => String, { description: 'What they did, in at most 500 characters. Do not name the customer: everybody reads it.' })
  @Line(DEED_LENGTH_MAX)
  deed: string;

  @Field(() => ID, { nullable: true, description: 'For which case. The words are erased with its customer.' })
  @IsOptional()
  @Id()
  caseId?: string | null;

  @Field(() => ID, { nullable: true, description: 'Which offer this answers; it is not made again.' })
  @IsOptional()
  @Id()
  offerId?: string | null;
}

/** An offer that is not wanted. */
@InputType({ description: 'An offer that you leave. Nobody is told.' })
export class LeaveThanksOfferInput extends KeyedInput {
  @Field(() => ID, { description: 'The offer.' })
  @Id()
  offerId: string;
}

/** One's own preferences. */
@InputType({ description: 'What you say about yourself, for all your accounts.' })
export class UpdateMyPreferencesInput extends KeyedInput {
  @Field(() => Boolean, { description: 'Whether you may be named in public thanks.' })
  @IsBoolean()
  namedInThanks: boolean;
}
