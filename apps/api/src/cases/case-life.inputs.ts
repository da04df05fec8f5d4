import { Field, ID, InputType } from '@nestjs/graphql';
import { IsDate, IsIn, IsOptional } from 'class-validator';
import { FOLLOW_UP_OUTCOMES, type FollowUpOutcome as OutcomeWord } from '#cases';
import { KeyedInput } from '../graphql/keyed.input.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Line, Prose } from '../graphql/text.js';
import { FollowUpOutcome } from './follow-up.model.js';

@InputType({ isAbstract: true })
abstract class OfCase extends KeyedInput {
  @Field(() => ID, { description: 'Which case of yours.' })
  @Id()
  caseId: string;
}

/** A case that its owner has seen. */
@InputType({ description: 'A case that was opened for you, and that you take on.' })
export class AcknowledgeCaseInput extends OfCase {}

/** A solution. */
@InputType({ description: 'A solution, of which the customer was told.' })
export class SolveCaseInput extends OfCase {
  @Field(() => String, { description: 'What was done for the customer.' })
  @Prose(10_000)
  solution: string;

  @Field(() => DateTime, { description: 'When the customer was told: since the case was opened, and not in the future.' })
  @IsDate()
  customerToldAt: Date;

  @Field(() => DateTime, {
    nullable: true,
    description: 'When you will ask whether it helped; the house says when, if you do not.',
  })
  @IsOptional()
  @IsDate()
  followUpAt?: Date | null;
}

/** An honest no. */
@InputType({ description: 'An honest no: an answer with its reason, told by somebody, with a way to appeal.' })
export class HonestNoInput extends OfCase {
  @Field(() => String, { description: 'Why nothing can be done.' })
  @Prose(10_000)
  reason: string;

  @Field(() => String, { description: 'Who told the customer, and how.' })
  @Line(500)
  toldBy: string;

  @Field(() => String, { description: 'Where the customer can appeal, and until when.' })
  @Prose(2_000)
  appealRoute: string;
}

/** Something new after an honest no. */
@InputType({ description: 'Something new after an honest no.' })
export class ReopenCaseInput extends OfCase {
  @Field(() => String, { description: 'What is new.' })
  @Prose(10_000)
  reason: string;
}

/** What was found when the customer was asked. */
@InputType({ description: 'What was found when you asked the customer whether it helped.' })
export class RecordFollowUpInput extends KeyedInput {
  @Field(() => ID, { description: 'Which follow-up.' })
  @Id()
  followUpId: string;

  @Field(() => FollowUpOutcome, { description: 'What was found.' })
  @IsIn(FOLLOW_UP_OUTCOMES)
  outcome: OutcomeWord;

  @Field(() => String, { description: 'How you tried, in one short word: telephone, email, letter, visit.' })
  @Line(32)
  channel: string;

  @Field(() => String, { nullable: true, description: 'What the customer said. Needed when it did not help.' })
  @IsOptional()
  @Prose(10_000)
  note?: string | null;
}
