import { InvalidError, NotFoundError, type RuleError, say, type Sentence } from '#errors';
import { CustomerNotToldError, HandOffOpenError, NotHereError, NotTheOwnerError, TagBackError } from './hand-off.errors.js';

/** Somebody who is named in an offer. */
export interface NamedPerson {
  readonly id: string;
  /** Active, facing customers, not away. */
  readonly isHere: boolean;
  /** An account of the same human as the owner. */
  readonly isSender: boolean;
  /** An account of the same human as the receiver. */
  readonly isReceiver: boolean;
  /** Had the case since the customer last got something. */
  readonly isInLoop: boolean;
}

/** What decides whether a case may be offered; read in one query, at one instant of the database's clock. */
export interface OfferGround {
  readonly now: Date;
  readonly case: {
    readonly ownerId: string;
    readonly isOpen: boolean;
    readonly openedAt: Date;
    /** Where the customer is reached; null once erased. */
    readonly contact: string | null;
    /** The offer that waits for an answer, when there is one in its time. */
    readonly offeredUntil: Date | null;
  } | null;
  readonly to: NamedPerson | null;
  /** null when none was named, or the person is unknown. */
  readonly helper: NamedPerson | null;
  /** How often the case was handed on since the customer last got something. */
  readonly moves: number;
  /** Who could take it on or help: here, and not in the loop. Some, by id. */
  readonly others: readonly string[];
}

/** What the owner says with an offer. */
export interface OfferSent {
  readonly why: string;
  readonly recap: string;
  readonly customerToldAt: Date | null;
  readonly callbackContact: string | null;
  readonly newFact: string | null;
  readonly namesHelper: boolean;
}

/** Somebody who would like to offer a case. */
export interface OfferAttempt extends OfferGround {
  /** The caller's account. */
  readonly actorId: string;
  /** Whether the caller is a human at the keyboard who is active. */
  readonly actsInPerson: boolean;
  readonly sent: OfferSent;
}

type Guard = (attempt: OfferAttempt) => RuleError | undefined;

/** Code points of each text. */
const OFFER_LENGTHS = { why: 2000, recap: 10_000, callbackContact: 320, newFact: 2000 } as const;

const isThere: Guard = (attempt) => (attempt.case ? undefined : new NotFoundError('case', ['caseId']));

const isTheOwner: Guard = ({ case: customerCase, actorId, actsInPerson }) =>
  customerCase?.isOpen && actsInPerson && actorId === customerCase.ownerId
    ? undefined
    : new NotTheOwnerError(customerCase?.isOpen && customerCase.ownerId !== actorId ? [customerCase.ownerId] : []);

const isNotOffered: Guard = ({ case: customerCase }) =>
  customerCase?.offeredUntil ? new HandOffOpenError(customerCase.offeredUntil) : undefined;

const goesToAColleague: Guard = ({ to, others }) => {
  if (!to) return new NotFoundError('person', ['toId']);
  if (to.isSender) return new InvalidError(['toId'], say`This is you, if by another account. Offer the case to a colleague, or keep it.`);
  return to.isHere ? undefined : new NotHereError(['toId'], others);
};

const saysEnough: Guard = ({ sent }) =>
  tooLong('why', sent.why, (most) => say`Say in 1 to ${{ most }} characters why this colleague is the better one for it.`) ??
  tooLong(
    'recap',
    sent.recap,
    (most) => say`Say in 1 to ${{ most }} characters what they must know, so that the customer repeats nothing.`,
  );

const customerWasTold: Guard = ({ sent: { customerToldAt }, now, case: customerCase }) => {
  if (!customerToldAt) return new CustomerNotToldError();
  if (customerToldAt > now) return new InvalidError(['customerToldAt'], say`This time is still to come. Tell the customer first.`);
  return customerCase && customerToldAt < customerCase.openedAt
    ? new InvalidError(['customerToldAt'], say`This is before the case came in. Say when you told the customer of this hand-off.`)
    : undefined;
};

const canCallBack: Guard = ({ sent: { callbackContact }, case: customerCase }) =>
  tooLong(
    'callbackContact',
    callbackContact ?? customerCase?.contact ?? '',
    (most) => say`Say in 1 to ${{ most }} characters where the customer is called back.`,
  );

const helperCanHelp: Guard = ({ sent, helper, others }) => {
  if (!sent.namesHelper) return undefined;
  if (!helper) return new NotFoundError('person', ['helperId']);
  if (helper.isSender || helper.isReceiver) return new InvalidError(['helperId'], say`A helper is somebody else than the two of you.`);
  return helper.isHere ? undefined : new NotHereError(['helperId'], others);
};

const saysWhatIsNew: Guard = (attempt) => {
  const { sent, helper, others } = attempt;
  if (sent.newFact !== null) {
    const fault = tooLong(
      'newFact',
      sent.newFact,
      (most) => say`Say in 1 to ${{ most }} characters what is known now that was not known before.`,
    );
    if (fault) return fault;
  }
  if (!isTagBack(attempt)) return undefined;
  if (sent.newFact === null) return new TagBackError(['newFact'], others);
  return helper && !helper.isInLoop ? undefined : new TagBackError(['helperId'], others);
};

/** What must hold for a case to be offered; the other steps are those of HAND_OFF_STEPS. */
export const OFFER = {
  to: 'OFFERED',
  fact: 'handOff.offered',
  guards: [isThere, isTheOwner, isNotOffered, goesToAColleague, saysEnough, customerWasTold, canCallBack, helperCanHelp, saysWhatIsNew],
} as const satisfies { to: string; fact: string; guards: readonly Guard[] };

/** The first reason why a case may not be offered so, or undefined when it may. */
export function offerRefusal(attempt: OfferAttempt): RuleError | undefined {
  return OFFER.guards.map((guard) => guard(attempt)).find((error) => error);
}

/** A to B to A, or the third hand-off in a row. `is_tag_back` of migration 0032 says the same. */
export function isTagBack({ to, moves }: Pick<OfferGround, 'to' | 'moves'>): boolean {
  return moves >= 2 || (to?.isInLoop ?? false);
}

function tooLong(field: keyof typeof OFFER_LENGTHS, text: string, sentence: (most: number) => Sentence): RuleError | undefined {
  const max = OFFER_LENGTHS[field];
  return text.trim() !== '' && [...text].length <= max ? undefined : new InvalidError([field], sentence(max));
}
