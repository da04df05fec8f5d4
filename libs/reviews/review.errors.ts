import { RuleError, say } from '#errors';

/** Thrown when somebody who is no reviewer works on a review. */
export class NotAReviewerError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor(override readonly whoCould: readonly string[]) {
    super(say`Only a reviewer may do this. Ask one of them.`);
  }
}

/** Thrown when a reviewer proposed, edited, co-signed or owned what is reviewed, from whatever account. */
export class ReviewerTookPartError extends RuleError {
  readonly code = 'REVIEWER_TOOK_PART';
  constructor(override readonly whoCould: readonly string[]) {
    super(say`You took part in this exception, so a colleague has to review it.`);
  }
}

/** Thrown when another reviewer holds the claim. */
export class ReviewClaimedError extends RuleError {
  readonly code = 'REVIEW_CLAIMED';
  constructor(until: Date) {
    super(say`A colleague is at it until ${{ until }}. Take the next review, or come back after that.`);
  }
}

/** Thrown when the caller does not hold the claim, or its lease has ended. */
export class NotClaimedError extends RuleError {
  readonly code = 'NOT_CLAIMED';
  constructor() {
    super(say`You do not hold the claim of this review; its lease may have ended. Claim it and try again.`);
  }
}

/** Thrown when a review was disposed of already. */
export class ReviewDisposedError extends RuleError {
  readonly code = 'ALREADY_DECIDED';
  constructor() {
    super(say`This review was disposed of already. When there are new facts, another reviewer can reopen it.`);
  }
}

/** Thrown when a reviewer would reopen what they disposed of themselves. */
export class SameReviewerError extends RuleError {
  readonly code = 'SAME_REVIEWER';
  constructor(override readonly whoCould: readonly string[]) {
    super(say`You disposed of this review yourself, so a colleague has to reopen it. Tell one of them the new facts.`);
  }
}
