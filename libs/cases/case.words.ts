/** What a case can be. No word here gives the problem back to the customer, and none leaves it without an owner. */
export const CASE_STATUSES = ['NEW', 'OWNED', 'SOLVED', 'CONFIRMED', 'CLOSED_UNCONFIRMED', 'HONEST_NO'] as const;

/** What a case is. */
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** What people may do with a case that exists. The schema's enum and the buttons follow from this list. */
export const CASE_ACTIONS = [
  'ACKNOWLEDGE',
  'SOLVE',
  'ANSWER_HONEST_NO',
  'REOPEN',
  'FOLLOW_UP',
  'PROMISE_GET_BACK',
  'KEEP_GET_BACK',
  'RENEGOTIATE_GET_BACK',
  'MARK_COMPLAINT',
] as const;
/** One thing people may do. */
export type CaseAction = (typeof CASE_ACTIONS)[number];

/** What the customer was answered. */
export const ANSWER_KINDS = ['SOLUTION', 'HONEST_NO'] as const;
/** One kind of answer. */
export type AnswerKind = (typeof ANSWER_KINDS)[number];

/** What was found when the customer was asked whether it helped. */
export const FOLLOW_UP_OUTCOMES = ['HELPED', 'DID_NOT_HELP', 'UNREACHABLE'] as const;
/** One thing that was found. */
export type FollowUpOutcome = (typeof FOLLOW_UP_OUTCOMES)[number];

/** What calls the owner by the clock, once each. */
export const REMINDER_KINDS = [
  'ACKNOWLEDGE_SOON',
  'ACKNOWLEDGE',
  'FOLLOW_UP',
  'GET_BACK_SOON',
  'GET_BACK_DUE',
  'COMPLAINT_ACKNOWLEDGE_SOON',
  'COMPLAINT_ACKNOWLEDGE_DUE',
  'COMPLAINT_ANSWER_SOON',
  'COMPLAINT_ANSWER_DUE',
  'COMPLAINT_FINAL_SOON',
  'COMPLAINT_FINAL_DUE',
] as const;
/** One kind of reminder. */
export type ReminderKind = (typeof REMINDER_KINDS)[number];

/** How a clock of a complaint stands. */
export const CLOCK_STATES = ['RUNNING', 'MET', 'MISSED'] as const;
/** How one clock stands. */
export type ClockState = (typeof CLOCK_STATES)[number];

/** Which complaints a list shows: every one, those whose case is open, or those of which something is late at this moment. */
export const COMPLAINTS_SHOWN = ['ALL', 'OPEN', 'LATE'] as const;
/** One choice of complaints. */
export type ComplaintsShown = (typeof COMPLAINTS_SHOWN)[number];

/** What may become of a promise to get back. */
export const GET_BACK_STATUSES = ['MADE', 'KEPT', 'BROKEN', 'RENEGOTIATED', 'VOID'] as const;
/** One state of a promise. */
export type GetBackStatus = (typeof GET_BACK_STATUSES)[number];
