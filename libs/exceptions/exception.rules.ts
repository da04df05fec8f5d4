import type { RuleError } from '#errors';
import type { FactName } from '../facts/fact-names.js';
import { isSameHuman } from '../people/same-human.rules.js';
import {
  type Attempt,
  EXCEPTION_ACTIONS,
  type ClockAction,
  type ExceptionAction,
  type ExceptionNow,
  type ExceptionStatus,
  type Vote,
} from './attempt.js';
import { AlreadyDecidedError, ExceptionMovedOnError } from './exception.errors.js';
import * as holds from './exception.guards.rules.js';
import { type Guard, standing, standingObjections } from './exception.guards.rules.js';

/** One row of the workflow: from where, to where, who may and when, and the facts that tell it. */
export interface Step {
  from: readonly ExceptionStatus[];
  /** More than one where the count decides; the first is the smaller step. */
  to: readonly ExceptionStatus[];
  guards: readonly Guard[];
  facts: readonly FactName[];
}

/** As many as the table can hold (`raised` of policy_exceptions). */
const RAISED_MAX = 9;

const DECIDES: readonly Guard[] = [
  holds.isNotExpired,
  holds.isNotFrozen,
  holds.isAPerson,
  holds.isNotTheProposer,
  holds.isNotAnEditor,
  holds.isAPeerWhoIsHere,
  holds.readTheCurrentRevision,
  holds.hasNotVotedYet,
];

/**
 * What may happen to an exception, by whom, and what it then becomes: the whole workflow. The refusals, the buttons, the tests' table
 * and the drawn picture come from here. Pure: no clock, no database, no framework. See ADR 0003, "one co-sign approves".
 */
export const STEPS = {
  AMEND: {
    from: ['PROPOSED'],
    to: ['PROPOSED'],
    guards: [holds.isNotExpired, holds.isNotFrozen, holds.isTheProposerOrAHelper, holds.readTheCurrentRevision],
    facts: ['exception.amended'],
  },
  INVITE_HELPER: {
    from: ['PROPOSED'],
    to: ['PROPOSED'],
    guards: [holds.isNotExpired, holds.isNotFrozen, holds.isTheProposer],
    facts: ['exception.helperInvited'],
  },
  CO_SIGN: {
    from: ['PROPOSED'],
    to: ['PROPOSED', 'APPROVED'],
    guards: [...DECIDES, holds.departsFromTheActivePolicy, holds.pairHasRoom],
    facts: ['exception.coSigned', 'exception.approved'],
  },
  OBJECT: { from: ['PROPOSED'], to: ['PROPOSED', 'DECLINED'], guards: DECIDES, facts: ['exception.objected', 'exception.declined'] },
  PASS: { from: ['PROPOSED'], to: ['PROPOSED'], guards: DECIDES, facts: ['exception.passed'] },
  RETRACT: {
    from: ['PROPOSED'],
    to: ['PROPOSED'],
    guards: [holds.isNotExpired, holds.isAPerson, holds.hasSomethingToRetract],
    facts: ['exception.coSignatureRetracted', 'exception.objectionRetracted'],
  },
  WITHDRAW: {
    from: ['PROPOSED'],
    to: ['WITHDRAWN'],
    guards: [holds.isNotExpired, holds.isTheProposerOrTheOwner],
    facts: ['exception.withdrawn'],
  },
  COVER: {
    from: ['PROPOSED'],
    to: ['COVERED'],
    guards: [holds.isNotExpired, holds.isNotFrozen, holds.isTheOwner, holds.isCoveredByNow],
    facts: ['exception.covered'],
  },
  TELL_CUSTOMER: {
    from: ['APPROVED'],
    to: ['APPROVED'],
    guards: [holds.isTheOwner, holds.isNotFrozen, holds.isNotPastUse, holds.wasToldAfterTheYes],
    facts: ['exception.customerTold'],
  },
  FULFIL: {
    from: ['APPROVED', 'FULFILLED'],
    to: ['FULFILLED'],
    guards: [holds.isTheOwnerOrMayFulfil, holds.isNotFrozen, holds.isNotPastUse, holds.hasNoOtherReference],
    facts: ['exception.fulfilled'],
  },
  STOP: {
    from: ['APPROVED'],
    to: ['APPROVED', 'STOPPED'],
    guards: [holds.isAnAdmin, holds.isNotTheFirstAdmin],
    facts: ['exception.stopProposed', 'exception.stopped'],
  },
} as const satisfies Record<ExceptionAction, Step>;

/** What only the clock does, when `isDue` holds; nobody asks for it. */
export const CLOCK_STEPS = {
  EXPIRE: { from: ['PROPOSED'], to: ['EXPIRED'], facts: ['exception.expired'], isDue: (e: ExceptionNow) => e.now >= e.expiresAt },
  LAPSE: {
    from: ['APPROVED'],
    to: ['LAPSED'],
    facts: ['exception.lapsed'],
    isDue: (e: ExceptionNow) => e.useBy !== null && e.customerToldAt === null && e.now >= e.useBy,
  },
} as const satisfies Record<ClockAction, Omit<Step, 'guards'> & { isDue: (exception: ExceptionNow) => boolean }>;

/** The first reason why this attempt is refused, or undefined when it may go ahead. */
export function refusal(action: ExceptionAction, attempt: Attempt): RuleError | undefined {
  const step: Step = STEPS[action];
  if (!step.from.includes(attempt.exception.status)) return movedOn(action, attempt);
  return step.guards.map((guard) => guard(attempt)).find((error) => error !== undefined);
}

/** What was done once and for all: doing it again answers what was done then. */
export function isDone(action: ExceptionAction, { status, customerToldAt }: ExceptionNow): boolean {
  return (action === 'FULFIL' && status === 'FULFILLED') || (action === 'TELL_CUSTOMER' && customerToldAt !== null);
}

/** The actions open to the actor now; the console shows these buttons and no others. What is done is no button. */
export function openActions(attempt: Attempt): ExceptionAction[] {
  return EXCEPTION_ACTIONS.filter((action) => !refusal(action, attempt) && !isDone(action, attempt.exception));
}

/** A peer who would have been allowed to sign comes after the approval: recorded as also agreed. */
export function alsoAgrees(attempt: Attempt): boolean {
  const isApproved = attempt.exception.status === 'APPROVED' || attempt.exception.status === 'FULFILLED';
  return isApproved && DECIDES.every((guard) => !guard(attempt));
}

/** What a co-signature leads to. `counted` are the humans whose signatures approve, the new one included; empty while more are needed. */
export function afterCoSign({ exception, actor }: Attempt): { approves: boolean; counted: string[] } {
  const good = standing(exception.coSignatures, exception.revision).filter((vote) => vote.eligible);
  const counted = [...good.map((vote) => vote.humanId), actor.humanId];
  return counted.length >= exception.quorum ? { approves: true, counted } : { approves: false, counted: [] };
}

/**
 * What an objection leads to: the last one that the setting allows declines, each before it raises the quorum by one. A raised quorum stays, so
 * amendment after amendment could raise it for ever: after RAISED_MAX the next objection declines, whatever became of those before.
 */
export function afterObjection({ exception, objectionsToDecline }: Attempt): 'DECLINED' | 'RAISED' {
  return exception.raised >= RAISED_MAX || standingObjections(exception).length + 1 >= objectionsToDecline ? 'DECLINED' : 'RAISED';
}

/** The humans whose signatures go along with a change of wording only: they still may sign, and none of them wrote it. */
export function carriedOver({ exception, actor }: Attempt): Vote[] {
  return standing(exception.coSignatures, exception.revision).filter((vote) => vote.eligible && !isSameHuman(actor, vote.humanId));
}

function movedOn(action: ExceptionAction, { exception }: Attempt): RuleError {
  const { ref, status, coSignatures, approvedAt } = exception;
  if (action === 'CO_SIGN' && (status === 'APPROVED' || status === 'FULFILLED')) {
    const by = coSignatures
      .filter((vote) => !vote.ended && !vote.alsoAgreed && vote.revision === exception.revision)
      .map((vote) => vote.name);
    return new AlreadyDecidedError(ref, by, approvedAt);
  }
  return new ExceptionMovedOnError(ref, status);
}
