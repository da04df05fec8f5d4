import { type ErrorCode, formatMoney, RuleError } from '#errors';
import type { CapScope } from '#people';
import type { CapNow, ExceptionStatus } from './attempt.js';

/** Thrown when the proposer tries to co-sign, object to or pass on their own proposal, from whatever account. */
export class SelfCoSignError extends RuleError {
  readonly code = 'SELF_CO_SIGN';
  constructor() {
    super('A proposal needs the signature of one more colleague; this one is yours. Ask somebody else who faces customers.');
  }
}

/** Thrown when somebody who wrote a revision tries to decide on it. */
export class EditorCoSignError extends RuleError {
  readonly code = 'EDITOR_CO_SIGN';
  constructor() {
    super('You edited this proposal, so another colleague must co-sign it.');
  }
}

/** Thrown when the digest or revision that was read is not the current one. Read the current revision and decide again. */
export class StaleRevisionError extends RuleError {
  readonly code = 'STALE_REVISION';
  /** The exception as it is now, which the payload shows beside the refusal. */
  current?: object;
  constructor(
    revision: number,
    override readonly path: readonly string[],
  ) {
    super(`The proposal was amended meanwhile; revision ${revision} is the current one. Nothing was stored: read it and decide again.`);
  }
}

/** Thrown when somebody votes a second time on one revision. */
export class AlreadySignedError extends RuleError {
  readonly code = 'ALREADY_SIGNED';
  constructor(what: string) {
    super(`You already ${what} this revision. A new revision can be decided on again.`);
  }
}

/** Thrown when somebody who is away, has left or does not face customers tries to take part. */
export class NotEligibleError extends RuleError {
  readonly code = 'NOT_ELIGIBLE';
  constructor(why: string) {
    super(`Only colleagues who face customers and are here can decide: ${why}.`);
  }
}

/** Thrown when a machine token tries to sign, object or pass. */
export class MachinesCannotSignError extends RuleError {
  readonly code = 'MACHINES_CANNOT_SIGN';
  constructor() {
    super('Only people decide; a machine token can never sign, object or pass. Sign in as yourself.');
  }
}

/** Thrown while a signature on the exception is disowned and two admins have not settled that yet. */
export class ExceptionFrozenError extends RuleError {
  readonly code = 'EXCEPTION_FROZEN';
  constructor(ref: string) {
    super(
      `${ref} is frozen: somebody said that a signature on it is not theirs. Tell the customer nothing and carry nothing out until two admins have settled it.`,
    );
  }
}

/** Thrown when the exception is not in a state in which this can be done. */
export class ExceptionMovedOnError extends RuleError {
  readonly code = 'EXCEPTION_MOVED_ON';
  constructor(ref: string, status: ExceptionStatus) {
    super(`${ref} is ${status.toLowerCase()} by now, so this can no longer be done. A new exception can be linked to it.`);
  }
}

/** Thrown when a decision comes after the approval: it is recorded as "also agreed" and has no effect. */
export class AlreadyDecidedError extends RuleError {
  readonly code = 'ALREADY_DECIDED';
  /** The exception as it is now, which the payload shows beside the refusal. */
  current?: object;
  constructor(ref: string, by: readonly string[], at: Date | null) {
    super(
      `${ref} was already approved by ${by.join(' and ')} at ${at?.toISOString() ?? 'an earlier time'}. A later signature has no effect.`,
    );
  }
}

/** Thrown when the time for it has passed by the database's clock, even if no timer has noticed yet. */
export class ExpiredError extends RuleError {
  readonly code = 'EXPIRED';
  constructor(ref: string, at: Date) {
    super(`The time for ${ref} passed at ${at.toISOString()}. Propose it anew; its history can be taken along once.`);
  }
}

/** Thrown when only the case's owner may do this. */
export class NotOwnerError extends RuleError {
  readonly code = 'NOT_OWNER';
  constructor() {
    super('Only the owner of the case can do this. Ask them, or have the case handed to you.');
  }
}

/** Thrown when only the proposer or a named helper may do this. */
export class NotProposerError extends RuleError {
  readonly code = 'NOT_PROPOSER';
  constructor(who = 'the proposer, or a helper they named,') {
    super(`Only ${who} can do this. Ask them, or say what is missing.`);
  }
}

/** Thrown when an amendment says just what stands already: the same words, remedy, cause, policy and number of co-signers. */
export class NothingChangedError extends RuleError {
  readonly code = 'NOTHING_CHANGED';
  constructor(revision: number) {
    super(`This says just what revision ${revision} says. Change what is to be different; else there is nothing to read again.`);
  }
}

/** Thrown when the policy version departed from is no longer the active one. */
export class PolicySupersededError extends RuleError {
  readonly code = 'POLICY_SUPERSEDED';
  constructor(override readonly path: readonly string[] = []) {
    super(
      'The policy this departs from has changed. The proposer must amend the proposal, which then names the version that is active now.',
    );
  }
}

/** Thrown when an active policy already allows the remedy: no signature is needed, do it and cite the version. It is shown beside the refusal. */
export class PolicyCoversThisError extends RuleError {
  readonly code = 'POLICY_COVERS_THIS';
  constructor(readonly policyVersionId: string) {
    super('You may: a policy that is in force already allows this. No second signature is needed; cite its version.');
  }
}

/** Thrown when no active policy version allows the remedy. */
export class NotCoveredError extends RuleError {
  readonly code = 'NOT_COVERED';
  constructor() {
    super('No active policy allows this remedy, so it needs its co-signature.');
  }
}

/** Thrown when fewer people who may co-sign are here than the quorum needs. */
export class QuorumUnreachableError extends RuleError {
  readonly code = 'QUORUM_UNREACHABLE';
  constructor(quorum: number, here: number, because?: string) {
    const so = `This needs ${quorum} co-signatures, and ${here} of the people who could give one are here.`;
    super(`${so} Wait for somebody to be back, or ask for less.${because ? ` ${because}` : ''}`);
  }
}

const CAPPED: Record<CapScope, string> = {
  PERSON_DAY: 'for one person in a day',
  PAIR_30_DAYS: 'for two people who sign for each other, in 30 days,',
  TEAM_DAY: 'for one team in a day',
  CUSTOMER_30_DAYS: 'for one customer in 30 days',
};
const OTHERWISE: Record<CapScope, string> = {
  PERSON_DAY: 'Ask for less, or wait until tomorrow',
  PAIR_30_DAYS: 'Let another colleague sign',
  TEAM_DAY: 'Ask for less, or wait until tomorrow',
  CUSTOMER_30_DAYS: 'Ask for less',
};

/** Thrown when a limit over time would be passed. The same remedy may go beside the caps, with one more co-signer. */
export class CapExceededError extends RuleError {
  readonly code = 'CAP_EXCEEDED';
  constructor(readonly cap: CapNow) {
    const { scope, currency, limitMinor, usedMinor } = cap;
    const money = (amountMinor: number): string => formatMoney({ amountMinor, currency });
    const left = Math.max(limitMinor - usedMinor, 0);
    super(
      `The limit ${CAPPED[scope]} is ${money(limitMinor)}: ${money(usedMinor)} is used, ${money(left)} is left. ` +
        `${OTHERWISE[scope]}; or propose it with one more co-signer (oneMoreCoSigner), beside the limits.`,
    );
  }
}

/** Thrown when a remedy was carried out under another reference. */
export class AlreadyFulfilledError extends RuleError {
  readonly code = 'ALREADY_FULFILLED';
  override readonly path = ['reference'];
  constructor(ref: string, reference: string | null) {
    super(
      `${ref} was already carried out under ${reference === null ? 'a reference that was erased' : `reference ${reference}`}. Do not pay again.`,
    );
  }
}

/** Thrown when the second admin is the first one. */
export class SameAdminError extends RuleError {
  readonly code = 'SAME_ADMIN';
  constructor() {
    super('Stopping a remedy takes two admins, and you were the first. Ask another admin.');
  }
}

/** Thrown when a role is missing. */
export class RoleNeededError extends RuleError {
  readonly code: ErrorCode = 'NOT_ALLOWED';
  constructor(who: string) {
    super(`Only ${who} can do this.`);
  }
}

/** Thrown when there is nothing of the caller's to take back. */
export class NothingToRetractError extends RuleError {
  readonly code = 'NOT_FOUND';
  constructor() {
    super('You have given no signature or objection on this revision that could be taken back.');
  }
}
