import { ArgsType, Field, InputType, Int } from '@nestjs/graphql';
import { Type } from 'class-transformer';
import { ArrayUnique, IsDate, IsIn, IsInt, IsOptional, Max, Min, ValidateNested } from 'class-validator';
import { FOLLOW_UP_OUTCOMES, type FollowUpOutcome as OutcomeWord } from '#cases';
import { REMEDY_KINDS, type RemedyKind as KindWord } from '#exceptions';
import { PRECEDENTS_MOST, type PrecedentSearch as Search } from '#precedents';
import { type Disposition as DispositionWord, DISPOSITIONS } from '#reviews';
import { FollowUpOutcome } from '../cases/follow-up.model.js';
import { Cause } from '../exceptions/exception.inputs.js';
import { RemedyKind } from '../exceptions/exception.model.js';
import { MoneyInput } from '../graphql/money.input.js';
import { DateTime } from '../graphql/scalars.js';
import { Prose } from '../graphql/text.js';
import { Disposition } from '../reviews/review.model.js';

/** As long as an answer of a proposal may be, so that one can be searched for as it is. */
const TEXT_MOST = 10_000;

/** What precedents are looked for by. */
@InputType({
  description:
    'What you are about to propose: words, cause, kind and amount rank what is found by how alike it is; the rest narrows it. At least one of the first four is needed.',
})
export class PrecedentSearch implements Search {
  @Field(() => String, {
    nullable: true,
    description:
      'What happened, in any words: small slips of the keyboard are forgiven. Names of customers find nothing, and are not needed.',
  })
  @IsOptional()
  @Prose(TEXT_MOST)
  text?: string | null;

  @Field(() => String, { nullable: true, description: 'The cause: those with the same one come first, and are found without words, too.' })
  @IsOptional()
  @Cause()
  cause?: string | null;

  @Field(() => RemedyKind, { nullable: true, description: 'The kind of remedy: those with the same one come first.' })
  @IsOptional()
  @IsIn(REMEDY_KINDS)
  kind?: KindWord | null;

  @Field(() => MoneyInput, { nullable: true, description: 'The amount: the nearest in this currency come first.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => MoneyInput)
  amount?: MoneyInput | null;

  @Field(() => [Disposition], {
    nullable: true,
    description:
      'Only those of which a review said one of these. When left out: those that may be cited, whose review said PRECEDENT or PROMOTE, or has said nothing yet.',
  })
  @IsOptional()
  @IsIn(DISPOSITIONS, { each: true })
  @ArrayUnique()
  dispositions?: DispositionWord[] | null;

  @Field(() => FollowUpOutcome, {
    nullable: true,
    description: 'Only those in whose case a follow-up came to this: HELPED shows what did.',
  })
  @IsOptional()
  @IsIn(FOLLOW_UP_OUTCOMES)
  outcome?: OutcomeWord | null;

  @Field(() => DateTime, { nullable: true, description: 'Approved after this instant.' })
  @IsOptional()
  @IsDate()
  approvedAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Approved before this instant.' })
  @IsOptional()
  @IsDate()
  approvedBefore?: Date | null;
}

/** A search and how many it may answer. */
@ArgsType()
export class PrecedentsArgs {
  @Field(() => PrecedentSearch, { description: 'What to look for.' })
  @ValidateNested()
  @Type(() => PrecedentSearch)
  search: PrecedentSearch;

  @Field(() => Int, { nullable: true, description: `How many at most, 1 to ${PRECEDENTS_MOST}; ${PRECEDENTS_MOST} when nothing is said.` })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(PRECEDENTS_MOST)
  first?: number | null;
}
