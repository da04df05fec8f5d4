import type { Queryable } from '#database';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Actor } from './actor.js';

/** A row when the actor is an admin in person at this very moment, else none. */
export function adminNow({ personId, tokenId }: Actor): Sql {
  return sql`SELECT id FROM people WHERE id = ${personId} AND ${tokenId === undefined}::boolean AND kind = 'PERSON' AND active AND 'ADMIN' = ANY (roles)`;
}

/**
 * A row when the actor may look after people at this very moment: an admin in person, or a machine whose token has the scope SCIM
 * (and still has it: the token is read again).
 */
export function mayLookAfterPeople(actor: Actor): Sql {
  return sql`${adminNow(actor)} UNION ALL SELECT p.id FROM api_tokens t JOIN people p ON p.id = t.person_id
    WHERE t.id = ${actor.tokenId ?? null}::text AND p.id = ${actor.personId} AND p.active AND t.revoked_at IS NULL AND t.expires_at > house_now() AND 'SCIM' = ANY (t.scopes)`;
}

/** The admins who are active and here, by id, without one person. */
export async function adminsBesides(db: Queryable, personId: string): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    sql`SELECT p.id FROM people p WHERE ${ADMINS_WHO_ARE_HERE} AND p.id <> ${personId} ORDER BY p.id`,
    'people.admins',
  );
  return rows.map(({ id }) => id);
}

/** Whether a person `p` is an admin who is active and here. */
const ADMINS_WHO_ARE_HERE = raw(
  `p.kind = 'PERSON' AND p.active AND 'ADMIN' = ANY (p.roles) AND coalesce(p.away_until <= house_now(), true)`,
);
