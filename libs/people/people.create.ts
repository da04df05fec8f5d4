import { failedOn, type Once, type Queryable, takeKey } from '#database';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { PersonFields } from './new-person.rules.js';
import { PERSON_COLUMNS } from './people.columns.js';
import type { Person } from './person.entity.js';
import { TakenError } from './person.errors.js';
import { rightsTold } from './person.rules.js';

/** How the sign-in provider knows somebody: identity is (issuer, subject), never e-mail. */
export interface SignInName {
  readonly issuer: string;
  readonly subject: string;
}

/** A person who is about to be made, with the ids they will have. */
export interface Creation extends PersonFields {
  readonly id: string;
  readonly humanId: string;
  readonly teamId: string | null;
  /** Another account of the same human: the new one is of that human, and `humanId` is not used. */
  readonly sameHumanAs: string | null;
  readonly signIn: SignInName | null;
  /** False for somebody whom a directory names before they begin. */
  readonly active?: boolean;
  /** What a directory calls them, where they come from one. */
  readonly userName?: string | null;
  readonly externalId?: string | null;
}

/** Who makes the person. */
export interface Maker {
  /** Null when it is the operator, at a terminal. */
  readonly personId: string | null;
  /** A statement that answers a row with an `id` while they may. */
  readonly may: Sql;
}

/** Writes the person with sign-in, fact and key; no row when the maker may not, or team or other account are not there. */
export function writeCreation(db: Queryable, creation: Creation, maker: Maker, taken: Once | undefined): Promise<Person[]> {
  const { id, signIn, active = true, userName = null, externalId = null } = creation;
  const created: NewFact = {
    subjectId: id,
    actorId: maker.personId,
    name: 'person.created',
    body: rightsTold({ ...creation, active, awayUntil: null }),
  };
  return db.query<Person>(
    sql`WITH allowed AS (SELECT a.id FROM (${maker.may}) AS a
          WHERE (${creation.teamId}::text IS NULL OR EXISTS (SELECT 1 FROM teams t WHERE t.id = ${creation.teamId}::text AND t.ended_at IS NULL))),
      human AS (SELECT coalesce(
          (SELECT o.human_id FROM people o WHERE o.id = ${creation.sameHumanAs}::text AND o.kind = 'PERSON'),
          CASE WHEN ${creation.sameHumanAs}::text IS NULL THEN ${creation.humanId}::text END) AS id FROM allowed),
      made AS (INSERT INTO people (id, human_id, kind, name, handle, email, roles, faces_customers, team_id, active, user_name, external_id)
        SELECT ${id}, human.id, 'PERSON', ${creation.name}, ${creation.handle}, ${creation.email}, ${creation.roles}::text[], ${creation.facesCustomers}::boolean,
          ${creation.teamId}::text, ${active}::boolean, ${userName}::text, ${externalId}::text FROM human WHERE human.id IS NOT NULL RETURNING *),
      known AS (INSERT INTO identities (issuer, subject, person_id) SELECT ${signIn?.issuer ?? null}::text, ${signIn?.subject ?? null}::text, made.id
        FROM made WHERE ${signIn !== null}::boolean RETURNING 1),
      recorded AS (${recordFacts([created], raw('made'))}), keyed AS (${takeKey(taken, id, raw('made'))})
      SELECT ${PERSON_COLUMNS} FROM made p`,
    'people.create',
  );
}

/**
 * Says in our words what stood against a creation.
 * @throws TakenError when somebody has the handle or the subject; else the error as it came
 */
export function takenIn(error: unknown): never {
  if (failedOn(error, 'a_person_has_their_own_handle')) throw new TakenError('handle');
  throw failedOn(error, 'identities_pkey') ? new TakenError('subject') : error;
}
