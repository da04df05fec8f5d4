export { CaseText } from './case-text.entity.js';
export { type CaseView, CustomerCase } from './case.entity.js';
export {
  AlreadyAComplaintError,
  CaseMovedOnError,
  CustomerNotToldError,
  FollowUpEndedError,
  GetBackMovedOnError,
  MayNotOpenCasesError,
  NobodyBehindTheMachineError,
  NotTheOwnerError,
  ProposalOpenError,
  UnknownCustomerError,
} from './case.errors.js';
export {
  type AnswerKind,
  ANSWER_KINDS,
  CASE_ACTIONS,
  CASE_STATUSES,
  type CaseAction,
  type CaseStatus,
  CLOCK_STATES,
  type ClockState,
  COMPLAINTS_SHOWN,
  type ComplaintsShown,
  FOLLOW_UP_OUTCOMES,
  type FollowUpOutcome,
  GET_BACK_STATUSES,
  type GetBackStatus,
  type ReminderKind,
} from './case.words.js';
export {
  type AcknowledgeCase,
  CaseLifeService,
  type HonestNo,
  type RecordFollowUp,
  type ReopenCase,
  type SolveCase,
} from './case-life.service.js';
export { CaseSteps } from './case-steps.js';
export { CasesClock, type DueReminder } from './cases.clock.js';
export { CasesModule } from './cases.module.js';
export type { CaseFilter } from './cases.filter.js';
export { CASE_ORDERS, type CaseOrder, CasesService, type OpenCase } from './cases.service.js';
export { type Complaint, type ComplaintFilter, ComplaintsReads } from './complaints.reads.js';
export { ComplaintsService, type MarkComplaint } from './complaints.service.js';
export { type CallBack, ContactsService, type RevealContact, type RevealedContact } from './contacts.service.js';
export { type CustomerMessage, CustomerMessagesService, type RecordCustomerMessage } from './customer-messages.service.js';
export { type CaseAnswer, type FollowUp, FollowUpsReads, type FollowUpTry } from './follow-ups.reads.js';
export { HandOff, type HandOffView } from './hand-off.entity.js';
export { HandOffText } from './hand-off-text.entity.js';
export {
  CANCELLING_CAUSES,
  type CancellingCause,
  HAND_OFF_ACTIONS,
  HAND_OFF_STATUSES,
  type HandOffAction,
  type HandOffStatus,
} from './hand-off.words.js';
export { type DueHandOff, HandOffsClock } from './hand-offs.clock.js';
export { type Candidate, HandOffsReads } from './hand-offs.reads.js';
export { type AnswerHandOff, HandOffsService, type OfferHandOff } from './hand-offs.service.js';
export { type GetBack, type GetBackFilter, GetBacksReads } from './get-backs.reads.js';
export { GetBacksService, type KeepGetBack, type PromiseGetBack, type RenegotiateGetBack } from './get-backs.service.js';
export { Ownership } from './ownership.entity.js';
export { Question, type QuestionView } from './question.entity.js';
export { type AnswerQuestion, type AskColleague, QuestionsService } from './questions.service.js';
export { RecapsService } from './recaps.service.js';
export { type RehomeCases, type Rehomed, type Rehoming, RehomingService } from './rehoming.service.js';
