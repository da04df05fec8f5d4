import { type Once, type Queryable, takeKey } from '#database';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw } from 'sql-template-tag';
import type { Actor } from './actor.js';
import { PERSON_COLUMNS } from './people.columns.js';
import type { Person } from './person.entity.js';
import { afterChange, changedFields, type PersonAttempt, type PersonChange } from './person.rules.js';

/** A change that is about to be made, with the person as they stood when they were locked. */
export type LockedAttempt = Omit<PersonAttempt, 'person'> & { readonly person: Person | undefined };

/** What is to be changed, about whom, by whom. */
export interface ChangeOrder {
  readonly personId: string;
  readonly change: PersonChange;
  readonly actor: Actor;
}

/**
 * Locks all that the change may touch, in the one order of the house (exceptions, then people), and reads what decides about it.
 * The exceptions that the person signed come first, because signatures of somebody who may no longer sign become void with the change;
 * the admins are locked with the person, so that two of them cannot take the role from each other at once.
 */
export async function lockForChange(tx: Queryable, order: ChangeOrder): Promise<LockedAttempt> {
  const { personId, change, actor } = order;
  await tx.query(
    sql`SELECT e.id FROM policy_exceptions e
         WHERE e.status = 'PROPOSED' AND e.id IN (SELECT s.exception_id FROM co_signatures s WHERE s.signer_id = ${personId})
         ORDER BY e.id FOR UPDATE`,
    'people.lockSigned',
  );
  const locked = await tx.query<Person>(
    sql`SELECT ${PERSON_COLUMNS} FROM people p
         WHERE p.id = ${personId} OR (p.kind = 'PERSON' AND p.active AND 'ADMIN' = ANY (p.roles)) ORDER BY p.id FOR NO KEY UPDATE`,
    'people.lock',
  );
  // After the locks, so that it sees what whoever held them has committed.
  const [around] = await tx.query<{ now: Date; openCases: number; teamIsKnown: boolean }>(
    sql`SELECT house_now() AS now, ${change.teamId ?? null}::text IS NULL OR EXISTS (SELECT 1 FROM teams t WHERE t.id = ${change.teamId ?? null}::text) AS "teamIsKnown",
          (SELECT count(*)::int FROM ownership o JOIN cases c ON c.id = o.case_id
            WHERE o.person_id = ${personId} AND o.until_at IS NULL AND c.status IN ('NEW', 'OWNED')) AS "openCases"`,
    'people.around',
  );
  if (!around) throw new Error('This query always has one row.');
  const admins = locked.filter((person) => person.kind === 'PERSON' && person.active && person.roles.includes('ADMIN'));
  return {
    ...around,
    change,
    person: locked.find(({ id }) => id === personId),
    actsAsAdmin: actor.tokenId === undefined && admins.some(({ id }) => id === actor.personId),
    otherAdmins: admins.filter(({ id, awayUntil }) => id !== personId && !(awayUntil && awayUntil > around.now)).map(({ id }) => id),
  };
}

/** Writes the change of a locked person, with its fact when anything changed; answers the person as they stand then. */
export async function writeChange(tx: Queryable, person: Person, order: ChangeOrder, taken: Once | undefined): Promise<Person> {
  const after = afterChange(person, order.change);
  const changed = changedFields(person, after);
  const facts: NewFact[] = changed.length
    ? [{ subjectId: person.id, actorId: order.actor.personId, name: 'person.changed', body: { changed } }]
    : [];
  const [row] = await tx.query<Person>(
    sql`WITH changed AS (UPDATE people SET roles = ${after.roles}::text[], faces_customers = ${after.facesCustomers}::boolean, active = ${after.active}::boolean,
          away_until = ${after.awayUntil}::timestamptz, team_id = ${after.teamId}::text WHERE id = ${person.id} RETURNING *),
        recorded AS (${recordFacts(facts, raw('changed'))}), keyed AS (${takeKey(taken, person.id, raw('changed'))})
      SELECT ${PERSON_COLUMNS} FROM changed p`,
    'people.change',
  );
  if (!row) throw new Error('A locked person is still there.');
  return row;
}
