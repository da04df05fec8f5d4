import { type Once, type Queryable, takeKey } from '#database';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { ReviewView } from './review.entity.js';
import type { Disposition } from './review.words.js';
import { REVIEW_COLUMNS } from './reviews.columns.js';

/** On which review, as it was seen, with what facts. */
export interface Written {
  readonly id: string;
  readonly turn: number;
  readonly facts: readonly NewFact[];
  readonly once: Once | undefined;
}

/** Who writes. */
export interface By {
  readonly personId: string;
  readonly humanId: string;
}

/** Words that go with an act, kept apart so that they can be erased. */
export interface Words {
  readonly id: string;
  readonly authorId: string;
  readonly body: string;
}

/** Stores a claim, or renews it, for so many minutes from now. */
export function writeClaim(db: Queryable, written: Written, by: By, leaseMinutes: number): Promise<ReviewView[]> {
  const set = sql`status = 'CLAIMED', reviewer_id = ${by.personId}, reviewer_human = ${by.humanId},
    claimed_until = house_now() + make_interval(mins => ${leaseMinutes}::int)`;
  return write(db, written, { set, name: 'reviews.claim' });
}

/** Stores that the review is given back. */
export function writeRelease(db: Queryable, written: Written): Promise<ReviewView[]> {
  return write(db, written, { set: NOBODY, name: 'reviews.release' });
}

/** Stores what was made of it, and why. */
export function writeDisposition(db: Queryable, written: Written, disposition: Disposition, reason: Words): Promise<ReviewView[]> {
  const set = sql`status = 'DISPOSED', claimed_until = NULL, disposition = ${disposition}, reason_id = told.id, disposed_at = house_now()`;
  return write(db, written, { set, words: reason, name: 'reviews.dispose' });
}

/** Stores that it is open again because of new facts, due in so many days from now. */
export function writeReopening(db: Queryable, written: Written, newFacts: Words, dueDays: number): Promise<ReviewView[]> {
  const set = sql`${NOBODY}, disposition = NULL, reason_id = NULL, disposed_at = NULL, due_at = house_now() + make_interval(days => ${dueDays}::int)`;
  return write(db, written, { set, words: newFacts, name: 'reviews.reopen' });
}

const NOBODY = sql`status = 'QUEUED', reviewer_id = NULL, reviewer_human = NULL, claimed_until = NULL`;

/** One statement: the review if it is still as it was seen, the words, the facts, the key. No row: somebody was faster. */
function write(db: Queryable, written: Written, { set, words, name }: { set: Sql; words?: Words; name: string }): Promise<ReviewView[]> {
  const told = words
    ? sql`INSERT INTO remarks (id, subject_id, author_id, body) SELECT ${words.id}, seen.id, ${words.authorId}, ${words.body} FROM seen RETURNING id, body`
    : sql`SELECT NULL::text AS id, NULL::text AS body FROM seen`;
  return db.query<ReviewView>(
    sql`WITH seen AS (SELECT id FROM reviews WHERE id = ${written.id} AND turn = ${written.turn} FOR UPDATE), told AS (${told}),
      changed AS (UPDATE reviews r SET turn = r.turn + 1, ${set} FROM seen, told WHERE r.id = seen.id RETURNING r.*),
      recorded AS (${recordFacts(written.facts, raw('changed'))}), keyed AS (${takeKey(written.once, written.id, raw('changed'))})
      SELECT ${REVIEW_COLUMNS}, CASE WHEN r.reason_id = told.id THEN told.body END AS reason FROM changed r, told`,
    name,
  );
}

/** What the system writes; only the columns that the worker's role may write. */
export function writeBySystem(db: Queryable, written: Omit<Written, 'once'>, set: Sql): Promise<{ id: string }[]> {
  return db.query<{ id: string }>(
    sql`WITH seen AS (SELECT id FROM reviews WHERE id = ${written.id} AND turn = ${written.turn} FOR UPDATE),
      changed AS (UPDATE reviews r SET turn = r.turn + 1, ${set} FROM seen WHERE r.id = seen.id RETURNING r.id),
      recorded AS (${recordFacts(written.facts, raw('changed'))}) SELECT id FROM changed`,
  );
}

/** What the system sets when those who may review are told, when they are reminded, and when a lease has ended. */
export const BY_SYSTEM = {
  ROUTE: (dueAt: Date): Sql => sql`routed_at = house_now(), due_at = ${dueAt}::timestamptz`,
  REMIND: (): Sql => sql`reminded_at = house_now()`,
  NAME_SECOND_READER: (by: By | undefined): Sql =>
    sql`second_reader_at = house_now(), second_reader_id = ${by?.personId ?? null}::text, second_reader_human = ${by?.humanId ?? null}::text`,
  RELEASE: (): Sql => NOBODY,
} as const;
