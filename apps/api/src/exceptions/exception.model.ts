import { Field, ID, Int, ObjectType } from '@nestjs/graphql';
import type {
  CoSignatureState as StateWord,
  ForecastWarning as WarningWord,
  ExceptionAction as ActionWord,
  ExceptionStatus as StatusWord,
  Remedy,
  RemedyKind as KindWord,
} from '#exceptions';
import { enumOf } from '../graphql/enum-of.js';
import { MoneyModel } from '../graphql/money.model.js';
import { Node } from '../graphql/node.js';
import { connectionOf } from '../graphql/page.js';
import { DateTime } from '../graphql/scalars.js';

/** Where an exception stands. */
export const ExceptionStatus = enumOf<StatusWord>('ExceptionStatus', 'Where an exception stands.', {
  PROPOSED: 'Waits for its co-signatures.',
  APPROVED: 'The quorum was met: it may be carried out.',
  FULFILLED: 'It was carried out, once.',
  LAPSED: 'It was not used in time and the customer was not told.',
  COVERED: 'An active policy allows it: no signature was needed.',
  WITHDRAWN: 'Taken back by the proposer or the owner.',
  DECLINED: 'Objections declined it.',
  EXPIRED: 'Nobody completed the quorum in time.',
  STOPPED: 'Two admins stopped it, for fraud or law.',
});

/** What kind of remedy it is. */
export const RemedyKind = enumOf<KindWord>('RemedyKind', 'What is done for the customer.', {
  REFUND: 'Money paid back.',
  FEE_WAIVER: 'A fee that is not charged, or given back.',
  CREDIT: 'An amount set against what is owed.',
  REPLACEMENT: 'A thing is replaced.',
  EXTENSION: 'More time.',
  GOODWILL: 'An amount without obligation.',
  DEED: 'Something done, without money.',
});

/** What people may do with an exception. */
export const ExceptionAction = enumOf<ActionWord>('ExceptionAction', 'What people may do with an exception.', {
  AMEND: 'Change what is proposed.',
  INVITE_HELPER: 'Name a colleague who may amend it.',
  CO_SIGN: 'Stand behind the revision that was read.',
  OBJECT: 'Say what is wrong with it.',
  PASS: 'Leave the decision to others.',
  RETRACT: 'Take back one’s own co-signature or objection.',
  WITHDRAW: 'Take the proposal back.',
  COVER: 'End it with a yes, because a policy allows it by now.',
  TELL_CUSTOMER: 'Record that the customer was told.',
  FULFIL: 'Record that it was carried out.',
  STOP: 'Stop an approved remedy, for fraud or law.',
});

/** What became of a co-signature. */
const CoSignatureState = enumOf<StateWord>('CoSignatureState', 'What became of a co-signature.', {
  GIVEN: 'Stands, and counts once the quorum is met.',
  COUNTED: 'Counted for the approval; valid for ever.',
  STALE: 'Given on an earlier, materially different revision.',
  RETRACTED: 'Taken back by its giver.',
  VOID: 'Its giver may no longer sign.',
  ALSO_AGREED: 'Given after the approval; has no effect.',
});

/** What is done for the customer. */
@ObjectType('Remedy', { description: 'What is done for the customer: an amount, a deed, or both.' })
export class RemedyModel implements Remedy {
  @Field(() => RemedyKind, { description: 'What kind of remedy it is.' })
  kind: KindWord;

  @Field(() => MoneyModel, { nullable: true, description: 'The amount; null when it is a deed without money.' })
  amount: MoneyModel | null;

  @Field(() => String, { nullable: true, description: 'What is done, in words; null when it is only an amount.' })
  deed: string | null;
}

/** One numbered state of what is proposed. */
@ObjectType('Revision', { description: 'One numbered state of what is proposed. A signature names its digest.' })
export class RevisionModel {
  @Field(() => Int, { description: '1 for the first one.' })
  number: number;

  @Field(() => String, { description: 'SHA-256 over the salted content, in hex: sign this.' })
  digest: string;

  @Field(() => DateTime, { description: 'When it was written.' })
  createdAt: Date;

  @Field(() => Boolean, {
    description: 'True when remedy, amount, what we do or the policy departed from changed; then earlier signatures are stale.',
  })
  material: boolean;

  @Field(() => String, { description: 'What happened to the customer. Empty once erased.' })
  whatHappened: string;

  @Field(() => String, { description: 'What policy says about it. Empty once erased.' })
  whatPolicySays: string;

  @Field(() => String, { description: 'What we do. Empty once erased.' })
  whatWeDo: string;

  @Field(() => String, { description: 'Why that is fair. Empty once erased.' })
  whyFair: string;

  @Field(() => Boolean, {
    description: 'True when its words were erased with the customer: the texts are then empty, and the digest stays.',
  })
  erased: boolean;

  @Field(() => RemedyModel, { description: 'The remedy in figures.' })
  remedy: RemedyModel;

  @Field(() => String, { description: 'The cause, a short code such as branch-flood.' })
  cause: string;

  /** Not in the schema: the key of `author`. */
  authorId: string;
}

/** A peer's signature. */
@ObjectType('CoSignature', { description: 'A peer read this revision and stands behind it.' })
export class CoSignatureModel {
  @Field(() => Int, { description: 'The revision that was signed.' })
  revision: number;

  @Field(() => Int, {
    nullable: true,
    description: 'The revision it was carried over from, by a change of wording only; null when it was given on this one.',
  })
  carriedFrom: number | null;

  @Field(() => String, { description: 'The digest that was signed, in hex.' })
  digest: string;

  @Field(() => String, { nullable: true, description: 'What the signer said, in their own words.' })
  words: string | null;

  @Field(() => CoSignatureState, { description: 'What became of it.' })
  state: StateWord;

  @Field(() => DateTime, { description: 'When it was given, by the clock of the database.' })
  at: Date;

  /** Not in the schema: the key of `signer`. */
  signerId: string;
}

/** A peer's objection. */
@ObjectType('Objection', {
  description: 'A peer says what is wrong with a revision. The first raises the quorum by one, the second declines.',
})
export class ObjectionModel {
  @Field(() => String, { description: 'What is wrong with it. Empty once erased.' })
  reason: string;

  @Field(() => Int, { description: 'The revision that was objected to.' })
  revision: number;

  @Field(() => Boolean, { description: 'True when it was taken back, or a later revision stands.' })
  stale: boolean;

  @Field(() => DateTime, { description: 'When it was given.' })
  at: Date;

  /** Not in the schema: the key of `by`. */
  byId: string;
}

/** One remedy outside policy. */
@ObjectType('PolicyException', {
  implements: () => Node,
  description: 'One remedy for one case, outside or without policy. It takes effect when one more colleague co-signs the very text.',
})
export class PolicyExceptionModel extends Node {
  @Field(() => ID, { description: 'The id, the same for ever.' })
  declare id: string;

  @Field(() => String, { description: 'The name for people, such as EX-1041.' })
  ref: string;

  @Field(() => ExceptionStatus, { description: 'Where it stands.' })
  status: StatusWord;

  @Field(() => Boolean, {
    description:
      'Somebody said that a signature on it is not theirs: nothing is approved, amended or carried out until two admins have settled that.',
  })
  frozen: boolean;

  @Field(() => Int, { description: 'Co-signatures needed besides the proposer.' })
  quorum: number;

  @Field(() => Boolean, {
    name: 'oneMoreCoSigner',
    description:
      'True when its amount would have passed a cap: it is booked beside the caps, and needs one co-signature more than the bands ask for.',
  })
  beyondCaps: boolean;

  @Field(() => DateTime, { description: 'When it was proposed.' })
  createdAt: Date;

  @Field(() => DateTime, { description: 'Until when it can be signed.' })
  expiresAt: Date;

  @Field(() => DateTime, { nullable: true, description: 'When the decisive signature was given.' })
  approvedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'Lapses then, unless the customer was told.' })
  useBy: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When the customer was told of the yes.' })
  customerToldAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: 'When it was carried out.' })
  fulfilledAt: Date | null;

  @Field(() => String, { nullable: true, description: 'Where the payment or deed is found outside; null before that, and once erased.' })
  fulfilmentReference: string | null;

  @Field(() => DateTime, { nullable: true, description: 'When it ended, however it ended.' })
  endedAt: Date | null;

  /** Not in the schema: keys of other types. */
  caseId: string;
  proposerId: string;
  policyVersionId: string | null;
  coveredBy: string | null;
  clonedFrom: string | null;
}

/** A page of exceptions. */
@ObjectType({ description: 'Part of a list of exceptions.' })
export class PolicyExceptionConnection extends connectionOf('PolicyException', () => PolicyExceptionModel) {}

/** Who could co-sign. */
@ObjectType('EligibleCoSigners', { description: 'Who could co-sign this now: here, facing customers, neither proposer nor editor.' })
export class EligibleCoSignersModel {
  @Field(() => Int, { description: 'How many distinct humans.' })
  count: number;

  /** Not in the schema: the key of `people`. */
  exceptionId: string;
}

const ExceptionWarningCode = enumOf<WarningWord>('ExceptionWarningCode', 'What a warning is about. Nothing was refused.', {
  NOBODY_COULD_CO_SIGN: 'Nobody who is here could co-sign it now.',
  ONE_COULD_CO_SIGN: 'One person who is here could co-sign it now.',
  NOBODY_AFTER_EDIT: 'Nobody could co-sign it once somebody has edited it.',
  ONE_AFTER_EDIT: 'One person could co-sign it once somebody has edited it.',
  NOT_AGAIN: 'It needs one co-signer more, because a review of a like one said not to do it again.',
});

/** Something to know before it is too late. */
@ObjectType('ExceptionWarning', {
  description: 'What was done is done; but few are left who could sign it, or it needs one more than usual.',
})
export class ExceptionWarningModel {
  @Field(() => ExceptionWarningCode, { description: 'The stable code, for programs.' })
  code: WarningWord;

  @Field(() => String, { description: 'A sentence for a person: what is so, and what to do.' })
  message: string;

  /** Not in the schema: the ids behind `who`. */
  whoIds: readonly string[];
}

/** Who could sign, before and after an edit. */
@ObjectType('EligibilityForecast', {
  description: 'How many could co-sign now, and how many once somebody has edited: whoever wrote a revision signs none.',
})
export class EligibilityForecastModel {
  @Field(() => Int, { description: 'How many humans could co-sign it now.' })
  now: number;

  @Field(() => Int, { description: 'How many could after the edit, which asks all others anew when it changes the matter.' })
  afterEdit: number;

  @Field(() => String, { description: 'The same in a sentence, such as "2 people could co-sign this now; after your edit 1."' })
  message: string;

  @Field(() => [ExceptionWarningModel], { description: 'What to say before the edit; empty when enough are left.' })
  warnings: readonly ExceptionWarningModel[];
}
