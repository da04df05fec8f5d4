import type { Queryable } from '#database';
import sql, { empty, join, raw, type Sql } from 'sql-template-tag';
import { PERSON_COLUMNS } from './people.columns.js';
import type { Person } from './person.entity.js';
import { KNOWN_TO_DIRECTORY, type Part } from './synced-people.look.js';

/** Somebody in a team. */
export interface Member {
  readonly id: string;
  readonly name: string;
}

/** A team as a directory is told of it. */
export interface SyncedTeam {
  readonly id: string;
  readonly name: string;
  readonly externalId: string | null;
  readonly createdAt: Date;
  /** Another text when its names, or who is in it, have changed. */
  readonly version: string;
  /** Empty when they were not asked for. */
  readonly members: readonly Member[];
}

/** By which name a team is looked for; all of them must fit. */
export interface SyncedTeamsFilter {
  readonly id?: string;
  readonly name?: string;
  readonly externalId?: string;
  /** The id of somebody who is in it. */
  readonly member?: string;
}

const VERSION = raw(`left(encode(sha256(convert_to(concat_ws(chr(10), t.name, t.external_id,
  (SELECT string_agg(p.id, ',' ORDER BY p.id) FROM people p WHERE p.team_id = t.id AND ${KNOWN_TO_DIRECTORY.text})), 'UTF8')), 'hex'), 16)`);
const MEMBERS = raw(`(SELECT coalesce(json_agg(json_build_object('id', p.id, 'name', p.name) ORDER BY p.name, p.id), '[]')
  FROM people p WHERE p.team_id = t.id AND ${KNOWN_TO_DIRECTORY.text})`);
const COLUMNS = sql`t.id, t.name, t.external_id AS "externalId", t.created_at AS "createdAt", ${VERSION} AS version`;

/** One team with all its members; undefined when there is none, or no longer. */
export async function syncedTeam(db: Queryable, id: string): Promise<SyncedTeam | undefined> {
  const [row] = await db.query<SyncedTeam & Record<string, unknown>>(
    sql`SELECT ${COLUMNS}, ${MEMBERS} AS members FROM teams t WHERE t.id = ${id} AND t.ended_at IS NULL`,
    'sync.team',
  );
  return row;
}

/** Part of all teams that fit, the oldest first, and how many fit. `members`: who tells of members, or of none. */
export async function syncedTeams(
  db: Queryable,
  filter: SyncedTeamsFilter,
  part: Part,
  members: 'all' | 'none',
): Promise<{ total: number; found: SyncedTeam[] }> {
  const where = sql`t.ended_at IS NULL ${fits(filter)}`;
  const [count] = await db.query<{ total: number }>(sql`SELECT count(*)::int AS total FROM teams t WHERE ${where}`);
  const named = members === 'all' ? MEMBERS : raw(`'[]'::json`);
  const found =
    part.limit > 0
      ? await db.query<SyncedTeam & Record<string, unknown>>(
          sql`SELECT ${COLUMNS}, ${named} AS members FROM teams t WHERE ${where} ORDER BY t.created_at, t.id OFFSET ${part.offset} LIMIT ${part.limit}`,
        )
      : [];
  return { total: count?.total ?? 0, found };
}

/** A team that has this name, also one that ended. */
export async function teamNamed(db: Queryable, name: string): Promise<{ id: string; isEnded: boolean } | undefined> {
  const [row] = await db.query<{ id: string; isEnded: boolean }>(
    sql`SELECT t.id, t.ended_at IS NOT NULL AS "isEnded" FROM teams t WHERE t.name = ${name}`,
    'sync.teamNamed',
  );
  return row;
}

/** Whether another team has this external id. */
export async function teamHas(db: Queryable, externalId: string | null | undefined, besides: string): Promise<boolean> {
  const rows = await db.query(
    sql`SELECT 1 FROM teams t WHERE t.ended_at IS NULL AND t.external_id = ${externalId ?? null}::text AND t.id <> ${besides}`,
    'sync.teamHas',
  );
  return rows.length > 0;
}

/** Locks a team. To end it, also against whoever is just being put into it by somebody else: they are in it before, or are refused. */
export async function lockTeam(tx: Queryable, id: string, to: 'change' | 'end'): Promise<void> {
  await tx.query(sql`SELECT t.id FROM teams t WHERE t.id = ${id} ${to === 'end' ? raw('FOR UPDATE') : raw('FOR NO KEY UPDATE')}`);
}

/** Locks people who are to be moved, in the order of the house. Whoever the directory is not told of is left out. */
export function lockMoved(tx: Queryable, ids: readonly string[]): Promise<Person[]> {
  return tx.query<Person>(
    sql`SELECT ${PERSON_COLUMNS} FROM people p WHERE p.id = ANY (${ids}) AND ${KNOWN_TO_DIRECTORY} ORDER BY p.id FOR NO KEY UPDATE`,
    'sync.lockMoved',
  );
}

function fits({ id, name, externalId, member }: SyncedTeamsFilter): Sql {
  const wishes = [
    id === undefined ? [] : [sql`t.id = ${id}`],
    name === undefined ? [] : [sql`lower(t.name) = lower(${name})`],
    externalId === undefined ? [] : [sql`t.external_id = ${externalId}`],
    member === undefined ? [] : [sql`t.id = (SELECT p.team_id FROM people p WHERE p.id = ${member} AND ${KNOWN_TO_DIRECTORY})`],
  ].flat();
  return wishes.length > 0 ? sql`AND ${join(wishes, ' AND ')}` : empty;
}
