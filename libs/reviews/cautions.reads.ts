import type { RemedyKind } from '#exceptions';
import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import sql, { type Sql } from 'sql-template-tag';

/** What a NOT_AGAIN asks: one co-signer more for every proposal with this cause and this kind of remedy, as long as it stands. */
export interface Caution {
  readonly reviewId: string;
  /** The exception that was reviewed. */
  readonly exceptionId: string;
  readonly cause: string;
  readonly kind: RemedyKind;
  readonly since: Date;
  readonly endedAt: Date | null;
  /** Whether it asks for somebody now: it has not ended, and no policy version in force covers what was reviewed. */
  readonly stands: boolean;
  /** The words of the review; null once erased. */
  readonly reason: string | null;
  /** Who asked to lift it, and why; null while nobody did. */
  readonly liftProposedBy: string | null;
  readonly liftReason: string | null;
}

const columns = (
  stands: Sql,
): Sql => sql`c.review_id AS "reviewId", v.exception_id AS "exceptionId", c.cause, c.kind, c.since, c.ended_at AS "endedAt",
  ${stands} AS stands, w.body AS reason, c.lift_proposed_by AS "liftProposedBy", l.body AS "liftReason"`;
const WITH_WORDS = sql`JOIN reviews v ON v.id = c.review_id JOIN remarks w ON w.id = c.reason_id LEFT JOIN remarks l ON l.id = c.lift_reason_id`;
const STANDING_MOST = 100;

/** Reads what reviews ask of like proposals. */
@Injectable()
export class CautionsReads {
  constructor(private readonly db: Database) {}

  /** Those that stand now, of one cause or kind where these are given; the latest first, a hundred at most. */
  standing({ cause, kind }: { cause?: string | null; kind?: RemedyKind | null }): Promise<Caution[]> {
    return this.db.query<Caution & Record<string, unknown>>(
      sql`SELECT ${columns(sql`true`)} FROM cautions k CROSS JOIN LATERAL cautions_at(k.cause, k.kind, house_now()) c ${WITH_WORDS}
           WHERE k.ended_at IS NULL AND (c.review_id, c.turn) = (k.review_id, k.turn) AND (${cause ?? null}::text IS NULL OR k.cause = ANY ((SELECT same_causes(${cause ?? null}))::text[]))
             AND (${kind ?? null}::text IS NULL OR k.kind = ${kind ?? null}) ORDER BY c.since DESC, c.review_id LIMIT ${STANDING_MOST}`,
      'cautions.standing',
    );
  }

  /** The last one that each of some reviews left, whether or not it stands. */
  ofReviews(reviewIds: readonly string[]): Promise<Caution[]> {
    return this.db.query<Caution & Record<string, unknown>>(
      sql`SELECT DISTINCT ON (c.review_id) ${columns(sql`EXISTS (SELECT 1 FROM cautions_at(c.cause, c.kind, house_now()) s WHERE (s.review_id, s.turn) = (c.review_id, c.turn))`)}
            FROM cautions c ${WITH_WORDS} WHERE c.review_id = ANY (${reviewIds}) ORDER BY c.review_id, c.turn DESC`,
      'cautions.ofReviews',
    );
  }

  /** Those that raised the quorum of each of some exceptions: they stood when its current revision was written. Ten of each at most. */
  ofExceptions(exceptionIds: readonly string[]): Promise<(Caution & { of: string })[]> {
    return this.db.query<Caution & { of: string } & Record<string, unknown>>(
      sql`SELECT e.id AS of, ${columns(sql`c.ended_at IS NULL`)} FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision
            CROSS JOIN LATERAL (SELECT * FROM cautions_at(r.cause, r.kind, r.created_at) ORDER BY since, review_id LIMIT 10) c ${WITH_WORDS} WHERE e.id = ANY (${exceptionIds}) ORDER BY e.id, c.since, c.review_id`,
      'cautions.ofExceptions',
    );
  }
}
