import type { Queryable } from '#database';
import sql from 'sql-template-tag';
import type { ImportRow } from './import-cells.rules.js';
import type { Known, KnownPerson } from './import.rules.js';
import { PERSON_COLUMNS } from './people.columns.js';
import { adminsBesides } from './people.look.js';

/** Whose sign-in names a file speaks of, and who imports it. */
export interface ImportContext {
  readonly issuer: string;
  readonly actorId: string;
}

/** Reads all that decides about the rows, in a few statements, however many rows there are. */
export async function lookAround(db: Queryable, rows: readonly ImportRow[], { issuer, actorId }: ImportContext): Promise<Known> {
  const handles = rows.map(({ handle }) => handle);
  const emails = rows.map(({ email }) => email.toLowerCase());
  const subjects = rows.flatMap(({ subject }) => (subject === undefined ? [] : [subject]));
  const people = await db.query<KnownPerson>(
    sql`SELECT ${PERSON_COLUMNS}, (SELECT min(i.subject) FROM identities i WHERE i.person_id = p.id AND i.issuer = ${issuer}) AS subject,
        coalesce(owned.cases, 0) AS "openCases"
      FROM people p LEFT JOIN (SELECT o.person_id, count(*)::int AS cases FROM ownership o JOIN cases c ON c.id = o.case_id
          WHERE o.until_at IS NULL AND c.status IN ('NEW', 'OWNED', 'SOLVED') GROUP BY o.person_id) AS owned ON owned.person_id = p.id
      WHERE p.handle = ANY (${handles}) OR lower(p.email) = ANY (${emails})
        OR p.id IN (SELECT i.person_id FROM identities i WHERE i.issuer = ${issuer} AND i.subject = ANY (${subjects}))`,
    'people.importLook',
  );
  const teams = await db.query<{ id: string; name: string }>(
    sql`SELECT t.id, t.name FROM teams t WHERE t.ended_at IS NULL`,
    'people.openTeams',
  );
  const [clock] = await db.query<{ now: Date }>(sql`SELECT house_now() AS now`, 'people.clock');
  if (!clock) throw new Error('This query always has one row.');
  const admins = await adminsBesides(db, '');
  return { people, teams: new Map(teams.map(({ name, id }) => [name, id])), admins, now: clock.now, actorId };
}

/**
 * Locks whoever is to be changed, in the one order of the house: first the open exceptions that they signed, whose signatures may become void,
 * then the people, the admin who imports among them.
 */
export async function lockChanged(tx: Queryable, ids: readonly string[], actorId: string): Promise<void> {
  await tx.query(
    sql`SELECT e.id FROM policy_exceptions e
         WHERE e.status = 'PROPOSED' AND e.id IN (SELECT s.exception_id FROM co_signatures s WHERE s.signer_id = ANY (${ids}))
         ORDER BY e.id FOR UPDATE`,
    'people.importLockSigned',
  );
  await tx.query(
    sql`SELECT p.id FROM people p WHERE p.id = ANY (${[...ids, actorId]}) ORDER BY p.id FOR NO KEY UPDATE`,
    'people.importLock',
  );
}
