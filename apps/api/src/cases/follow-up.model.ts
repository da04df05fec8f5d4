import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type { AnswerKind as KindWord, FollowUpOutcome as OutcomeWord } from '#cases';
import { enumOf } from '../graphql/enum-of.js';
import { Node } from '../graphql/node.js';
import { DateTime } from '../graphql/scalars.js';

/** What was found. */
export const FollowUpOutcome = enumOf<OutcomeWord>(
  'FollowUpOutcome',
  'What was found when a customer was asked whether a solution helped.',
  {
    HELPED: 'It helped: the case is confirmed.',
    DID_NOT_HELP: 'It did not help: the case is open again, of the same owner.',
    UNREACHABLE: 'The customer was not reached. It ends the follow-up only after three tries on two channels over ten days.',
  },
);

const CaseAnswerKind = enumOf<KindWord>('CaseAnswerKind', 'What a customer was answered.', {
  SOLUTION: 'A solution.',
  HONEST_NO: 'An honest no.',
});

/** Whether it helped. */
@ObjectType('FollowUp', {
  implements: () => Node,
  description: 'Whether a solution helped: when the customer is asked, and what was found.',
})
export class FollowUpModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => DateTime, { description: 'When the customer is to be asked; the owner is then reminded, once.' })
  dueAt: Date;

  @Field(() => FollowUpOutcome, { nullable: true, description: 'How it ended; null while it is open.' })
  outcome: OutcomeWord | null;

  @Field(() => String, {
    nullable: true,
    description: 'What the customer said the last time; null when nothing was written down, or it was erased.',
  })
  note: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ended; null while it is open.' })
  endedAt: Date | null;

  /** Not in the schema: the key of `case`. */
  caseId: string;
}

/** One time that the customer was asked. */
@ObjectType('FollowUpTry', { description: 'One time that the customer was asked, or was not reached.' })
export class FollowUpTryModel {
  @Field(() => Int, { description: 'Which one, from 1.' })
  number: number;

  @Field(() => FollowUpOutcome, { description: 'What was found.' })
  outcome: OutcomeWord;

  @Field(() => String, { description: 'How it was tried, such as telephone.' })
  channel: string;

  @Field(() => String, { nullable: true, description: 'What was written down; null when nothing was, or it was erased.' })
  note: string | null;

  @Field(() => DateTime, { description: 'When.' })
  at: Date;

  /** Not in the schema: the key of `by`. */
  byId: string;
}

/** What the customer was answered. */
@ObjectType('CaseAnswer', { description: 'What the customer was answered. It stands for ever; a case that comes back gets another one.' })
export class CaseAnswerModel {
  @Field(() => CaseAnswerKind, { description: 'A solution, or an honest no.' })
  kind: KindWord;

  @Field(() => DateTime, { description: 'When the customer was told; of an honest no, at that time at the latest.' })
  customerToldAt: Date;

  @Field(() => String, { nullable: true, description: 'Of an honest no: who told the customer. Null once erased.' })
  toldBy: string | null;

  @Field(() => String, { nullable: true, description: 'Of an honest no: where the customer can appeal. Null once erased.' })
  appealRoute: string | null;

  @Field(() => DateTime, { description: 'When it was recorded.' })
  at: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the case was taken up again because it did not hold; null while it stands.' })
  reopenedAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why it did not hold; null while it stands, or once erased.' })
  reopenedBecause: string | null;

  /** Not in the schema: the words, and the key of `by`. */
  words: string | null;
  byId: string;
}
