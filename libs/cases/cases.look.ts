import type { Queryable } from '#database';
import type { Actor } from '#people';
import sql, { raw } from 'sql-template-tag';

/**
 * The columns of a case `c` with its words `t` and its open ownership `o`, for statements that answer one;
 * the ends of `CASES` are where they come from.
 */
export const CASE_COLUMNS = raw(
  [
    'c.id, c.number, c.ref, c.status, c.customer_id AS "customerId", c.internal, c.external_ref AS "externalRef", c.opened_by AS "openedBy"',
    'c.opened_at AS "openedAt", c.acknowledged_at AS "acknowledgedAt", t.need, o.person_id AS "ownerId"',
  ].join(', '),
);

/** Every case with its words and its owner of this moment. */
export const CASES = raw('cases c JOIN case_texts t ON t.case_id = c.id JOIN ownership o ON o.case_id = c.id AND o.until_at IS NULL');

/** Who would own a case that this caller opens, and whether the customer who was named is there. */
export interface OpeningGround {
  ownerId: string | null;
  customerIsKnown: boolean;
}

/** Reads the ground for a new case, in one query. A machine opens for the person for whom it works: the first active account of that human. */
export async function lookAtOpening(db: Queryable, actor: Actor, customerId: string | null): Promise<OpeningGround> {
  const [row] = await db.query<OpeningGround>(
    sql`SELECT (SELECT p.id FROM people p WHERE p.human_id = ${actor.humanId} AND p.kind = 'PERSON' AND p.active
                 ORDER BY p.id <> ${actor.personId}, p.created_at, p.id LIMIT 1) AS "ownerId",
          EXISTS (SELECT 1 FROM customers c WHERE c.id = ${customerId}::text AND c.erased_at IS NULL) AS "customerIsKnown"`,
    'cases.opening',
  );
  if (!row) throw new Error('This query always has one row.');
  return row;
}
