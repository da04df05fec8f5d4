import { InvalidError, type RuleError, say } from '#errors';
import { isSameHuman } from '../people/same-human.rules.js';
import { NoCautionError, SameLifterError } from './caution.errors.js';
import { NotAReviewerError, ReviewerTookPartError } from './review.errors.js';
import { couldReview, type ReviewAttempt } from './review.rules.js';

/** What a NOT_AGAIN asks of like proposals, as far as it decides who may lift it. */
export interface CautionNow {
  /** Which disposition of the review it is of. */
  readonly turn: number;
  readonly liftProposedHuman: string | null;
}

/** Somebody who would like to lift a caution: the first reviewer asks, the second one's call lifts. */
export interface LiftAttempt extends Pick<ReviewAttempt, 'review' | 'actor' | 'actsAsReviewer'> {
  /** The one that stands; undefined when none does. */
  readonly caution: CautionNow | undefined;
  readonly reason: string;
}

const REASON_LENGTH_MAX = 10_000;

/** The first reason why it is refused, or undefined when it may go ahead. */
export function liftRefusal({ caution, reason, ...attempt }: LiftAttempt): RuleError | undefined {
  const { review, actor, actsAsReviewer } = attempt;
  if (!actsAsReviewer) return new NotAReviewerError(couldReview(attempt));
  if (review.tookPart.some((human) => isSameHuman(actor, human))) return new ReviewerTookPartError(couldReview(attempt));
  if (!caution) return new NoCautionError();
  if (isSameHuman(actor, caution.liftProposedHuman)) return new SameLifterError(couldReview(attempt));
  return reason !== '' && [...reason].length <= REASON_LENGTH_MAX
    ? undefined
    : new InvalidError(
        ['reason'],
        say`Say why in 1 to ${{ most: REASON_LENGTH_MAX }} characters: like proposals will need fewer people again.`,
      );
}
