import { type Amount, type ErrorCode, RuleError, say, type Sentence } from '#errors';
import type { CapScope } from '#people';
import type { CapNow, ExceptionStatus } from './attempt.js';
import type { QuotedCautions } from './cautions.rules.js';

/** Thrown when the proposer tries to co-sign, object to or pass on their own proposal, from whatever account. */
export class SelfCoSignError extends RuleError {
  readonly code = 'SELF_CO_SIGN';
  constructor() {
    super(say`A proposal needs the signature of one more colleague; this one is yours. Ask somebody else who faces customers.`);
  }
}

/** Thrown when somebody who wrote a revision tries to decide on it. */
export class EditorCoSignError extends RuleError {
  readonly code = 'EDITOR_CO_SIGN';
  constructor() {
    super(say`You edited this proposal, so another colleague must co-sign it.`);
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
    super(
      say`The proposal was amended meanwhile; revision ${{ revision }} is the current one. Nothing was stored: read it and decide again.`,
    );
  }
}

/** Thrown when somebody votes a second time on one revision. */
export class AlreadySignedError extends RuleError {
  readonly code = 'ALREADY_SIGNED';
  constructor(what: keyof typeof ALREADY) {
    super(ALREADY[what]);
  }
}

const ALREADY = {
  STANDS: say`You already co-signed this revision. A new revision can be decided on again.`,
  RETRACTED: say`You already took back your signature of this revision. A new revision can be decided on again.`,
  VOID: say`You already gave a signature, which is void by now, on this revision. A new revision can be decided on again.`,
  OBJECTED: say`You already objected to this revision. A new revision can be decided on again.`,
  OBJECTION_RETRACTED: say`You already took back your objection to this revision. A new revision can be decided on again.`,
};

/** Thrown when somebody who is away, has left or does not face customers tries to take part. */
export class NotEligibleError extends RuleError {
  readonly code = 'NOT_ELIGIBLE';
  constructor(why: keyof typeof NOT_ELIGIBLE) {
    super(NOT_ELIGIBLE[why]);
  }
}

const NOT_ELIGIBLE = {
  INACTIVE: say`Only colleagues who face customers and are here can decide: your account is not active.`,
  FACES_NOBODY: say`Only colleagues who face customers and are here can decide: you do not face customers.`,
  AWAY: say`Only colleagues who face customers and are here can decide: you are away.`,
};

/** Thrown when a machine token tries to sign, object or pass. */
export class MachinesCannotSignError extends RuleError {
  readonly code = 'MACHINES_CANNOT_SIGN';
  constructor() {
    super(say`Only people decide; a machine token can never sign, object or pass. Sign in as yourself.`);
  }
}

/** Thrown while a signature on the exception is disowned and two admins have not settled that yet. */
export class ExceptionFrozenError extends RuleError {
  readonly code = 'EXCEPTION_FROZEN';
  constructor(ref: string) {
    super(
      say`${{ ref }} is frozen: somebody said that a signature on it is not theirs. Tell the customer nothing and carry nothing out until two admins have settled it.`,
    );
  }
}

/** Thrown when the exception is not in a state in which this can be done. */
export class ExceptionMovedOnError extends RuleError {
  readonly code = 'EXCEPTION_MOVED_ON';
  constructor(ref: string, status: ExceptionStatus) {
    super(IS[status](ref));
  }
}

const IS: Readonly<Record<ExceptionStatus, (ref: string) => Sentence>> = {
  PROPOSED: (ref) => say`${{ ref }} is proposed by now, so this can no longer be done. A new exception can be linked to it.`,
  APPROVED: (ref) => say`${{ ref }} is approved by now, so this can no longer be done. A new exception can be linked to it.`,
  FULFILLED: (ref) => say`${{ ref }} is fulfilled by now, so this can no longer be done. A new exception can be linked to it.`,
  LAPSED: (ref) => say`${{ ref }} is lapsed by now, so this can no longer be done. A new exception can be linked to it.`,
  COVERED: (ref) => say`${{ ref }} is covered by now, so this can no longer be done. A new exception can be linked to it.`,
  WITHDRAWN: (ref) => say`${{ ref }} is withdrawn by now, so this can no longer be done. A new exception can be linked to it.`,
  DECLINED: (ref) => say`${{ ref }} is declined by now, so this can no longer be done. A new exception can be linked to it.`,
  EXPIRED: (ref) => say`${{ ref }} is expired by now, so this can no longer be done. A new exception can be linked to it.`,
  STOPPED: (ref) => say`${{ ref }} is stopped by now, so this can no longer be done. A new exception can be linked to it.`,
};

/** Thrown when a decision comes after the approval: it is recorded as "also agreed" and has no effect. */
export class AlreadyDecidedError extends RuleError {
  readonly code = 'ALREADY_DECIDED';
  /** The exception as it is now, which the payload shows beside the refusal. */
  current?: object;
  constructor(ref: string, by: readonly string[], at: Date | null) {
    super(
      at
        ? say`${{ ref }} was already approved by ${{ by }} at ${{ at }}. A later signature has no effect.`
        : say`${{ ref }} was already approved by ${{ by }} at an earlier time. A later signature has no effect.`,
    );
  }
}

/** Thrown when the time for it has passed by the database's clock, even if no timer has noticed yet. */
export class ExpiredError extends RuleError {
  readonly code = 'EXPIRED';
  constructor(ref: string, at: Date) {
    super(say`The time for ${{ ref }} passed at ${{ at }}. Propose it anew; its history can be taken along once.`);
  }
}

/** Thrown when only the case's owner may do this. */
export class NotOwnerError extends RuleError {
  readonly code = 'NOT_OWNER';
  constructor() {
    super(say`Only the owner of the case can do this. Ask them, or have the case handed to you.`);
  }
}

/** Thrown when only the proposer or a named helper may do this. */
export class NotProposerError extends RuleError {
  readonly code = 'NOT_PROPOSER';
  constructor(who: keyof typeof ONLY) {
    super(ONLY[who]);
  }
}

const ONLY = {
  PROPOSER: say`Only the proposer can do this. Ask them, or say what is missing.`,
  OR_HELPER: say`Only the proposer, or a helper they named, can do this. Ask them, or say what is missing.`,
  OR_OWNER: say`Only the proposer, or the case's owner, can do this. Ask them, or say what is missing.`,
};

/** Thrown when an amendment says just what stands already: the same words, remedy, cause, policy and number of co-signers. */
export class NothingChangedError extends RuleError {
  readonly code = 'NOTHING_CHANGED';
  constructor(revision: number) {
    super(say`This says just what revision ${{ revision }} says. Change what is to be different; else there is nothing to read again.`);
  }
}

/** Thrown when the policy version departed from is no longer the active one. */
export class PolicySupersededError extends RuleError {
  readonly code = 'POLICY_SUPERSEDED';
  constructor(override readonly path: readonly string[] = []) {
    super(
      say`The policy this departs from has changed. The proposer must amend the proposal, which then names the version that is active now.`,
    );
  }
}

/** Thrown when an active policy already allows the remedy: no signature is needed, do it and cite the version. It is shown beside the refusal. */
export class PolicyCoversThisError extends RuleError {
  readonly code = 'POLICY_COVERS_THIS';
  constructor(readonly policyVersionId: string) {
    super(say`You may: a policy that is in force already allows this. No second signature is needed; cite its version.`);
  }
}

/** Thrown when no active policy version allows the remedy. */
export class NotCoveredError extends RuleError {
  readonly code = 'NOT_COVERED';
  constructor() {
    super(say`No active policy allows this remedy, so it needs its co-signature.`);
  }
}

/** Thrown when fewer people who may co-sign are here than the quorum needs. */
export class QuorumUnreachableError extends RuleError {
  readonly code = 'QUORUM_UNREACHABLE';
  constructor(quorum: number, here: number, notAgain?: QuotedCautions) {
    super(unreachable(quorum, here, notAgain));
  }
}

function unreachable(quorum: number, here: number, notAgain?: QuotedCautions): Sentence {
  if (!notAgain)
    return say`This needs ${{ quorum }} co-signatures, and ${{ here }} of the people who could give one are here. Wait for somebody to be back, or ask for less.`;
  const { refs, words } = notAgain;
  return words === null
    ? say`This needs ${{ quorum }} co-signatures, and ${{ here }} of the people who could give one are here. Wait for somebody to be back, or ask for less. One of them is asked because the review of ${{ refs }} said not to do the like again. Its words were erased.`
    : say`This needs ${{ quorum }} co-signatures, and ${{ here }} of the people who could give one are here. Wait for somebody to be back, or ask for less. One of them is asked because the review of ${{ refs }} said not to do the like again. It says: “${{ words }}”`;
}

/** Thrown when a limit over time would be passed. The same remedy may go beside the caps, with one more co-signer. */
export class CapExceededError extends RuleError {
  readonly code = 'CAP_EXCEEDED';
  constructor(readonly cap: CapNow) {
    const { scope, currency, limitMinor, usedMinor } = cap;
    const money = (amountMinor: number): Amount => ({ amountMinor, currency });
    super(CAPPED[scope]({ limit: money(limitMinor), used: money(usedMinor), left: money(Math.max(limitMinor - usedMinor, 0)) }));
  }
}

type Booked = Readonly<Record<'limit' | 'used' | 'left', Amount>>;

const CAPPED: Readonly<Record<CapScope, (booked: Booked) => Sentence>> = {
  PERSON_DAY: ({ limit, used, left }) =>
    say`The limit for one person in a day is ${{ limit }}: ${{ used }} is used, ${{ left }} is left. Ask for less, or wait until tomorrow; or propose it with one more co-signer (oneMoreCoSigner), beside the limits.`,
  PAIR_30_DAYS: ({ limit, used, left }) =>
    say`The limit for two people who sign for each other, in 30 days, is ${{ limit }}: ${{ used }} is used, ${{ left }} is left. Let another colleague sign; or propose it with one more co-signer (oneMoreCoSigner), beside the limits.`,
  TEAM_DAY: ({ limit, used, left }) =>
    say`The limit for one team in a day is ${{ limit }}: ${{ used }} is used, ${{ left }} is left. Ask for less, or wait until tomorrow; or propose it with one more co-signer (oneMoreCoSigner), beside the limits.`,
  CUSTOMER_30_DAYS: ({ limit, used, left }) =>
    say`The limit for one customer in 30 days is ${{ limit }}: ${{ used }} is used, ${{ left }} is left. Ask for less; or propose it with one more co-signer (oneMoreCoSigner), beside the limits.`,
};

/** Thrown when a remedy was carried out under another reference. */
export class AlreadyFulfilledError extends RuleError {
  readonly code = 'ALREADY_FULFILLED';
  override readonly path = ['reference'];
  constructor(ref: string, reference: string | null) {
    super(
      reference === null
        ? say`${{ ref }} was already carried out under a reference that was erased. Do not pay again.`
        : say`${{ ref }} was already carried out under reference ${{ reference }}. Do not pay again.`,
    );
  }
}

/** Thrown when the second admin is the first one. */
export class SameAdminError extends RuleError {
  readonly code = 'SAME_ADMIN';
  constructor() {
    super(say`Stopping a remedy takes two admins, and you were the first. Ask another admin.`);
  }
}

/** Thrown when a role is missing. */
export class RoleNeededError extends RuleError {
  readonly code: ErrorCode = 'NOT_ALLOWED';
  constructor() {
    super(say`Only an admin can do this.`);
  }
}

/** Thrown when there is nothing of the caller's to take back. */
export class NothingToRetractError extends RuleError {
  readonly code = 'NOT_FOUND';
  constructor() {
    super(say`You have given no signature or objection on this revision that could be taken back.`);
  }
}
