import type { Queryable } from '#database';
import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import type { SignInName } from './people.create.js';
import { PERSON_COLUMNS } from './people.columns.js';
import type { Person } from './person.entity.js';
import type { TakenNames } from './synced.rules.js';

/** A person as a directory is told of them. */
export interface SyncedPerson extends Person {
  /** The name of their team; null when they are in none. */
  readonly teamName: string | null;
  /** Counts the facts about them: another number, and something has changed. */
  readonly version: number;
  readonly changedAt: Date;
}

/** By which name somebody is looked for; all of them must fit. User names and addresses in any letters, large or small. */
export interface SyncedPeopleFilter {
  readonly id?: string;
  readonly userName?: string;
  readonly externalId?: string;
  readonly email?: string;
}

/** Part of a list: how many come before it, and how many it has at most. */
export interface Part {
  readonly offset: number;
  readonly limit: number;
}

/** Names that are to be somebody's own. */
export interface OwnNames {
  readonly userName?: string;
  readonly externalId?: string | null;
  readonly email?: string;
}

const NO_NAMES = { userName: null, externalId: null, email: null };

/** Whether a directory is told of a person `p`: not of machines, nor of whom it took away, until somebody is active again. */
export const KNOWN_TO_DIRECTORY = raw(`p.kind = 'PERSON' AND (p.sync_ended_at IS NULL OR p.active)`);

const SYNCED = sql`SELECT ${PERSON_COLUMNS}, t.name AS "teamName", coalesce(last.seq, 0) AS version, coalesce(last.at, p.created_at) AS "changedAt"
  FROM people p LEFT JOIN teams t ON t.id = p.team_id AND t.ended_at IS NULL
  LEFT JOIN LATERAL (SELECT f.seq, f.at FROM facts f WHERE f.subject_id = p.id ORDER BY f.seq DESC LIMIT 1) AS last ON true`;

/** One person; undefined for machines, for whom the directory took away, and for nobody. */
export async function syncedPerson(db: Queryable, id: string): Promise<SyncedPerson | undefined> {
  const [row] = await db.query<SyncedPerson>(sql`${SYNCED} WHERE p.id = ${id} AND ${KNOWN_TO_DIRECTORY}`, 'sync.person');
  return row;
}

/** Part of all people who fit, the oldest account first, and how many fit. */
export async function syncedPeople(
  db: Queryable,
  filter: SyncedPeopleFilter,
  part: Part,
): Promise<{ total: number; found: SyncedPerson[] }> {
  const where = sql`${KNOWN_TO_DIRECTORY} ${fits(filter)}`;
  const [count] = await db.query<{ total: number }>(sql`SELECT count(*)::int AS total FROM people p WHERE ${where}`);
  const found =
    part.limit > 0
      ? await db.query<SyncedPerson>(sql`${SYNCED} WHERE ${where} ORDER BY p.created_at, p.id OFFSET ${part.offset} LIMIT ${part.limit}`)
      : [];
  return { total: count?.total ?? 0, found };
}

/** Which of these names somebody else has whom the directory is told of. */
export async function namesTaken(db: Queryable, names: OwnNames, besides = ''): Promise<TakenNames> {
  const { userName, externalId, email } = { ...NO_NAMES, ...names };
  const [row] = await db.query<TakenNames>(
    sql`SELECT bool_or(lower(coalesce(p.user_name, p.email)) = lower(${userName}::text)) AS "userName",
        bool_or(p.external_id = ${externalId}::text) AS "externalId", bool_or(lower(p.email) = lower(${email}::text)) AS email
      FROM people p WHERE ${KNOWN_TO_DIRECTORY} AND p.id <> ${besides} AND (lower(coalesce(p.user_name, p.email)) = lower(${userName}::text)
        OR p.external_id = ${externalId}::text OR lower(p.email) = lower(${email}::text))`,
    'sync.taken',
  );
  return row ?? {};
}

/** Whose subject this is at the sign-in provider, and whether the directory had taken them away. */
export async function holderOf(db: Queryable, signIn: SignInName | null): Promise<{ id: string; isGone: boolean } | undefined> {
  const [row] = await db.query<{ id: string; isGone: boolean }>(
    sql`SELECT p.id, NOT (${KNOWN_TO_DIRECTORY}) AND p.kind = 'PERSON' AS "isGone" FROM identities i JOIN people p ON p.id = i.person_id
      WHERE i.issuer = ${signIn?.issuer ?? null}::text AND i.subject = ${signIn?.subject ?? null}::text`,
    'sync.holder',
  );
  return row;
}

/** Whom the directory knew by this id before it took them away. */
export async function goneBefore(db: Queryable, externalId: string | null): Promise<string | undefined> {
  const [row] = await db.query<{ id: string }>(
    sql`SELECT p.id FROM people p WHERE p.external_id = ${externalId}::text AND p.kind = 'PERSON' AND NOT (${KNOWN_TO_DIRECTORY})
      ORDER BY p.sync_ended_at DESC LIMIT 1`,
    'sync.goneBefore',
  );
  return row?.id;
}

/** The handles that begin so. */
export async function handlesLike(db: Queryable, handle: string): Promise<ReadonlySet<string>> {
  const rows = await db.query<{ handle: string }>(
    sql`SELECT p.handle FROM people p WHERE p.handle = ${handle} OR p.handle ^@ ${`${handle}-`}`,
    'sync.handles',
  );
  return new Set(rows.map((row) => row.handle));
}

function fits({ id, userName, externalId, email }: SyncedPeopleFilter): Sql {
  const wishes = [
    id === undefined ? [] : [sql`p.id = ${id}`],
    userName === undefined ? [] : [sql`lower(coalesce(p.user_name, p.email)) = lower(${userName})`],
    externalId === undefined ? [] : [sql`p.external_id = ${externalId}`],
    email === undefined ? [] : [sql`lower(p.email) = lower(${email})`],
  ].flat();
  return wishes.length > 0 ? sql`AND ${join(wishes, ' AND ')}` : empty;
}
