export {
  type Attempt,
  CO_SIGNATURE_STATES,
  type CoSignatureState,
  EXCEPTION_ACTIONS,
  EXCEPTION_STATUSES,
  type ExceptionAction,
  type ExceptionNow,
  type ExceptionStatus,
  type MoneyAmount,
  type Remedy,
  REMEDY_KINDS,
  type RemedyKind,
} from './attempt.js';
export { type Answers, materialDigest, type RevisionContent, revisionDigest } from './digest.rules.js';
export { Dispute } from './dispute.entity.js';
export { DISPUTE_OUTCOMES, type DisputeOutcome } from './dispute.words.js';
export { DisputesReads, type DisputeView } from './disputes.reads.js';
export { DisputesService } from './disputes.service.js';
export { PolicyException } from './exception.entity.js';
export * from './exception.errors.js';
export { afterCoSign, afterObjection, carriedOver, CLOCK_STEPS, isDone, openActions, refusal, STEPS } from './exception.rules.js';
export { type DueException, ExceptionsClock } from './exceptions.clock.js';
export type { ExceptionFilter } from './exceptions.filter.js';
export type * from './exceptions.inputs.js';
export { ExceptionsModule } from './exceptions.module.js';
export {
  type CoSignature,
  EXCEPTION_ORDERS,
  type ExceptionOrder,
  ExceptionsReads,
  type Objection,
  type Revision,
} from './exceptions.reads.js';
export { ExceptionsService } from './exceptions.service.js';
export { FORECAST_WARNINGS, type Forecast, type ForecastWarning, type Warning } from './forecast.rules.js';
export { Forecasts } from './forecasts.service.js';
export { ensureHouse } from './house.write.js';
export { ProposalsService } from './proposals.service.js';
