export { AGREEMENT_FORMULA } from './agreement.rules.js';
export { type AgreementOf, type AnswerBlindLook, type BlindLook, BlindLooksService, type SecondAnswer } from './blind-looks.service.js';
export { type Caution, CautionsReads } from './cautions.reads.js';
export { CautionsService, type LiftCaution } from './cautions.service.js';
export { Review, type ReviewView } from './review.entity.js';
export {
  NotAReviewerError,
  NotClaimedError,
  ReviewClaimedError,
  ReviewDisposedError,
  ReviewerTookPartError,
  SameReviewerError,
} from './review.errors.js';
export { REVIEW_CLOCK_STEPS, REVIEW_STEPS } from './review.rules.js';
export {
  BLIND_ANSWERS,
  type BlindAnswer,
  type Disposition,
  DISPOSITIONS,
  REVIEW_ACTIONS,
  REVIEW_ORDERS,
  REVIEW_STATUSES,
  type ReviewAction,
  type ReviewOrder,
  type ReviewStatus,
} from './review.words.js';
export { type DueReview, ReviewsClock } from './reviews.clock.js';
export { ReviewsModule } from './reviews.module.js';
export { type ReviewFilter, ReviewsReads } from './reviews.reads.js';
export { type ClaimReview, type DisposeReview, type ReopenReview, ReviewsService } from './reviews.service.js';
