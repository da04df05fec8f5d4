import { InvalidError, type RuleError, say } from '#errors';
import type { Actor } from '#people';
import type { FactName } from '../facts/fact-names.js';
import { isSameHuman } from '../people/same-human.rules.js';
import {
  NotAReviewerError,
  NotClaimedError,
  ReviewClaimedError,
  ReviewDisposedError,
  ReviewerTookPartError,
  SameReviewerError,
} from './review.errors.js';
import { REVIEW_ACTIONS, type ReviewAction, type ReviewClockAction, type ReviewStatus } from './review.words.js';

/** A review with everything that decides what may happen to it; read in one query, at one instant of the database's clock. */
export interface ReviewNow {
  readonly now: Date;
  readonly id: string;
  readonly exceptionId: string;
  readonly turn: number;
  /** As it is stored: a claim stays CLAIMED until somebody notices that its lease has ended. */
  readonly status: ReviewStatus;
  readonly reviewerId: string | null;
  readonly reviewerHuman: string | null;
  readonly claimedUntil: Date | null;
  readonly dueAt: Date;
  readonly createdAt: Date;
  readonly routedAt: Date | null;
  readonly remindedAt: Date | null;
  readonly secondReaderAt: Date | null;
  /** Proposer, editors, co-signers, and the owner at the time of the approval. */
  readonly tookPart: readonly string[];
  /** Reviewers who are active and here. */
  readonly reviewers: readonly { readonly id: string; readonly humanId: string }[];
  /** The proposer and those whose signatures counted: to them the reason returns. */
  readonly signerIds: readonly string[];
}

/** Somebody who would like to do something with a review. */
export interface ReviewAttempt {
  readonly review: ReviewNow;
  readonly actor: Pick<Actor, 'humanId' | 'alsoHumans'>;
  /** Whether the caller acts in person and is a reviewer. */
  readonly actsAsReviewer: boolean;
  /** What the caller sent: the reason of a disposition, or the new facts. Absent when buttons are drawn. */
  readonly sent?: { readonly words: string; readonly field: 'reason' | 'newFacts' };
}

type Guard = (attempt: ReviewAttempt) => RuleError | undefined;

/** One row of the workflow: from where, to where, who may and when, and the facts that tell it. */
export interface ReviewStep {
  readonly from: readonly ReviewStatus[];
  readonly to: readonly ReviewStatus[];
  readonly guards: readonly Guard[];
  readonly facts: readonly FactName[];
}

const WORDS_LENGTH_MAX = 10_000;

const isAReviewer: Guard = (attempt) => (attempt.actsAsReviewer ? undefined : new NotAReviewerError(couldReview(attempt)));

const tookNoPart: Guard = (attempt) =>
  attempt.review.tookPart.some((human) => isSameHuman(attempt.actor, human)) ? new ReviewerTookPartError(couldReview(attempt)) : undefined;

const nobodyElseHoldsIt: Guard = ({ review, actor }) =>
  review.claimedUntil && statusNow(review) === 'CLAIMED' && review.reviewerHuman !== actor.humanId
    ? new ReviewClaimedError(review.claimedUntil)
    : undefined;

const holdsTheClaim: Guard = ({ review, actor }) => (review.reviewerHuman === actor.humanId ? undefined : new NotClaimedError());

const didNotDisposeOfIt: Guard = (attempt) =>
  isSameHuman(attempt.actor, attempt.review.reviewerHuman) ? new SameReviewerError(couldReview(attempt)) : undefined;

const saysWhy: Guard = ({ sent }) => {
  if (!sent || (sent.words !== '' && [...sent.words].length <= WORDS_LENGTH_MAX)) return undefined;
  return new InvalidError(
    [sent.field],
    say`Say it in 1 to ${{ most: WORDS_LENGTH_MAX }} characters: colleagues learn from the words, not from the choice.`,
  );
};

/** What may happen to a review, by whom, and what it then becomes. Pure: no clock, no database, no framework. */
export const REVIEW_STEPS = {
  CLAIM: { from: ['QUEUED', 'CLAIMED'], to: ['CLAIMED'], guards: [isAReviewer, tookNoPart, nobodyElseHoldsIt], facts: ['review.claimed'] },
  RELEASE: { from: ['CLAIMED'], to: ['QUEUED'], guards: [isAReviewer, holdsTheClaim], facts: ['review.released'] },
  DISPOSE: { from: ['CLAIMED'], to: ['DISPOSED'], guards: [isAReviewer, tookNoPart, holdsTheClaim, saysWhy], facts: ['review.disposed'] },
  REOPEN: { from: ['DISPOSED'], to: ['QUEUED'], guards: [isAReviewer, tookNoPart, didNotDisposeOfIt, saysWhy], facts: ['review.reopened'] },
} as const satisfies Record<ReviewAction, ReviewStep>;

/** After how many days past its due time a review is called to mind again, and a second reader is named. */
export interface AgeBands {
  readonly reviewReminderDays: number;
  readonly reviewSecondReaderDays: number;
}

const DAY_MS = 86_400_000;

/** What only the system does, when `isDue` holds. Each is safe to repeat: what was done is not due any more. */
export const REVIEW_CLOCK_STEPS = {
  ROUTE: {
    from: ['QUEUED'],
    to: ['QUEUED'],
    facts: ['review.routed'],
    isDue: ({ status, routedAt }) => status === 'QUEUED' && routedAt === null,
  },
  RELEASE: {
    from: ['CLAIMED'],
    to: ['QUEUED'],
    facts: ['review.leaseEnded'],
    isDue: (review) => review.status === 'CLAIMED' && statusNow(review) === 'QUEUED',
  },
  REMIND: {
    from: ['QUEUED'],
    to: ['QUEUED'],
    facts: ['review.overdue'],
    isDue: (review, bands) => {
      const since = reminderOf(review, bands);
      return review.status === 'QUEUED' && since !== undefined && !(review.remindedAt && review.remindedAt >= since);
    },
  },
  NAME_SECOND_READER: {
    from: ['QUEUED'],
    to: ['QUEUED'],
    facts: ['review.secondReaderNamed', 'review.secondReaderMissing'],
    isDue: ({ status, now, dueAt, secondReaderAt }, { reviewSecondReaderDays }) =>
      status === 'QUEUED' && daysAfter(dueAt, reviewSecondReaderDays) <= now && !(secondReaderAt && secondReaderAt >= dueAt),
  },
} as const satisfies Record<ReviewClockAction, Omit<ReviewStep, 'guards'> & { isDue: (review: ReviewNow, bands: AgeBands) => boolean }>;

/** The first reason why this attempt is refused, or undefined when it may go ahead. */
export function reviewRefusal(action: ReviewAction, attempt: ReviewAttempt): RuleError | undefined {
  const step: ReviewStep = REVIEW_STEPS[action];
  const no = step.from.includes(statusNow(attempt.review)) ? undefined : movedOn(action, attempt);
  return no ?? step.guards.map((guard) => guard(attempt)).find((error) => error);
}

/** The actions open to the actor now; the console shows these buttons and no others. Renewing a claim that one holds is no button. */
export function openReviewActions(attempt: ReviewAttempt): ReviewAction[] {
  const holdsIt = statusNow(attempt.review) === 'CLAIMED' && !holdsTheClaim(attempt);
  return REVIEW_ACTIONS.filter((action) => !reviewRefusal(action, attempt) && !(action === 'CLAIM' && holdsIt));
}

/** Reviewers who are here and took no part, as ids; for a refusal, without the human who was refused. */
export function couldReview({ review, actor }: { review: ReviewNow; actor?: { humanId: string } }): string[] {
  return review.reviewers.filter(({ humanId }) => humanId !== actor?.humanId && !review.tookPart.includes(humanId)).map(({ id }) => id);
}

/** The status by the clock: a claim whose lease has ended is none. */
export function statusNow({ status, claimedUntil, now }: Pick<ReviewNow, 'status' | 'claimedUntil' | 'now'>): ReviewStatus {
  return status === 'CLAIMED' && claimedUntil && claimedUntil <= now ? 'QUEUED' : status;
}

/** When the last band began by now in which those who may review are reminded: at the due time, and some days after; undefined before. */
function reminderOf({ now, dueAt }: ReviewNow, { reviewReminderDays }: AgeBands): Date | undefined {
  return [daysAfter(dueAt, reviewReminderDays), dueAt].find((begins) => begins <= now);
}

function daysAfter(instant: Date, days: number): Date {
  return new Date(instant.getTime() + days * DAY_MS);
}

/** Who is no reviewer hears that first, and not what the review has come to. */
function movedOn(action: ReviewAction, attempt: ReviewAttempt): RuleError {
  if (!attempt.actsAsReviewer) return new NotAReviewerError(couldReview(attempt));
  if (action === 'REOPEN') return new InvalidError(['reviewId'], say`This review is open, so there is nothing to reopen. Claim it.`);
  return attempt.review.status === 'DISPOSED' ? new ReviewDisposedError() : new NotClaimedError();
}
