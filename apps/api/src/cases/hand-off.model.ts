import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { CancellingCause as CauseWord, HandOffAction as ActionWord, HandOffStatus as StatusWord } from '#cases';
import { enumOf } from '../graphql/enum-of.js';
import { Node } from '../graphql/node.js';
import { DateTime } from '../graphql/scalars.js';

/** Where a hand-off stands. */
const HandOffStatus = enumOf<StatusWord>('HandOffStatus', 'Where a hand-off stands. Only ACCEPTED and RETURNED move the case.', {
  OFFERED: 'Waits for the receiver; the case is still the sender’s.',
  ACCEPTED: 'The receiver owns the case, from that instant on.',
  REFUSED: 'The receiver said no, and why.',
  EXPIRED: 'Nobody answered in time.',
  CANCELLED: 'It ended before it was answered.',
  RETURNED: 'It was accepted, and then nothing was done in time: the case went back.',
});

const CancellingCause = enumOf<CauseWord>('CancellingCause', 'Why an offer ended before it was answered.', {
  TAKEN_BACK: 'The sender took it back.',
  RECEIVER_LEFT: 'The receiver left, is away, or no longer faces customers.',
  REHOMED: 'The case went to somebody else.',
  CASE_ENDED: 'The case has ended.',
});

/** What somebody may do with a hand-off. */
export const HandOffAction = enumOf<ActionWord>('HandOffAction', 'What somebody may do with a hand-off.', {
  ACCEPT: 'Own the case from now on. For the receiver.',
  REFUSE: 'Say no, and why. For the receiver.',
  CANCEL: 'Take the offer back. For the sender.',
});

/** A case that goes from colleague to colleague. */
@ObjectType('HandOff', {
  implements: () => Node,
  description: 'A case that its owner offered to a colleague, with all that the customer would otherwise have to repeat.',
})
export class HandOffModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => HandOffStatus, { description: 'Where it stands; an offer whose time has passed is EXPIRED.' })
  status: StatusWord;

  @Field(() => Boolean, { description: 'True when the receiver had the case before, or it was the third hand-off in a row.' })
  tagBack: boolean;

  @Field(() => DateTime, { description: 'When the customer was told that a colleague takes over.' })
  customerToldAt: Date;

  @Field(() => String, {
    nullable: true,
    description: 'What was known that was not known before; null when none was needed, and once erased.',
  })
  newFact: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'What was said with the answer: why it was refused or taken back, or a word when it was accepted. Null when nobody said anything, and once erased.',
  })
  reason: string | null;

  @Field(() => CancellingCause, { nullable: true, description: 'Why it ended before it was answered; null when it did not.' })
  cancelledBecause: CauseWord | null;

  @Field(() => DateTime, { description: 'When it was offered.' })
  offeredAt: Date;

  @Field(() => DateTime, { description: 'Until when it can be answered.' })
  expiresAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When it was accepted or refused, or ended otherwise; null as long as it waits.' })
  answeredAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: 'Until when the receiver must have done something for the case; null unless accepted.',
  })
  firstTouchDueAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the case went back to the sender; null when it did not.' })
  returnedAt: Date | null;

  /** Not in the schema: keys of other types, and the words that an erasure takes away. */
  caseId: string;
  fromId: string;
  toId: string;
  helperId: string | null;
}

/** A colleague to whom a case could be offered. */
@ObjectType('HandOffCandidate', { description: 'A colleague who is here, to whom a case could be offered.' })
export class HandOffCandidateModel {
  @Field(() => Boolean, { description: 'True when they had the case before: it would be a tag-back.' })
  isInLoop: boolean;

  @Field(() => String, { nullable: true, description: 'Why they come last; null when nothing speaks against them.' })
  because: string | null;

  /** Not in the schema: the key of `person`. */
  personId: string;
}

/** A question to a colleague. */
@ObjectType('Question', {
  implements: () => Node,
  description: 'A colleague is asked about a case. The answer goes into the case; its owner stays its owner.',
})
export class QuestionModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => DateTime, { description: 'When it was asked.' })
  askedAt: Date;

  @Field(() => String, { nullable: true, description: 'The answer; null before there is one, and once erased.' })
  answer: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was answered; null before.' })
  answeredAt: Date | null;

  /** Not in the schema: keys of other types, and the words that an erasure takes away. */
  caseId: string;
  askedBy: string;
  toId: string;
}
