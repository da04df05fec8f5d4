import { Field, ID, ObjectType } from '@nestjs/graphql';
import type { CaseAction as ActionWord, CaseStatus as StatusWord } from '#cases';
import { enumOf } from '../graphql/enum-of.js';
import { Node } from '../graphql/node.js';
import { connectionOf } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';

/** Where a case stands. */
export const CaseStatus = enumOf<StatusWord>(
  'CaseStatus',
  'Where a customer’s problem stands. In none of these states is it given back to the customer.',
  {
    NEW: 'Came in and waits to be acknowledged; owned all the same.',
    OWNED: 'Somebody works on it.',
    SOLVED: 'Solved, and the customer was told; whether it helped is asked later.',
    CONFIRMED: 'The customer says that it helped.',
    CLOSED_UNCONFIRMED: 'Solved, but the customer could not be reached afterwards; counted apart from helped.',
    HONEST_NO: 'Answered with an honest no.',
  },
);

/** What can be done with a case. */
export const CaseAction = enumOf<ActionWord>('CaseAction', 'What the owner of a case may do with it.', {
  ACKNOWLEDGE: 'Take on a case that a machine opened for you.',
  SOLVE: 'Record the solution of which the customer was told.',
  ANSWER_HONEST_NO: 'Answer with an honest no.',
  REOPEN: 'Open it again after an honest no, because there is something new.',
  FOLLOW_UP: 'Record whether it helped.',
  PROMISE_GET_BACK: 'Promise the customer to get back to them by a time.',
  KEEP_GET_BACK: 'Record that the customer heard from you, in time or late.',
  RENEGOTIATE_GET_BACK: 'Agree with the customer on another time, before the first has come.',
  MARK_COMPLAINT: 'Say that the customer complains, so that the clocks of a complaint run.',
});

/** A customer. */
@ObjectType('Customer', { implements: () => Node, description: 'Whoever brings a problem, colleagues inside the company included.' })
export class CustomerModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => String, { nullable: true, description: 'Their name; null once erased.' })
  name: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Where they are reached, masked: enough to tell one number from another. `revealContact` answers it in clear. Null once erased.',
  })
  contact: string | null;

  @Field(() => String, { description: 'Their time zone by its IANA name, such as Australia/Sydney.' })
  timeZone: string;
}

/** A customer's problem. */
@ObjectType('CustomerCase', {
  implements: () => Node,
  description: 'A customer’s problem. It has exactly one owner at every instant, until it is solved or answered with an honest no.',
})
export class CustomerCaseModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => String, { description: 'The name for people, such as CASE-88.' })
  ref: string;

  @Field(() => CaseStatus, { description: 'Where it stands.' })
  status: StatusWord;

  @Field(() => Boolean, { description: 'True when the customer is a colleague inside the company.' })
  internal: boolean;

  @Field(() => String, { nullable: true, description: 'Its reference in another system, such as the ticket of a help desk.' })
  externalRef: string | null;

  @Field(() => DateTime, { description: 'When it came in.' })
  openedAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the customer had a first answer from a person.' })
  acknowledgedAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'Until when its owner should take it on, where a machine opened it; they are then reminded, once. Null where a person opened it.',
  })
  acknowledgeBy: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the answer that stands was given; null while the case is open.' })
  answeredAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'What is due next, or overdue the longest: a get-back, a follow-up, a clock of a complaint, or taking it on. Null when nothing is.',
  })
  nextDueAt: Date | null;

  /** Not in the schema: keys of other types, and the words that an erasure takes away. */
  customerId: string;
  ownerId: string;
}

/** A page of cases. */
@ObjectType({ description: 'Part of a list of cases.' })
export class CustomerCaseConnection extends connectionOf('CustomerCase', () => CustomerCaseModel) {}
