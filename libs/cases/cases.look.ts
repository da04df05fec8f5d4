import type { Queryable } from '#database';
import type { Actor } from '#people';
import sql, { raw } from 'sql-template-tag';

/** The columns of a case `c` with its words `t`, for statements that answer one; `CASES` is where they come from. */
export const CASE_COLUMNS = raw(
  [
    'c.id, c.number, c.ref, c.status, c.customer_id AS "customerId", c.internal, c.external_ref AS "externalRef", c.opened_by AS "openedBy"',
    'c.opened_at AS "openedAt", c.acknowledged_at AS "acknowledgedAt", c.acknowledge_by AS "acknowledgeBy", c.answered_at AS "answeredAt"',
    'c.next_due_at AS "nextDueAt", c.turn, t.need, c.owner_id AS "ownerId"',
  ].join(', '),
);

/** Every case with its words. */
export const CASES = raw('cases c JOIN case_texts t ON t.case_id = c.id');

/** Who would own a case that this caller opens, and whether the customer who was named is there. */
export interface OpeningGround {
  now: Date;
  ownerId: string | null;
  customerIsKnown: boolean;
}

/** Reads the ground for a new case, in one query. A machine opens for the person for whom it works: the first active account of that human. */
export async function lookAtOpening(db: Queryable, actor: Actor, customerId: string | null): Promise<OpeningGround> {
  const [row] = await db.query<OpeningGround>(
    sql`SELECT house_now() AS now, (SELECT p.id FROM people p WHERE p.human_id = ${actor.humanId} AND p.kind = 'PERSON' AND p.active
                 ORDER BY p.id <> ${actor.personId}, p.created_at, p.id LIMIT 1) AS "ownerId",
          EXISTS (SELECT 1 FROM customers c WHERE c.id = ${customerId}::text AND c.erased_at IS NULL) AS "customerIsKnown"`,
    'cases.opening',
  );
  if (!row) throw new Error('This query always has one row.');
  return row;
}
