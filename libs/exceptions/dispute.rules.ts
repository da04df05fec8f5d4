import type { RuleError } from '#errors';
import type { Actor } from '#people';
import { say } from '#errors';
import { isSameHuman } from '../people/same-human.rules.js';
import { DisputeSettledError, NothingToDisownError, NotYoursToSettleError, SameSettlerError } from './dispute.errors.js';
import type { DisputeOutcome } from './dispute.words.js';

/** A dispute with everything that decides what may become of it. */
export interface DisputeNow {
  id: string;
  exceptionId: string;
  /** Counts every change: a write holds only if it is still the same. */
  turn: number;
  /** What was last said; null while no admin has said anything. */
  outcome: DisputeOutcome | null;
  /** Who said it; null also when they are no admin any more, so that their word no longer counts. */
  proposedHuman: string | null;
  isSettled: boolean;
  /** Who proposed, wrote or signed anything of the exception, and who disowned. */
  tookPart: readonly string[];
}

/** Somebody's attempt to settle a dispute. */
export interface SettleAttempt {
  dispute: DisputeNow;
  actor: Actor;
  /** In person, and not by a token. */
  actsAsAdmin: boolean;
  outcome: DisputeOutcome;
}

/** Why the caller may not disown a signature, or undefined when they may: `revision` is the newest one that is signed in their name. */
export function disownRefusal(actsInPerson: boolean, revision: number | undefined): RuleError | undefined {
  if (!actsInPerson) return new NotYoursToSettleError(say`Only the person whose signature it would be can say so: sign in yourself.`);
  return revision === undefined ? new NothingToDisownError() : undefined;
}

/** Why the caller may not say how a dispute is settled, or undefined when they may. Another outcome than the first admin's is a new first word. */
export function settleRefusal(attempt: SettleAttempt): RuleError | undefined {
  const { dispute, actor, actsAsAdmin } = attempt;
  if (!actsAsAdmin) return new NotYoursToSettleError(say`Only an admin settles a dispute. Ask two of them.`);
  if (dispute.isSettled) return new DisputeSettledError(dispute.outcome);
  if (dispute.tookPart.some((human) => isSameHuman(actor, human))) {
    return new NotYoursToSettleError(say`You took part in this exception, so two other admins settle the dispute about it.`);
  }
  return isSaidAlready(attempt) && isSameHuman(actor, dispute.proposedHuman) ? new SameSettlerError() : undefined;
}

/** Whether the attempt, if it may go ahead, is the second word that settles the dispute. */
export function settles(attempt: SettleAttempt): boolean {
  return isSaidAlready(attempt) && !isSameHuman(attempt.actor, attempt.dispute.proposedHuman);
}

function isSaidAlready({ dispute, outcome }: SettleAttempt): boolean {
  return dispute.proposedHuman !== null && dispute.outcome === outcome;
}
