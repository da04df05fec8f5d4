import type { ErrorCode } from '#errors';

/**
 * What the walls in the database say, 1:1 in the codes of refusals. SQLSTATE class TP ("two people") is our own.
 * TP9xx (history rewritten, a case without owner, texts without their digest) are programmer errors and have no code.
 */
export const WALL_CODES: Readonly<Record<string, ErrorCode>> = {
  TP100: 'SELF_CO_SIGN',
  TP101: 'EDITOR_CO_SIGN',
  TP102: 'STALE_REVISION',
  TP103: 'NOT_ELIGIBLE',
  TP104: 'EXCEPTION_MOVED_ON',
  TP105: 'EXPIRED',
  TP106: 'MACHINES_CANNOT_SIGN',
  TP107: 'NOT_ALLOWED',
  TP110: 'NOT_OWNER',
  TP111: 'NOT_PROPOSER',
  TP120: 'REVIEWER_TOOK_PART',
  TP121: 'NOT_CLAIMED',
  TP122: 'REVIEW_CLAIMED',
  TP123: 'BLIND_LOOK_OVER',
  TP130: 'POLICY_SUPERSEDED',
  TP131: 'NOT_COVERED',
  TP140: 'EXCEPTION_FROZEN',
  TP141: 'DISPUTE_SETTLED',
  TP132: 'BUSY', // the bands, or what else the customer was given, changed between looking and writing; the second look sees it
  TP133: 'GUARDRAILS_MOVED_ON',
  TP134: 'RULE_UNSATISFIABLE',
  TP145: 'CAP_EXCEEDED',
  TP150: 'NOT_FOUND',
  TP151: 'STILL_OPEN',
  TP152: 'CUSTOMER_ERASED',
  TP170: 'SAME_ADMIN',
  TP171: 'SAME_REVIEWER',
  TP172: 'ALREADY_SIGNED',
  TP173: 'LAST_ADMIN',
  TP180: 'SELF_THANKS',
  TP181: 'OPTED_OUT',
  TP184: 'CASE_MOVED_ON',
  TP185: 'PROPOSAL_OPEN',
  TP186: 'CUSTOMER_NOT_TOLD',
  TP187: 'GET_BACK_MOVED_ON',
  TP190: 'HAND_OFF_MOVED_ON',
  TP191: 'CUSTOMER_NOT_TOLD',
  TP192: 'TAG_BACK_NEEDS_NEW_FACT',
  TP193: 'ALREADY_ANSWERED',
  TP195: 'CAUSE_MERGED',
};

/** What Postgres says beside the message of an error. */
export interface PostgresError extends Error {
  code: string;
  constraint?: string;
}

/** Whether an error came from Postgres, with an SQLSTATE. */
export function isPostgresError(error: unknown): error is PostgresError {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code);
}

/** Whether a statement failed on one named constraint, such as a unique key that a twin took first. */
export function failedOn(error: unknown, constraint: string): boolean {
  return isPostgresError(error) && error.constraint === constraint;
}
