import { Field, ID, InputType, Int, ObjectType } from '@nestjs/graphql';
import { IsIn } from 'class-validator';
import { DISPUTE_OUTCOMES, type DisputeOutcome as OutcomeWord } from '#exceptions';
import { enumOf } from '../graphql/enum-of.js';
import { KeyedInput } from '../graphql/keyed.input.js';
import { Node } from '../graphql/node.js';
import { connectionOf } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';
import { Id, Prose } from '../graphql/text.js';

/** What two admins came to. */
const DisputeOutcome = enumOf<OutcomeWord>('DisputeOutcome', 'What admins make of a disowned signature.', {
  GENUINE: 'It is theirs after all: the exception goes on where it was, in the time that is left.',
  FORGED: 'It is not theirs: void while nothing was decided; what was approved on it is stopped; what was carried out stays, marked.',
});

/** "That was not me", about one signature. */
@ObjectType('Dispute', {
  implements: () => Node,
  description: 'Somebody said that a signature in their name is not theirs. While it is open, the exception is frozen.',
})
export class DisputeModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => Int, { description: 'The revision on which the disowned signature stands.' })
  revision: number;

  @Field(() => DateTime, { description: 'When it was disowned.' })
  openedAt: Date;

  @Field(() => Boolean, {
    description:
      'True when it was approved before: a receipt may be out, which verifies offline for ever. It cannot be recalled; ask whoever pays by receipts.',
  })
  receiptMayBeOut: boolean;

  @Field(() => DisputeOutcome, {
    nullable: true,
    description: 'What the last admin said; it holds once another one has said the same. Null before.',
  })
  outcome: OutcomeWord | null;

  @Field(() => DateTime, { nullable: true, description: 'When the second admin settled it, for good; null while it is open.' })
  settledAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Why, in the words of the admin who spoke last; null before, or once erased.' })
  reason: string | null;

  /** Not in the schema: keys of other types. */
  exceptionId: string;
  openedBy: string;
  proposedBy: string | null;
  settledBy: string | null;
}

/** A page of disputes. */
@ObjectType({ description: 'Part of a list of disputes.' })
export class DisputeConnection extends connectionOf('Dispute', () => DisputeModel) {}

/** The exception that carries the signature. */
@InputType({ description: 'Which exception carries a signature in your name that is not yours.' })
export class DisownSignatureInput extends KeyedInput {
  @Field(() => ID, { description: 'The exception. The newest signature in your name on it is disowned.' })
  @Id()
  exceptionId: string;
}

/** What an admin makes of it. */
@InputType({ description: 'What you make of a disowned signature, and why.' })
export class SettleDisputeInput extends KeyedInput {
  @Field(() => ID, { description: 'The dispute.' })
  @Id()
  disputeId: string;

  @Field(() => DisputeOutcome, { description: 'What you make of it. Another outcome than the first admin’s is a new first word.' })
  @IsIn(DISPUTE_OUTCOMES)
  outcome: OutcomeWord;

  @Field(() => String, { description: 'Why: what you asked, and whom.' })
  @Prose(2000)
  reason: string;
}
