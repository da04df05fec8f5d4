/**
 * Every code with which the service refuses, and what it means: the public catalogue.
 * Codes are never renamed. The enum of the schema and docs/errors.md are made from this list.
 */
export const ERROR_CODES = {
  SELF_CO_SIGN: 'The proposer tried to co-sign their own proposal.',
  EDITOR_CO_SIGN: 'Somebody who wrote or edited a revision of the proposal tried to co-sign it.',
  STALE_REVISION: 'The digest or revision that was named is not the current one: somebody amended meanwhile.',
  ALREADY_SIGNED: 'This person already gave (or took back) a signature, objection or pass on this revision.',
  NOT_ELIGIBLE: 'The person is not active, is away, or does not face customers, and so may not take part.',
  EXCEPTION_MOVED_ON: 'The exception is no longer in a state in which this can be done.',
  EXCEPTION_FROZEN: 'A signature on the exception is disowned, and two admins have not settled that yet.',
  DISPUTE_SETTLED: 'Two admins have settled the dispute; that is final.',
  EXPIRED: 'The time in which the proposal could be signed has passed, by the clock of the database.',
  CAP_EXCEEDED: 'A limit over time (per person, pair, team or customer) would be passed.',
  QUORUM_UNREACHABLE: 'Fewer people who may co-sign are here than the quorum needs.',
  NOT_OWNER: 'Only the owner of the case may do this.',
  NOT_PROPOSER: 'Only the proposer, or a helper whom the proposer named, may do this.',
  CUSTOMER_NOT_TOLD: 'The customer must be told before this can be done.',
  TAG_BACK_NEEDS_NEW_FACT: 'A hand-off back to an earlier owner needs a new fact and a helper from outside.',
  REVIEWER_TOOK_PART: 'The reviewer proposed, edited, co-signed or owned what is to be reviewed.',
  REVIEW_CLAIMED: 'Another reviewer holds the claim.',
  NOT_CLAIMED: 'The review must be claimed by the caller first; the lease may have ended.',
  ALREADY_FULFILLED: 'The remedy was already carried out under another reference.',
  ALREADY_DECIDED: 'The decision was already taken; what came later is recorded and has no effect.',
  SAME_REVIEWER: 'The second step needs another reviewer than the first.',
  SAME_ADMIN: 'The second step needs another admin than the first.',
  NOT_FOUND: 'No such thing, or none that the caller may see.',
  NOT_ALLOWED: 'The role of the caller does not allow this.',
  IDEMPOTENCY_KEY_REUSED: 'The key was used before with another input or operation.',
  IDEMPOTENCY_KEY_REQUIRED: 'Machine tokens must send an idempotency key.',
  RULE_UNSATISFIABLE: 'Nobody could satisfy the rule that was to be saved.',
  MACHINES_CANNOT_SIGN: 'A machine token can never sign, object or pass: only people decide.',
  INVALID: 'A value is missing or not acceptable; the path names the field.',
  POLICY_COVERS_THIS: 'An active policy already allows this remedy; no signature is needed.',
  POLICY_SUPERSEDED: 'The policy version departed from is no longer the active one; the proposal must be amended.',
  NOT_COVERED: 'No active policy version covers this remedy.',
  POLICY_MOVED_ON: 'The policy version is no longer in a state in which this can be done.',
  GUARDRAILS_MOVED_ON: 'The guardrails changed since this version was proposed, or it was activated already.',
  NOT_APPROVED: 'Only an approved exception can be a precedent of a policy.',
  LAST_ADMIN: 'The last active admin cannot lose the role, be away or leave.',
  OWNS_OPEN_CASES: 'The person still owns open cases; hand them to colleagues first.',
  STILL_OPEN: 'A proposal or an approved remedy of the customer is still open, so their words are still needed.',
  CUSTOMER_ERASED: 'The data of the customer was erased; nothing new is written about them.',
  BUSY: 'Too many people acted on this at the same moment; nothing was changed. Try again.',
} as const satisfies Record<string, string>;

/** One of the stable codes. */
export type ErrorCode = keyof typeof ERROR_CODES;
