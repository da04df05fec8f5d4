import { InvalidError, type RuleError, say } from '#errors';
import type { FactName } from '../facts/fact-names.js';
import { HandOffMovedOnError, HandOffToOneselfError, NotHereError, NotYourHandOffError, OfferExpiredError } from './hand-off.errors.js';
import { HAND_OFF_ACTIONS, type HandOffAction, type HandOffClockAction, type HandOffStatus } from './hand-off.words.js';

/** A hand-off with everything that decides what may happen to it; read in one query, at one instant of the database's clock. */
export interface HandOffNow {
  readonly now: Date;
  readonly id: string;
  readonly caseId: string;
  readonly fromId: string;
  readonly toId: string;
  /** As it is stored: an offer stays OFFERED until somebody notices that its time has passed. */
  readonly status: HandOffStatus;
  readonly expiresAt: Date;
  readonly firstTouchDueAt: Date | null;
  /** Whether it was found already if the receiver did anything. */
  readonly isSettled: boolean;
  /** Whether the receiver did anything for the case since accepting it. */
  readonly isTouched: boolean;
  /** Whether the receiver owns the case at this moment. */
  readonly isOwnedByReceiver: boolean;
  /** Whether sender and receiver are one human by now: their accounts were linked since it was offered. */
  readonly isToOneself: boolean;
  /** Whether who offered it could have it back: active, facing customers, not away. */
  readonly senderIsHere: boolean;
}

/** Somebody who would like to do something with a hand-off. */
export interface HandOffAttempt {
  readonly handOff: HandOffNow;
  /** The caller's account. */
  readonly actorId: string;
  /** Whether the caller is a human at the keyboard who is active. */
  readonly actsInPerson: boolean;
  /** Whether the caller faces customers besides, and is not away. */
  readonly isPeerWhoIsHere: boolean;
  /** Why, as the caller sent it; absent when buttons are drawn. */
  readonly sent?: { readonly reason: string };
}

type Guard = (attempt: HandOffAttempt) => RuleError | undefined;

/** One row of the workflow: from where, to where, who may, and the facts that tell it. */
export interface HandOffStep {
  readonly from: readonly HandOffStatus[];
  readonly to: readonly HandOffStatus[];
  readonly guards: readonly Guard[];
  readonly facts: readonly FactName[];
}

/** One row of what the clock does: when it is due. Each is safe to repeat: what was done is not due any more. */
export interface HandOffClockStep extends Omit<HandOffStep, 'guards'> {
  readonly isDue: (handOff: HandOffNow) => boolean;
}

/** Code points of a reason. */
const REASON_LENGTH_MAX = 2000;

const isTheReceiver: Guard = ({ handOff, actorId, actsInPerson }) =>
  actsInPerson && actorId === handOff.toId ? undefined : new NotYourHandOffError('receiver', handOff.toId);

const isTheSender: Guard = ({ handOff, actorId, actsInPerson }) =>
  actsInPerson && actorId === handOff.fromId ? undefined : new NotYourHandOffError('sender', handOff.fromId);

const isInTime: Guard = ({ handOff }) => (statusNow(handOff) === 'EXPIRED' ? new OfferExpiredError(handOff.expiresAt) : undefined);

const goesToAnotherHuman: Guard = ({ handOff }) => (handOff.isToOneself ? new HandOffToOneselfError() : undefined);

const canLookAfterIt: Guard = ({ isPeerWhoIsHere }) => (isPeerWhoIsHere ? undefined : new NotHereError([]));

const saysWhy: Guard = ({ sent }) => {
  if (!sent || sent.reason.trim() !== '') return isShort(sent);
  return new InvalidError(
    ['reason'],
    say`Say in 1 to ${{ most: REASON_LENGTH_MAX }} characters why not: whoever offered it decides by that what to do.`,
  );
};

const isShort = (sent: HandOffAttempt['sent']): RuleError | undefined =>
  [...(sent?.reason ?? '')].length > REASON_LENGTH_MAX
    ? new InvalidError(['reason'], say`A reason has at most ${{ most: REASON_LENGTH_MAX }} characters.`)
    : undefined;

const isNotTooLong: Guard = ({ sent }) => isShort(sent);

/** What people do with a hand-off; it begins as OFFER says, in offer.rules.ts. Pure: no clock, no database, no framework. */
export const HAND_OFF_STEPS = {
  ACCEPT: {
    from: ['OFFERED'],
    to: ['ACCEPTED'],
    guards: [isTheReceiver, isInTime, goesToAnotherHuman, canLookAfterIt, isNotTooLong],
    facts: ['handOff.accepted'],
  },
  REFUSE: { from: ['OFFERED'], to: ['REFUSED'], guards: [isTheReceiver, isInTime, saysWhy], facts: ['handOff.refused'] },
  CANCEL: { from: ['OFFERED'], to: ['CANCELLED'], guards: [isTheSender, isInTime, isNotTooLong], facts: ['handOff.cancelled'] },
} as const satisfies Record<HandOffAction, HandOffStep>;

/**
 * What only the system does. A case that nobody touched in time goes back to who had offered it; when they are not here, it stays with the
 * receiver, and admins are told: a case is never nobody's, and never of somebody who is not there.
 */
export const HAND_OFF_CLOCK_STEPS = {
  EXPIRE: {
    from: ['OFFERED'],
    to: ['EXPIRED'],
    facts: ['handOff.expired'],
    isDue: (handOff) => handOff.status === 'OFFERED' && statusNow(handOff) === 'EXPIRED',
  },
  RETURN: { from: ['ACCEPTED'], to: ['RETURNED'], facts: ['handOff.returned'], isDue: (handOff) => lies(handOff) && handOff.senderIsHere },
  STAY: { from: ['ACCEPTED'], to: ['ACCEPTED'], facts: ['handOff.stayed'], isDue: (handOff) => lies(handOff) && !handOff.senderIsHere },
  SETTLE: { from: ['ACCEPTED'], to: ['ACCEPTED'], facts: [], isDue: (handOff) => isToSettle(handOff) && !lies(handOff) },
} as const satisfies Record<HandOffClockAction, HandOffClockStep>;

/** The first reason why this attempt is refused, or undefined when it may go ahead. */
export function handOffRefusal(action: HandOffAction, attempt: HandOffAttempt): RuleError | undefined {
  const step: HandOffStep = HAND_OFF_STEPS[action];
  const no = step.guards.map((guard) => guard(attempt)).find((error) => error);
  if (step.from.includes(attempt.handOff.status)) return no;
  return no instanceof NotYourHandOffError ? no : new HandOffMovedOnError(attempt.handOff.status);
}

/** The actions open to the actor now; the console shows these buttons and no others. */
export function openHandOffActions(attempt: HandOffAttempt): HandOffAction[] {
  return HAND_OFF_ACTIONS.filter((action) => !handOffRefusal(action, attempt));
}

/** What the clock has to do with a hand-off now; undefined: nothing. */
export function dueStep(handOff: HandOffNow): HandOffClockAction | undefined {
  return CLOCK_ACTIONS.find((action) => HAND_OFF_CLOCK_STEPS[action].isDue(handOff));
}

const CLOCK_ACTIONS = ['EXPIRE', 'RETURN', 'STAY', 'SETTLE'] as const;

/** The status by the clock: an offer whose time has passed is none. */
function statusNow({ status, expiresAt, now }: Pick<HandOffNow, 'status' | 'expiresAt' | 'now'>): HandOffStatus {
  return status === 'OFFERED' && expiresAt <= now ? 'EXPIRED' : status;
}

function isToSettle({ status, isSettled, firstTouchDueAt, now }: HandOffNow): boolean {
  return status === 'ACCEPTED' && !isSettled && firstTouchDueAt !== null && firstTouchDueAt <= now;
}

/** Accepted, and nothing came of it in time. Whoever handed it on, or gave it up otherwise, has it no longer lying about. */
function lies(handOff: HandOffNow): boolean {
  return isToSettle(handOff) && !handOff.isTouched && handOff.isOwnedByReceiver;
}
