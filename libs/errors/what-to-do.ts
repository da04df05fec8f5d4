import type { ErrorCode } from './codes.js';

/**
 * What a person, or the program that asks for one, does after each refusal: the advice of docs/errors.md.
 * The message of the refusal itself is shorter and knows the names; this knows only the code.
 */
export const WHAT_TO_DO: Record<ErrorCode, string> = {
  SELF_CO_SIGN: 'Ask a colleague who faces customers; `whoCould` names some.',
  EDITOR_CO_SIGN: 'Ask a colleague who wrote none of it; `whoCould` names some.',
  STALE_REVISION: 'Read the current revision, and send the digest of what you read.',
  ALREADY_SIGNED: 'Nothing: one word of each person counts on a revision. After a material amendment you may sign anew.',
  NOT_ELIGIBLE: 'Ask a colleague who is here and faces customers; an admin corrects the person if this is wrong.',
  EXCEPTION_MOVED_ON: 'Read the exception again: its status, and `openActions` for what can be done now.',
  EXCEPTION_FROZEN: 'Wait for two admins; carry nothing out meanwhile, and do not tell the customer yes.',
  DISPUTE_SETTLED: 'Nothing: read the dispute for what was settled, and by whom.',
  EXPIRED: 'Propose again. An expired exception may be cloned once, with its history.',
  CAP_EXCEEDED:
    'The message says the limit, what is used and what is left. Ask for less, wait until the time of the limit has passed, or send `oneMoreCoSigner`: with one more co-signer the amount is booked beside the limits.',
  QUORUM_UNREACHABLE: 'Wait until enough colleagues are here, or propose a remedy that needs fewer signatures.',
  NOT_OWNER: 'Ask the owner of the case, or take the case over by a hand-off first.',
  NOT_PROPOSER: 'Ask the proposer to do it, or to name you as a helper.',
  CUSTOMER_NOT_TOLD: 'Tell the customer, then send the time at which you did.',
  TAG_BACK_NEEDS_NEW_FACT: 'Say what is known now that was not known before, and name a helper from outside the loop.',
  REVIEWER_TOOK_PART: 'Leave the review to a reviewer who took no part; `whoCould` names some.',
  REVIEW_CLAIMED: 'Take another review; this one comes back when the claim is released or its lease ends.',
  NOT_CLAIMED: 'Claim the review again; what you wrote is still yours to send.',
  ALREADY_FULFILLED: 'Carry nothing out. Compare the reference that the exception names with yours.',
  ALREADY_DECIDED: 'Nothing: read the exception for who decided, and when.',
  SAME_REVIEWER: 'Ask another reviewer to take this step.',
  SAME_ADMIN: 'Ask another admin to take this step.',
  NOT_FOUND: 'Check the id. If it is right, ask the owner whether you may see it.',
  NOT_ALLOWED: 'Ask somebody whose role allows it; an admin gives roles.',
  IDEMPOTENCY_KEY_REUSED: 'Send the first request again unchanged under this key, or use a new key for a new request.',
  IDEMPOTENCY_KEY_REQUIRED: 'Make a new random key for each intended effect, and send the same one with every retry.',
  RULE_UNSATISFIABLE: 'Change the rule, or the people, so that enough of them could satisfy it.',
  MACHINES_CANNOT_SIGN: 'Let a person sign in and sign; no scope gives this to a token.',
  INVALID: 'Correct the field that `path` names, as the message says.',
  POLICY_COVERS_THIS: 'Say yes to the customer and cite the version that the message names.',
  POLICY_SUPERSEDED: 'Read the version that is active now; if it does not cover the remedy, amend the proposal to depart from it.',
  NOT_COVERED: 'Propose an exception.',
  POLICY_MOVED_ON: 'Read the policy again: which of its versions stands in which state.',
  GUARDRAILS_MOVED_ON: 'Read the guardrails in force, and propose what should still change.',
  NOT_APPROVED: 'Name approved exceptions only.',
  LAST_ADMIN: 'Make another active person an admin first.',
  OWNS_OPEN_CASES: 'Hand the open cases to colleagues first; the promises go with them.',
  STILL_OPEN: 'Let what the message names come to its end: withdrawn or expired, carried out, lapsed, or stopped by two admins.',
  CUSTOMER_ERASED: 'Open a new case with name and contact, when the person comes back by their own will.',
  BUSY: 'Send the same request again, with the same idempotency key, after a moment.',
};
