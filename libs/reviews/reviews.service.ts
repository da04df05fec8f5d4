import { Inject, Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, onlyOnce, untilWritten } from '#database';
import { NotFoundError } from '#errors';
import type { NewFact } from '#facts';
import { type Actor, isReviewer } from '#people';
import { SETTINGS, type Settings } from '#settings';
import type { ReviewView } from './review.entity.js';
import { couldReview, openReviewActions, REVIEW_STEPS, type ReviewAttempt, type ReviewNow, reviewRefusal } from './review.rules.js';
import type { Disposition, ReviewAction } from './review.words.js';
import { lookAt } from './reviews.look.js';
import { ReviewsReads } from './reviews.reads.js';
import { type Words, writeClaim, writeDisposition, writeRelease, writeReopening, type Written } from './reviews.write.js';

/** The review that somebody takes up or gives back. */
export interface ClaimReview {
  readonly reviewId: string;
  readonly idempotencyKey?: string | null;
}

/** What a reviewer makes of it, and why. */
export interface DisposeReview extends ClaimReview {
  readonly disposition: Disposition;
  readonly reason: string;
}

/** What another reviewer learnt since. */
export interface ReopenReview extends ClaimReview {
  readonly newFacts: string;
}

type ReviewSettings = Pick<Settings, 'claimLeaseMinutes' | 'reviewDueDays'>;

/**
 * What people do with reviews: each method is one action of the table in review.rules.ts. Whatever a review comes to, the approval stands:
 * no statement here touches it.
 */
@Injectable()
export class ReviewsService {
  constructor(
    private readonly db: Database,
    private readonly reads: ReviewsReads,
    @Inject(SETTINGS) private readonly settings: ReviewSettings,
  ) {}

  /**
   * Takes up a review for the minutes of the setting; done again by its holder, renews them.
   * @throws NotAReviewerError ReviewerTookPartError ReviewClaimedError ReviewDisposedError NotFoundError
   */
  claim(input: ClaimReview, actor: Actor): Promise<Done<ReviewView>> {
    return this.step('CLAIM', { input, actor, operation: 'claimReview' }, (review, written) =>
      writeClaim(this.db, { ...written, facts: [fact('CLAIM', review, actor)] }, actor, this.settings.claimLeaseMinutes),
    );
  }

  /**
   * Gives a review back to the queue.
   * @throws NotAReviewerError NotClaimedError ReviewDisposedError NotFoundError
   */
  release(input: ClaimReview, actor: Actor): Promise<Done<ReviewView>> {
    return this.step('RELEASE', { input, actor, operation: 'releaseReview' }, (review, written) =>
      writeRelease(this.db, { ...written, facts: [fact('RELEASE', review, actor)] }),
    );
  }

  /**
   * Disposes of a review that the caller holds. The fact names the proposer and the signers, so that the reason returns to them.
   * @throws NotAReviewerError ReviewerTookPartError NotClaimedError ReviewDisposedError NotFoundError
   * @throws InvalidError for a reason without words
   */
  dispose(input: DisposeReview, actor: Actor): Promise<Done<ReviewView>> {
    const { disposition, reason } = input;
    const sent = { words: reason, field: 'reason' } as const;
    return this.step('DISPOSE', { input, actor, operation: 'disposeReview', sent }, (review, written) => {
      const words = wordsOf(actor, reason);
      const body = { disposition, reasonId: words.id, signerIds: review.signerIds };
      return writeDisposition(this.db, { ...written, facts: [fact('DISPOSE', review, actor, body)] }, disposition, words);
    });
  }

  /**
   * Puts a review that another reviewer disposed of back into the queue, with a new due time. The fact names those who may review it,
   * and keeps the reason that stood.
   * @throws NotAReviewerError ReviewerTookPartError SameReviewerError NotFoundError
   * @throws InvalidError for new facts without words, or a review that is open
   */
  reopen(input: ReopenReview, actor: Actor): Promise<Done<ReviewView>> {
    const sent = { words: input.newFacts, field: 'newFacts' } as const;
    return this.step('REOPEN', { input, actor, operation: 'reopenReview', sent }, (review, written) => {
      const words = wordsOf(actor, input.newFacts);
      const body = { newFactsId: words.id, reviewerIds: couldReview({ review }) };
      return writeReopening(this.db, { ...written, facts: [fact('REOPEN', review, actor, body)] }, words, this.settings.reviewDueDays);
    });
  }

  /** What each of some reviews allows the caller now; unknown ids are left out. */
  async openActions(ids: readonly string[], actor: Actor): Promise<{ id: string; actions: ReviewAction[] }[]> {
    const found = await lookAt(this.db, ids);
    return found.map((review) => ({ id: review.id, actions: openReviewActions({ review, actor, actsAsReviewer: isReviewer(actor) }) }));
  }

  /** Look, decide, write: the one way by which people change a review. */
  private step(
    action: ReviewAction,
    asked: { input: ClaimReview; actor: Actor; operation: string; sent?: ReviewAttempt['sent'] },
    write: (review: ReviewNow, written: Omit<Written, 'facts'>) => Promise<ReviewView[]>,
  ): Promise<Done<ReviewView>> {
    const { input, actor, operation, sent } = asked;
    const taken = once(actor.personId, operation, input);
    const work = () =>
      untilWritten(async () => {
        const [review] = await lookAt(this.db, [input.reviewId]);
        if (!review) throw new NotFoundError('review', ['reviewId']);
        const refusal = reviewRefusal(action, { review, actor, actsAsReviewer: isReviewer(actor), ...(sent ? { sent } : {}) });
        if (refusal) throw refusal;
        return write(review, { id: review.id, turn: review.turn, once: taken });
      });
    return onlyOnce(this.db, taken, work, (id) => this.one(id));
  }

  private async one(id: string): Promise<ReviewView> {
    const [review] = await this.reads.byIds([id]);
    if (!review) throw new Error(`The review ${id} was there, and reviews are never deleted.`);
    return review;
  }
}

function fact(action: ReviewAction, review: ReviewNow, actor: Actor, body: NewFact['body'] = {}): NewFact {
  return {
    subjectId: review.id,
    actorId: actor.personId,
    name: REVIEW_STEPS[action].facts[0],
    body: { exceptionId: review.exceptionId, ...body },
  };
}

function wordsOf({ personId }: Actor, body: string): Words {
  return { id: newId('rmk'), authorId: personId, body };
}
