import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { InvalidError, NotFoundError, say } from '#errors';
import { keyset, mustHaveRoom, type Page, type Paged, type PageOrder, pageOf, type PageRequest } from '#pages';
import sql, { join, raw, type Sql } from 'sql-template-tag';
import type { GetBackStatus } from './case.words.js';
import { localTime } from './due.rules.js';

/** A promise to a customer as it stands by the clock: what is past its time is broken, whether or not anything has noted it. */
export interface GetBack {
  readonly id: string;
  readonly caseId: string;
  readonly promisedById: string;
  /** null once erased. */
  readonly what: string | null;
  readonly madeAt: Date;
  readonly dueAt: Date;
  /** Of the customer. */
  readonly timeZone: string;
  readonly dueLocal: string;
  readonly status: GetBackStatus;
  readonly deliveredAt: Date | null;
  readonly whatWasSaid: string | null;
  readonly customerToldAt: Date | null;
  readonly nextId: string | null;
}

/** Which promises a list shows: all conditions that are given must hold. */
export interface GetBackFilter {
  /** In cases of this person, now: of those that are still open only, so that nobody's promises are counted. */
  readonly ownerId?: string | null;
  /** In cases of somebody of this team, now. */
  readonly teamId?: string | null;
  /** As they stand by the clock. */
  readonly status?: readonly GetBackStatus[] | null;
  /** Whether the customer still waits: the case is open, and they have not heard from us, in time or late. */
  readonly open?: boolean | null;
  readonly dueAfter?: Date | null;
  readonly dueBefore?: Date | null;
}

const DUE_FIRST: PageOrder = { key: sql`g.due_at`, kind: 'instant', id: sql`g.id`, descending: false };

/** What is read of promises, for any number of them at once. */
@Injectable()
export class GetBacksReads {
  constructor(private readonly db: Database) {}

  /** @throws NotFoundError */
  async one(id: string): Promise<GetBack> {
    const [found] = await this.byIds([id]);
    if (!found) throw new NotFoundError('get-back', ['getBackId']);
    return found;
  }

  /** Promises by their ids, the soonest due first; unknown ids are left out. */
  async byIds(ids: readonly string[]): Promise<GetBack[]> {
    const rows = await this.db.query<Row>(
      sql`SELECT ${COLUMNS} FROM ${FROM} WHERE g.id = ANY (${ids}) ORDER BY g.due_at, g.id`,
      'getBacks.byIds',
    );
    return rows.map(withLocalTime);
  }

  /** Promises, one page, the soonest due first, with those whose time has passed. @throws InvalidError for a stretch of time without room, and for one owner's that are not open */
  async list(filter: GetBackFilter, page: PageRequest): Promise<Page<GetBack & Paged>> {
    const { key, where, tail } = keyset(DUE_FIRST, page);
    const rows = await this.db.query<Row & Paged>(
      sql`SELECT ${COLUMNS}, ${key} FROM ${FROM} WHERE ${matches(filter)} AND ${where} ${tail}`,
    );
    return pageOf(rows.map(withLocalTime), page);
  }

  /** How many promises the whole list has. */
  async count(filter: GetBackFilter): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM get_backs g JOIN cases c ON c.id = g.case_id WHERE ${matches(filter)}`,
    );
    return row?.count ?? 0;
  }

  /** Every promise in some cases, the first one first. */
  async ofCases(caseIds: readonly string[]): Promise<GetBack[]> {
    const rows = await this.db.query<Row>(
      sql`SELECT ${COLUMNS} FROM ${FROM} WHERE g.case_id = ANY (${caseIds}) ORDER BY g.case_id, g.made_at, g.id`,
      'getBacks.ofCases',
    );
    return rows.map(withLocalTime);
  }
}

type Row = Omit<GetBack, 'dueLocal'> & Record<string, unknown>;

const COLUMNS =
  raw(`g.id, g.case_id AS "caseId", g.promised_by AS "promisedById", w.body AS what, g.made_at AS "madeAt", g.due_at AS "dueAt", u.time_zone AS "timeZone",
  CASE WHEN g.status = 'MADE' AND g.due_at < house_now() THEN 'BROKEN' ELSE g.status END AS status, g.delivered_at AS "deliveredAt", s.body AS "whatWasSaid",
  g.customer_told_at AS "customerToldAt", g.next_id AS "nextId"`);
const FROM = raw(
  'get_backs g JOIN cases c ON c.id = g.case_id JOIN customers u ON u.id = c.customer_id JOIN remarks w ON w.id = g.what_id LEFT JOIN remarks s ON s.id = g.said_id',
);

/** By the clock of the database: what is past its time is broken, whether or not anything has noted it. */
const STANDS: Readonly<Record<GetBackStatus, Sql>> = {
  MADE: sql`g.status = 'MADE' AND g.due_at >= house_now()`,
  BROKEN: sql`(g.status = 'BROKEN' OR g.status = 'MADE' AND g.due_at < house_now())`,
  KEPT: sql`g.status = 'KEPT'`,
  RENEGOTIATED: sql`g.status = 'RENEGOTIATED'`,
  VOID: sql`g.status = 'VOID'`,
};
/** A case that has its answer waits for nothing, whatever of it was broken. */
const OPEN = sql`c.answered_at IS NULL AND (g.status = 'MADE' OR g.status = 'BROKEN' AND g.delivered_at IS NULL)`;

/** Each condition only where it is asked for, so that an index which serves it is found. */
function matches({ ownerId, teamId, status, open, ...times }: GetBackFilter): Sql {
  if (ownerId && open !== true)
    throw new InvalidError(
      ['filter', 'ownerId'],
      say`What became of the promises of one person is not listed. Ask with \`open: true\`, or for a team.`,
    );
  return join(
    [
      sql`true`,
      ...(ownerId ? [sql`c.owner_id = ${ownerId}`] : []),
      ...(teamId ? [sql`c.owner_id IN (SELECT p.id FROM people p WHERE p.team_id = ${teamId})`] : []),
      ...(status ? [inStates(status)] : []),
      ...(typeof open === 'boolean' ? [open ? OPEN : sql`NOT (${OPEN})`] : []),
      ...dueIn(times),
    ],
    ' AND ',
  );
}

function inStates(status: readonly GetBackStatus[]): Sql {
  if (status.length === 0) return sql`false`;
  const each = status.map((one) => sql`(${STANDS[one]})`);
  return sql`(${join(each, ' OR ')})`;
}

function dueIn({ dueAfter, dueBefore }: Pick<GetBackFilter, 'dueAfter' | 'dueBefore'>): Sql[] {
  mustHaveRoom({ after: dueAfter, before: dueBefore, path: ['filter', 'dueBefore'] });
  return [
    ...(dueAfter ? [sql`g.due_at > ${dueAfter}::timestamptz`] : []),
    ...(dueBefore ? [sql`g.due_at < ${dueBefore}::timestamptz`] : []),
  ];
}

function withLocalTime<One extends Row>(row: One): One & Pick<GetBack, 'dueLocal'> {
  return { ...row, dueLocal: localTime(row.dueAt, row.timeZone) };
}
