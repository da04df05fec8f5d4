export { CaseText } from './case-text.entity.js';
export { type CaseView, CustomerCase } from './case.entity.js';
export { MayNotOpenCasesError, NobodyBehindTheMachineError, UnknownCustomerError } from './case.errors.js';
export { CASE_STATUSES, type CaseStatus } from './case.words.js';
export { CasesModule } from './cases.module.js';
export { type CaseFilter, CasesService, type OpenCase } from './cases.service.js';
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
export { Ownership } from './ownership.entity.js';
export { Question, type QuestionView } from './question.entity.js';
export { type AnswerQuestion, type AskColleague, QuestionsService } from './questions.service.js';
export { type RehomeCases, type Rehomed, RehomingService } from './rehoming.service.js';
