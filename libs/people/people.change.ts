import { type Once, type Queryable, takeKey } from '#database';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw } from 'sql-template-tag';
import type { Actor } from './actor.js';
import { PERSON_COLUMNS } from './people.columns.js';
import { adminsBesides, mayLookAfterPeople } from './people.look.js';
import type { Person } from './person.entity.js';
import { afterChange, changedFields, type PersonAttempt, type PersonChange, rightsTold } from './person.rules.js';

/** A change that is about to be made, with the person as they stood when they were locked. */
export type LockedAttempt = Omit<PersonAttempt, 'person'> & { readonly person: Person | undefined };

/** A person who was found and locked, with the cases that they still look after. */
export type LockedPerson = { readonly person: Person; readonly openCases: number };

/** What is to be changed, about whom, by whom. */
export interface ChangeOrder {
  readonly personId: string;
  readonly change: PersonChange;
  readonly actor: Actor;
}

/**
 * Locks all that the change may touch, in the one order of the house (exceptions, then people), and reads what decides about it.
 * The exceptions that the person signed come first, because signatures of somebody who may no longer sign become void with the change;
 * the person and the admin who acts are locked together, so that two admins cannot take the role from each other at once. Other admins are
 * not: that one is left, the wall `an_admin_is_left` judges at the end.
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
    sql`SELECT ${PERSON_COLUMNS} FROM people p WHERE p.id = ${personId} OR (p.id = ${actor.personId} AND p.kind = 'PERSON') ORDER BY p.id FOR NO KEY UPDATE`,
    'people.lock',
  );
  // After the locks, so that it sees what whoever held them has committed.
  const [around] = await tx.query<{ now: Date; openCases: number; teamIsKnown: boolean; actsAsAdmin: boolean }>(
    sql`SELECT house_now() AS now, ${change.teamId ?? null}::text IS NULL
            OR EXISTS (SELECT 1 FROM teams t WHERE t.id = ${change.teamId ?? null}::text AND t.ended_at IS NULL) AS "teamIsKnown",
          EXISTS (${mayLookAfterPeople(actor)}) AS "actsAsAdmin",
          (SELECT count(*)::int FROM ownership o JOIN cases c ON c.id = o.case_id
            WHERE o.person_id = ${personId} AND o.until_at IS NULL AND c.status IN ('NEW', 'OWNED', 'SOLVED')) AS "openCases"`,
    'people.around',
  );
  if (!around) throw new Error('This query always has one row.');
  return {
    ...around,
    change,
    isSync: actor.tokenId !== undefined,
    person: locked.find(({ id }) => id === personId),
    otherAdmins: await adminsBesides(tx, personId),
  };
}

/** Writes the change of a locked person, with its fact when anything changed; answers the person as they stand then. Who leaves is signed out. */
export async function writeChange(tx: Queryable, locked: LockedPerson, order: ChangeOrder, taken: Once | undefined): Promise<Person> {
  const { person, openCases } = locked;
  const after = afterChange(person, order.change);
  const changed = changedFields(person, after);
  const by = { subjectId: person.id, actorId: order.actor.personId };
  const left = person.active && !after.active && openCases > 0;
  const facts: NewFact[] = [
    ...(changed.length ? [{ ...by, name: 'person.changed' as const, body: { changed, ...rightsTold(after) } }] : []),
    ...(left ? [{ ...by, name: 'person.leftWithCases' as const, body: { openCases } }] : []),
  ];
  const [row] = await tx.query<Person>(
    sql`WITH changed AS (UPDATE people SET name = ${after.name}, email = ${after.email}, roles = ${after.roles}::text[], faces_customers = ${after.facesCustomers}::boolean, active = ${after.active}::boolean,
          away_until = ${after.awayUntil}::timestamptz, team_id = ${after.teamId}::text, user_name = ${after.userName}::text,
          external_id = ${after.externalId}::text, sync_ended_at = ${after.syncEndedAt}::timestamptz WHERE id = ${person.id} RETURNING *),
        ended AS (UPDATE sessions s SET ended_at = house_now() FROM changed WHERE s.person_id = changed.id AND NOT changed.active AND s.ended_at IS NULL RETURNING 1),
        recorded AS (${recordFacts(facts, raw('changed'))}), keyed AS (${takeKey(taken, person.id, raw('changed'))})
      SELECT ${PERSON_COLUMNS} FROM changed p`,
    'people.change',
  );
  if (!row) throw new Error('A locked person is still there.');
  return row;
}
