import type { Queryable } from '#database';
import sql, { raw, type Sql } from 'sql-template-tag';

/** Some things by their ids, the oldest first (promises: the soonest due), and how many there are in all. */
export interface Some {
  readonly ids: readonly string[];
  readonly count: number;
}

/** What hangs on a person: what an admin looks at before they change the role of that person, or let them leave. */
export interface Leaving {
  readonly personId: string;
  /** Cases that they own and that are open, or solved and still to be followed up. They must be given to colleagues before the person leaves. */
  readonly cases: Some;
  /** Promises to the customers of these cases that nobody has kept yet, late ones too. They go with the cases, and keep their times. */
  readonly promised: Some;
  /** Open exceptions on whose current revision their signature stands: it becomes void. */
  readonly signed: Some;
  /** Open exceptions that they proposed. These stay theirs; the new owner of the case may withdraw them. */
  readonly proposed: Some;
  /** Reviews that they hold: each waits again when its lease ends. */
  readonly claimed: Some;
}

/** As many are named of each; the count tells of the rest. */
const NAMED_MAX = 25;

/** Reads all of it at one instant, in one query; undefined when there is no such person. */
export async function lookAtLeaving(db: Queryable, personId: string): Promise<Leaving | undefined> {
  const [row] = await db.query<Record<keyof Leaving, Some> & { personId: string }>(
    sql`WITH owned AS (SELECT c.id, c.opened_at AS at FROM ownership o JOIN cases c ON c.id = o.case_id
          WHERE o.person_id = ${personId} AND o.until_at IS NULL AND c.status IN ('NEW', 'OWNED', 'SOLVED')),
        promised AS (SELECT g.id, g.due_at AS at FROM owned JOIN cases c ON c.id = owned.id AND c.status = 'OWNED'
          JOIN get_backs g ON g.case_id = c.id AND (g.status = 'MADE' OR g.status = 'BROKEN' AND g.delivered_at IS NULL)),
        signed AS (SELECT e.id, s.at FROM co_signatures s JOIN policy_exceptions e ON e.id = s.exception_id AND e.revision = s.revision AND e.status = 'PROPOSED'
          WHERE s.signer_id = ${personId}
            AND NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE (x.exception_id, x.revision, x.human_id) = (s.exception_id, s.revision, s.human_id))),
        proposed AS (SELECT e.id, e.created_at AS at FROM policy_exceptions e WHERE e.proposer_id = ${personId} AND e.status = 'PROPOSED'),
        claimed AS (SELECT r.id, r.created_at AS at FROM reviews r WHERE r.reviewer_id = ${personId} AND r.status = 'CLAIMED' AND r.claimed_until > house_now())
      SELECT p.id AS "personId", ${some('owned')} AS cases, ${some('promised')} AS promised, ${some('signed')} AS signed, ${some('proposed')} AS proposed, ${some('claimed')} AS claimed
        FROM people p WHERE p.id = ${personId}`,
    'people.leaving',
  );
  return row;
}

const some = (table: string): Sql =>
  raw(
    `(SELECT json_build_object('count', count(*)::int, 'ids', coalesce((array_agg(id ORDER BY at, id))[1:${NAMED_MAX}], '{}')) FROM ${table})`,
  );
