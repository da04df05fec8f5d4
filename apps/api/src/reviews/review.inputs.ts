import { Field, ID, InputType } from '@nestjs/graphql';
import { ArrayUnique, IsBoolean, IsIn, IsOptional } from 'class-validator';
import { type Disposition as DispositionWord, DISPOSITIONS, REVIEW_STATUSES, type ReviewStatus as StatusWord } from '#reviews';
import { KeyedInput } from '../graphql/keyed.input.js';
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
}
