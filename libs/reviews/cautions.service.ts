import { Injectable } from '@nestjs/common';
import { Database, type Done, newId, type Once, once, onlyOnce, takeKey, untilWritten } from '#database';
import { NotFoundError } from '#errors';
import { type NewFact, recordFacts } from '#facts';
import { type Actor, isReviewer } from '#people';
import sql, { raw } from 'sql-template-tag';
import { NoCautionError } from './caution.errors.js';
import { type CautionNow, liftRefusal } from './caution.rules.js';
import type { ReviewView } from './review.entity.js';
import { couldReview, type ReviewNow } from './review.rules.js';
import { lookAt } from './reviews.look.js';
import { ReviewsReads } from './reviews.reads.js';

/** The review whose caution is to be lifted, and why. */
export interface LiftCaution {
  readonly reviewId: string;
  readonly reason: string;
  readonly idempotencyKey?: string | null;
}

/** What people do with a caution: two reviewers lift it. That a review is reopened ends it too, by a trigger. */
@Injectable()
export class CautionsService {
  constructor(
    private readonly db: Database,
    private readonly reads: ReviewsReads,
  ) {}

  /**
   * Asks to lift what a NOT_AGAIN asks of like proposals, or, when another reviewer asked before, lifts it.
   * @throws NotAReviewerError ReviewerTookPartError NoCautionError NotFoundError
   * @throws SameLifterError for the reviewer who asked first
   * @throws InvalidError for a reason without words
   */
  lift(input: LiftCaution, actor: Actor): Promise<Done<ReviewView>> {
    const { reviewId, reason } = input;
    const taken = once(actor.personId, 'liftCaution', input);
    const work = async (): Promise<ReviewView> => {
      await untilWritten(async () => {
        const [review] = await lookAt(this.db, [reviewId]);
        if (!review) throw new NotFoundError('review', ['reviewId']);
        const caution = await this.standing(reviewId);
        const no = liftRefusal({ review, caution, reason, actor, actsAsReviewer: isReviewer(actor) });
        if (no || !caution) throw no ?? new NoCautionError();
        return this.write(review, caution, { words: { id: newId('rmk'), body: reason }, by: actor, once: taken });
      });
      return this.review(reviewId);
    };
    return onlyOnce(this.db, taken, work, (id) => this.review(id));
  }

  /** One statement: the step if the caution is still as it was seen, the words, the fact, the key. No row: somebody was faster. */
  private write(review: ReviewNow, { turn, liftProposedHuman }: CautionNow, { words, by, once: taken }: Step): Promise<{ id: string }[]> {
    const isSecond = liftProposedHuman !== null;
    const body = { exceptionId: review.exceptionId, reasonId: words.id, reviewerIds: couldReview({ review }) };
    const facts: NewFact[] = [
      { subjectId: review.id, actorId: by.personId, name: isSecond ? 'caution.lifted' : 'caution.liftProposed', body },
    ];
    const set = isSecond
      ? sql`lifted_by = ${by.personId}, lifted_human = ${by.humanId}`
      : sql`lift_proposed_by = ${by.personId}, lift_proposed_human = ${by.humanId}, lift_reason_id = ${words.id}`;
    return this.db.query<{ id: string }>(
      sql`WITH seen AS (SELECT review_id, turn FROM cautions WHERE review_id = ${review.id} AND turn = ${turn}
            AND ended_at IS NULL AND (lift_proposed_by IS NOT NULL) = ${isSecond}::boolean FOR UPDATE),
          told AS (INSERT INTO remarks (id, subject_id, author_id, body) SELECT ${words.id}, review_id, ${by.personId}, ${words.body} FROM seen RETURNING 1),
          changed AS (UPDATE cautions c SET ${set} FROM seen, told WHERE (c.review_id, c.turn) = (seen.review_id, seen.turn) RETURNING c.review_id AS id),
          recorded AS (${recordFacts(facts, raw('changed'))}), keyed AS (${takeKey(taken, review.id, raw('changed'))}) SELECT id FROM changed`,
      isSecond ? 'cautions.lift' : 'cautions.proposeLift',
    );
  }

  private async standing(reviewId: string): Promise<CautionNow | undefined> {
    const [found] = await this.db.query<CautionNow & Record<string, unknown>>(
      sql`SELECT turn, lift_proposed_human AS "liftProposedHuman" FROM cautions WHERE review_id = ${reviewId} AND ended_at IS NULL`,
      'cautions.look',
    );
    return found;
  }

  private async review(id: string): Promise<ReviewView> {
    const [review] = await this.reads.byIds([id]);
    if (!review) throw new Error(`The review ${id} was there, and reviews are never deleted.`);
    return review;
  }
}

/** By whom, with what words, under which key. */
interface Step {
  readonly words: { readonly id: string; readonly body: string };
  readonly by: Actor;
  readonly once: Once | undefined;
}
