import { Inject, Injectable } from '@nestjs/common';
import { Database, untilWritten } from '#database';
import type { NewFact } from '#facts';
import { SETTINGS, type Settings } from '#settings';
import sql, { type Sql } from 'sql-template-tag';
import { couldReview, REVIEW_CLOCK_STEPS, type ReviewNow } from './review.rules.js';
import type { ReviewClockAction } from './review.words.js';
import { lookAt } from './reviews.look.js';
import { type By, BY_SYSTEM, writeBySystem } from './reviews.write.js';

const DAY_MS = 86_400_000;

/** One review on which the system has work to do. */
export interface DueReview {
  readonly id: string;
  /** Counts the changes of the review: the generation of a job on it. */
  readonly turn: number;
  readonly action: ReviewClockAction;
  /** When it fell due. */
  readonly at: Date;
}

/** What happens to reviews without anybody asking. Decides nothing about them, is safe to repeat, and runs in the worker. */
@Injectable()
export class ReviewsClock {
  constructor(
    private readonly db: Database,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'reviewDueDays' | 'reviewReminderDays' | 'reviewSecondReaderDays'>,
  ) {}

  /**
   * Sets the due time of a review that waits, and tells by a fact who may take it up: reviewers who are here and took no part, possibly
   * none. Does nothing when that was done before. Answers whether it did.
   */
  route(id: string): Promise<boolean> {
    return this.bySystem('ROUTE', id, (review) => {
      const dueAt = new Date(Math.max(review.dueAt.getTime(), review.createdAt.getTime() + this.settings.reviewDueDays * DAY_MS));
      return { set: BY_SYSTEM.ROUTE(dueAt), body: { reviewerIds: couldReview({ review }), dueAt: dueAt.toISOString() } };
    });
  }

  /** Puts a review back into the queue whose claim has ended by the database's clock; otherwise does nothing. */
  releaseClaim(id: string): Promise<boolean> {
    return this.bySystem('RELEASE', id, (review) => ({ set: BY_SYSTEM.RELEASE(), body: { reviewerId: review.reviewerId } }));
  }

  /**
   * Reminds those who may review of an overdue one, once at the due time and once some days after; otherwise does nothing. While somebody is
   * at it, nobody is reminded.
   */
  remindOverdue(id: string): Promise<boolean> {
    return this.bySystem('REMIND', id, (review) => ({
      set: BY_SYSTEM.REMIND(),
      body: { reviewerIds: couldReview({ review }), dueAt: review.dueAt.toISOString() },
    }));
  }

  /**
   * Brings a second reader to a review that nobody took up for long: names one who may review it, and tells them by a fact. Rather one who did
   * not take it up and leave it before, then whose turn is longest ago. When nobody could, that is told instead. It decides nothing.
   */
  nameSecondReader(id: string): Promise<boolean> {
    return this.bySystem('NAME_SECOND_READER', id, async (review) => {
      const reader = await this.secondReaderOf(review);
      const [named, missing] = REVIEW_CLOCK_STEPS.NAME_SECOND_READER.facts;
      return {
        set: BY_SYSTEM.NAME_SECOND_READER(reader),
        name: reader ? named : missing,
        body: { dueAt: review.dueAt.toISOString(), ...(reader ? { personId: reader.personId } : {}) },
      };
    });
  }

  /** What is due by now, at most so many of each kind, the longest due first: the sweep puts it into the queue again, whatever the queue lost. */
  due(most: number): Promise<DueReview[]> {
    const reminder = sql`make_interval(days => ${this.settings.reviewReminderDays}::int)`;
    const secondReader = sql`make_interval(days => ${this.settings.reviewSecondReaderDays}::int)`;
    return this.db.query<DueReview & Record<string, unknown>>(
      sql`(SELECT id, turn, 'ROUTE' AS action, created_at AS at FROM reviews WHERE routed_at IS NULL AND status = 'QUEUED' ORDER BY created_at LIMIT ${most})
          UNION ALL
          (SELECT id, turn, 'RELEASE', claimed_until FROM reviews WHERE status = 'CLAIMED' AND claimed_until <= house_now() ORDER BY claimed_until LIMIT ${most})
          UNION ALL
          (SELECT id, turn, 'REMIND', due_at FROM reviews
            WHERE status = 'QUEUED' AND due_at <= house_now() AND coalesce(reminded_at < due_at, true)
               OR status = 'QUEUED' AND due_at <= house_now() - ${reminder} AND reminded_at < due_at + ${reminder} ORDER BY due_at LIMIT ${most})
          UNION ALL
          (SELECT id, turn, 'NAME_SECOND_READER', due_at FROM reviews
            WHERE status = 'QUEUED' AND due_at <= house_now() - ${secondReader} AND coalesce(second_reader_at < due_at, true) ORDER BY due_at LIMIT ${most})`,
      'reviews.due',
    );
  }

  private async bySystem(action: ReviewClockAction, id: string, to: (review: ReviewNow) => Outcome | Promise<Outcome>): Promise<boolean> {
    const step = REVIEW_CLOCK_STEPS[action];
    const { done } = await untilWritten(async () => {
      const [review] = await lookAt(this.db, [id]);
      if (!review || !step.isDue(review, this.settings)) return [{ done: false }];
      const { set, body, name = step.facts[0] } = await to(review);
      const facts = [{ subjectId: id, actorId: null, name, body: { exceptionId: review.exceptionId, ...body } }];
      const rows = await writeBySystem(this.db, { id, turn: review.turn, facts }, set);
      return rows.map(() => ({ done: true }));
    });
    return done;
  }

  private async secondReaderOf(review: ReviewNow): Promise<By | undefined> {
    const [reader] = await this.db.query<By & Record<string, unknown>>(
      sql`SELECT p.id AS "personId", p.human_id AS "humanId" FROM people p WHERE p.id = ANY (${couldReview({ review })}::text[])
           ORDER BY EXISTS (SELECT 1 FROM facts f WHERE f.subject_id = ${review.id} AND f.name = 'review.claimed' AND f.actor_id = p.id),
             (SELECT max(s.second_reader_at) FROM reviews s WHERE s.second_reader_id = p.id) NULLS FIRST, p.id LIMIT 1`,
      'reviews.secondReader',
    );
    return reader;
  }
}

/** What the system writes, and what fact tells it. */
interface Outcome {
  readonly set: Sql;
  readonly body: NewFact['body'];
  readonly name?: NewFact['name'];
}
