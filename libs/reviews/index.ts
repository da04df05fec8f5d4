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
