import type { RuleError } from '#errors';
import type { FactName } from '../facts/fact-names.js';
import type { CaseAttempt } from './case.attempt.js';
import { CaseMovedOnError } from './case.errors.js';
import * as holds from './case.guards.rules.js';
import type { CaseGuard } from './case.guards.rules.js';
import { CASE_ACTIONS, type CaseAction, type CaseStatus, type ReminderKind } from './case.words.js';

/** One row of the life of a case: from where, to where, who may and when, and the facts that tell it. */
export interface CaseStep {
  readonly from: readonly CaseStatus[];
  /** More than one where what was found decides. */
  readonly to: readonly CaseStatus[];
  readonly guards: readonly CaseGuard[];
  readonly facts: readonly FactName[];
}

const OWNER: readonly CaseGuard[] = [holds.mayActOnCases, holds.isTheOwner];

/**
 * What may happen to a case, by whom, and what it then becomes. No row leads back to the customer, and the owner is the same in every row:
 * whoever solved a case takes it up again when it did not help. The wall a_case_moves_forward says the same. Pure: no clock, no database.
 */
export const CASE_STEPS = {
  ACKNOWLEDGE: { from: ['NEW'], to: ['OWNED'], guards: OWNER, facts: ['case.acknowledged'] },
  SOLVE: {
    from: ['OWNED'],
    to: ['SOLVED'],
    guards: [...OWNER, holds.nothingWaitsForSignatures, holds.customerWasTold, holds.isAskedInTime, holds.saysEverything],
    facts: ['case.solved', 'followUp.made', 'getBack.voided', 'getBack.broken'],
  },
  ANSWER_HONEST_NO: {
    from: ['OWNED'],
    to: ['HONEST_NO'],
    guards: [...OWNER, holds.nothingWaitsForSignatures, holds.saysEverything],
    facts: ['case.answeredNo', 'getBack.voided', 'getBack.broken'],
  },
  REOPEN: {
    from: ['HONEST_NO'],
    to: ['OWNED'],
    guards: [...OWNER, holds.customerIsNotErased, holds.saysEverything],
    facts: ['case.reopened'],
  },
  FOLLOW_UP: {
    from: ['SOLVED'],
    to: ['SOLVED', 'CONFIRMED', 'OWNED', 'CLOSED_UNCONFIRMED'],
    guards: [...OWNER, holds.isTheOpenFollowUp, holds.isNotTakenUpAgainForTheErased, holds.saysEverything],
    facts: ['followUp.tried', 'case.confirmed', 'case.reopened', 'case.closedUnconfirmed'],
  },
  PROMISE_GET_BACK: {
    from: ['OWNED'],
    to: ['OWNED'],
    guards: [...OWNER, holds.customerIsNotErased, holds.isDueInTime, holds.saysEverything],
    facts: ['getBack.promised'],
  },
  KEEP_GET_BACK: {
    from: ['OWNED'],
    to: ['OWNED'],
    guards: [...OWNER, holds.isAnOpenGetBack, holds.saysEverything],
    facts: ['getBack.kept', 'getBack.broken', 'getBack.delivered'],
  },
  RENEGOTIATE_GET_BACK: {
    from: ['OWNED'],
    to: ['OWNED'],
    guards: [
      ...OWNER,
      holds.customerIsNotErased,
      holds.isAnOpenGetBack,
      holds.isNotDueYet,
      holds.customerWasTold,
      holds.wasToldSinceThePromise,
      holds.isDueInTime,
    ],
    facts: ['getBack.renegotiated', 'getBack.promised'],
  },
  MARK_COMPLAINT: {
    from: ['OWNED'],
    to: ['OWNED'],
    guards: [...OWNER, holds.customerIsNotErased, holds.isNoComplaintYet, holds.hasComplained, holds.customerWasTold],
    facts: ['complaint.opened'],
  },
} as const satisfies Record<CaseAction, CaseStep>;

/** What calls the owner, once, when its time has come and it is still to be done: nobody asks for it, and nothing is decided by it. */
export const CASE_REMINDERS = {
  ACKNOWLEDGE_SOON: 'case.acknowledgementDueSoon',
  ACKNOWLEDGE: 'case.acknowledgementDue',
  FOLLOW_UP: 'followUp.fellDue',
  GET_BACK_SOON: 'getBack.dueSoon',
  GET_BACK_DUE: 'getBack.broken',
  COMPLAINT_ACKNOWLEDGE_SOON: 'complaint.dueSoon',
  COMPLAINT_ACKNOWLEDGE_DUE: 'complaint.fellDue',
  COMPLAINT_ANSWER_SOON: 'complaint.dueSoon',
  COMPLAINT_ANSWER_DUE: 'complaint.fellDue',
  COMPLAINT_FINAL_SOON: 'complaint.dueSoon',
  COMPLAINT_FINAL_DUE: 'complaint.fellDue',
} as const satisfies Record<ReminderKind, FactName>;

/** The first reason why this attempt is refused, or undefined when it may go ahead. */
export function caseRefusal(action: CaseAction, attempt: CaseAttempt): RuleError | undefined {
  const { customerCase } = attempt;
  const step: CaseStep = CASE_STEPS[action];
  if (!step.from.includes(customerCase.status)) return new CaseMovedOnError(customerCase.ref, customerCase.status);
  return step.guards.map((guard) => guard(attempt)).find((error) => error !== undefined);
}

/** The actions open to the actor now; the console shows these buttons and no others. */
export function openCaseActions(attempt: CaseAttempt): CaseAction[] {
  return CASE_ACTIONS.filter((action) => !caseRefusal(action, attempt));
}
