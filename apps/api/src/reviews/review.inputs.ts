import { Field, ID, InputType, Int } from '@nestjs/graphql';
import { ArrayUnique, IsBoolean, IsDate, IsIn, IsInt, IsOptional, Max, Min } from 'class-validator';
import { REMEDY_KINDS, type RemedyKind as KindWord } from '#exceptions';
import { type Disposition as DispositionWord, DISPOSITIONS, REVIEW_STATUSES, type ReviewStatus as StatusWord } from '#reviews';
import { Cause } from '../exceptions/exception.inputs.js';
import { RemedyKind } from '../exceptions/exception.model.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Prose } from '../graphql/text.js';
import { Disposition, ReviewStatus } from './review.model.js';

/** Which review. */
@InputType({ description: 'Which review is taken up, or given back.' })
export class ClaimReviewInput extends KeyedInput {
  @Field(() => ID, { description: 'The review.' })
  @Id()
  reviewId: string;
}

/** What a reviewer makes of it. */
@InputType({ description: 'What you make of it, and why. Both signers read the reason.' })
export class DisposeReviewInput extends ClaimReviewInput {
  @Field(() => Disposition, { description: 'What you make of it.' })
  @IsIn(DISPOSITIONS)
  disposition: DispositionWord;

  @Field(() => String, { description: 'Why.' })
  @Prose(2000)
  reason: string;
}

/** What another reviewer learnt since. */
@InputType({ description: 'What came to light after the disposition.' })
export class ReopenReviewInput extends ClaimReviewInput {
  @Field(() => String, { description: 'The new facts.' })
  @Prose(2000)
  newFacts: string;
}

/** Why like proposals need no further co-signer any more. */
@InputType({ description: 'Which review no longer asks one more co-signer of like proposals, and why.' })
export class LiftCautionInput extends ClaimReviewInput {
  @Field(() => String, { description: 'Why.' })
  @Prose(2000)
  reason: string;
}

/** Which reviews a list shows. */
@InputType('ReviewFilter', { description: 'Which reviews a list shows: all conditions that are given must hold.' })
export class ReviewFilterInput {
  @Field(() => [ReviewStatus], { nullable: true, description: 'In one of these states.' })
  @IsOptional()
  @IsIn(REVIEW_STATUSES, { each: true })
  @ArrayUnique()
  status?: StatusWord[] | null;

  @Field(() => Boolean, { nullable: true, description: 'True: only overdue ones; false: only the others.' })
  @IsOptional()
  @IsBoolean()
  overdue?: boolean | null;

  @Field(() => DateTime, { nullable: true, description: 'Due before this instant: how old it is.' })
  @IsOptional()
  @IsDate()
  dueBefore?: Date | null;

  @Field(() => String, { nullable: true, description: 'Of exceptions with this cause.' })
  @IsOptional()
  @Cause()
  cause?: string | null;

  @Field(() => RemedyKind, { nullable: true, description: 'Of exceptions with this kind of remedy.' })
  @IsOptional()
  @IsIn(REMEDY_KINDS)
  kind?: KindWord | null;

  @Field(() => ID, {
    nullable: true,
    description: 'Of the exceptions of this pattern: the cause, as it is by now, and the kind of remedy.',
  })
  @IsOptional()
  @Id()
  patternId?: string | null;

  @Field(() => Int, { nullable: true, description: 'With at least so many points of risk.' })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(10_000)
  riskAtLeast?: number | null;
}
