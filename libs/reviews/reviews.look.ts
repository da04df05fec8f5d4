import type { Queryable } from '#database';
import sql from 'sql-template-tag';
import type { ReviewNow } from './review.rules.js';

/**
 * Everything that decides what may happen to some reviews, in one query; unknown ids are left out. It reads who took part by the same
 * tables as the wall in the database; the worker's role may read all of them.
 */
export function lookAt(db: Queryable, ids: readonly string[]): Promise<ReviewNow[]> {
  return db.query<ReviewNow & Record<string, unknown>>(
    sql`SELECT house_now() AS now, r.id, r.exception_id AS "exceptionId", r.turn, r.status, r.reviewer_id AS "reviewerId", r.reviewer_human AS "reviewerHuman",
          r.claimed_until AS "claimedUntil", r.due_at AS "dueAt", r.created_at AS "createdAt", r.routed_at AS "routedAt", r.reminded_at AS "remindedAt", r.second_reader_at AS "secondReaderAt",
          ARRAY(SELECT e.proposer_human UNION SELECT v.author_human FROM revisions v WHERE v.exception_id = e.id
            UNION SELECT s.human_id FROM co_signatures s WHERE s.exception_id = e.id
            UNION SELECT o.human_id FROM ownership o WHERE o.case_id = e.case_id AND tstzrange(o.from_at, o.until_at) @> e.approved_at) AS "tookPart",
          (SELECT coalesce(json_agg(json_build_object('id', p.id, 'humanId', p.human_id) ORDER BY p.name, p.id), '[]') FROM people p
            WHERE p.kind = 'PERSON' AND p.active AND 'REVIEWER' = ANY (p.roles) AND coalesce(p.away_until <= house_now(), true)) AS reviewers,
          ARRAY(SELECT e.proposer_id UNION SELECT s.signer_id FROM counted_signatures c JOIN co_signatures s USING (exception_id, revision, human_id)
            WHERE c.exception_id = e.id) AS "signerIds"
     FROM reviews r JOIN policy_exceptions e ON e.id = r.exception_id WHERE r.id = ANY (${ids})`,
    'reviews.look',
  );
}
