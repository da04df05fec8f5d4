import type { Queryable } from '#database';
import sql, { raw, type Sql } from 'sql-template-tag';
import { begin, type CaseWrite, end, moved } from './case-life.write.js';

/** A promise: what, by when, and how long before its owner is called. */
export interface Promised {
  readonly id: string;
  readonly dueAt: Date;
  readonly whatId: string;
  readonly remindMinutes: number;
}

/** Stores a promise. */
export function writePromise(db: Queryable, write: CaseWrite, promised: Promised): Promise<{ id: string }[]> {
  return db.query(
    sql`WITH ${begin(write)}, made AS (${promise(write, promised)} RETURNING case_id AS id), ${moved('OWNED', raw('made'))}, ${end(write)}`,
    'getBacks.promise',
  );
}

/** Stores that the customer heard from us: in time, or late. */
export function writeDelivery(
  db: Queryable,
  write: CaseWrite,
  delivered: { readonly id: string; readonly saidId: string; readonly status: 'KEPT' | 'BROKEN' },
): Promise<{ id: string }[]> {
  return db.query(
    sql`WITH ${begin(write)},
      kept AS (UPDATE get_backs g SET status = ${delivered.status}, said_id = ${delivered.saidId} FROM seen WHERE g.id = ${delivered.id} AND g.case_id = seen.id RETURNING g.case_id AS id),
      ${moved('OWNED', raw('kept'))}, ${end(write)}`,
    'getBacks.keep',
  );
}

/** Stores another time in place of one that has not come: the words of the promise go along. */
export function writeRenegotiation(
  db: Queryable,
  write: CaseWrite,
  next: Omit<Promised, 'whatId'> & { readonly formerId: string; readonly customerToldAt: Date },
): Promise<{ id: string }[]> {
  const whatId = sql`(SELECT g.what_id FROM get_backs g WHERE g.id = ${next.formerId})`;
  return db.query(
    sql`WITH ${begin(write)}, made AS (${promise(write, { ...next, whatId })} RETURNING id, case_id),
      linked AS (UPDATE get_backs g SET status = 'RENEGOTIATED', customer_told_at = ${next.customerToldAt}::timestamptz, next_id = made.id
        FROM made WHERE g.id = ${next.formerId} AND g.case_id = made.case_id RETURNING g.case_id AS id),
      ${moved('OWNED', raw('linked'))}, ${end(write)}`,
    'getBacks.renegotiate',
  );
}

/** Its owner is called so many minutes before; half-way when it is due sooner than in twice that time. */
function promise(
  { byId }: CaseWrite,
  { id, dueAt, whatId, remindMinutes }: Omit<Promised, 'whatId'> & { readonly whatId: string | Sql },
): Sql {
  return sql`INSERT INTO get_backs (id, case_id, promised_by, promised_human, what_id, due_at, remind_at)
    SELECT ${id}, seen.id, p.id, p.human_id, ${whatId}, due.at, due.at - least(make_interval(mins => ${remindMinutes}::int), (due.at - house_now()) / 2)
      FROM seen, people p, (SELECT ${dueAt}::timestamptz AS at) AS due WHERE p.id = ${byId}`;
}
