import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { REMEDY_KINDS, type RemedyKind } from '#exceptions';
import { keyset, type Page, type Paged, type PageOrder, pageOf, type PageRequest } from '#pages';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { ReviewView } from './review.entity.js';
import type { ReviewOrder, ReviewStatus } from './review.words.js';
import { OVERDUE, REVIEW_COLUMNS, STATUS_NOW } from './reviews.columns.js';

/** Which reviews a list shows. */
export interface ReviewFilter {
  readonly status?: readonly ReviewStatus[] | null;
  /** true: only those that should have been disposed of by now; false: only the others. */
  readonly overdue?: boolean | null;
  /** Only those that are due before this instant. */
  readonly dueBefore?: Date | null;
  readonly cause?: string | null;
  /** Only those of one pattern: one cause, as it is by now, and one kind of remedy. */
  readonly patternId?: string | null;
  readonly kind?: RemedyKind | null;
  /** Only those with at least so many points. */
  readonly riskAtLeast?: number | null;
  /** Of these exceptions none is shown. */
  readonly without?: readonly string[];
}

const ORDERS: Readonly<Record<ReviewOrder, PageOrder>> = {
  DUE_FIRST: { key: sql`r.due_at`, kind: 'instant', id: sql`r.id`, descending: false },
  RISK_FIRST: { key: sql`r.risk`, kind: 'integer', id: sql`r.id`, descending: true },
};
const COUNTED_MOST = 10_000;

const selected = sql`SELECT ${REVIEW_COLUMNS}, w.body AS reason FROM reviews r LEFT JOIN remarks w ON w.id = r.reason_id`;

/** Reads reviews, for people. */
@Injectable()
export class ReviewsReads {
  constructor(private readonly db: Database) {}

  /** Reviews by their ids, in any order; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<ReviewView[]> {
    return this.db.query<ReviewView>(sql`${selected} WHERE r.id = ANY (${ids})`, 'reviews.byIds');
  }

  /** The reviews of some exceptions: one for each that was approved. */
  byExceptionIds(exceptionIds: readonly string[]): Promise<ReviewView[]> {
    return this.db.query<ReviewView>(sql`${selected} WHERE r.exception_id = ANY (${exceptionIds})`, 'reviews.byExceptionIds');
  }

  /** One page of a filtered list. */
  async list(filter: ReviewFilter, order: ReviewOrder, page: PageRequest): Promise<Page<ReviewView & Paged>> {
    const { key, where, tail } = keyset(ORDERS[order], page);
    const rows = await this.db.query<ReviewView & Paged>(
      sql`SELECT ${REVIEW_COLUMNS}, w.body AS reason, ${key} FROM reviews r LEFT JOIN remarks w ON w.id = r.reason_id
           WHERE ${matching(filter)} AND ${where} ${tail}`,
    );
    return pageOf(rows, page);
  }

  /** How many reviews a filtered list has, counted up to 10,000. */
  async count(filter: ReviewFilter): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM (SELECT 1 FROM reviews r WHERE ${matching(filter)} LIMIT ${COUNTED_MOST}) AS found`,
    );
    return row?.count ?? 0;
  }
}

/** Said only where it is asked for: a condition that is always there, and might hold for all, keeps the database from its indexes. */
function matching(filter: ReviewFilter): Sql {
  const conditions = CONDITIONS.map((condition) => condition(filter)).filter((condition) => condition !== empty);
  return conditions.length > 0 ? join(conditions, ' AND ') : sql`true`;
}

/** What is open is found by an index of its own. */
const OPEN = sql`r.status <> 'DISPOSED'`;

/** Every cause and kind of which the pattern is made, found among the few that there are: then the queue is read by its index. */
const ofPattern = (patternId: string): Sql => sql`(r.cause, r.kind) IN (SELECT c.key, k FROM causes c, unnest(${REMEDY_KINDS}::text[]) AS k
  WHERE pattern_of(c.key, k) = ${patternId})`;

const CONDITIONS: readonly ((filter: ReviewFilter) => Sql)[] = [
  ({ status, overdue }) => ((status && !status.includes('DISPOSED')) || overdue ? OPEN : empty),
  ({ status }) => (status ? sql`${STATUS_NOW} = ANY (${status}::text[])` : empty),
  ({ overdue }) => (overdue ? sql`r.due_at <= house_now()` : empty),
  ({ overdue }) => (overdue === false ? sql`NOT ${OVERDUE}` : empty),
  ({ dueBefore }) => (dueBefore ? sql`r.due_at < ${dueBefore}` : empty),
  ({ cause }) => (cause ? sql`r.cause = ANY ((SELECT same_causes(${cause}))::text[])` : empty),
  ({ patternId }) => (patternId ? ofPattern(patternId) : empty),
  ({ kind }) => (kind ? sql`r.kind = ${kind}` : empty),
  ({ riskAtLeast }) => ((riskAtLeast ?? undefined) === undefined ? empty : sql`r.risk >= ${riskAtLeast}::int`),
  ({ without }) => (without && without.length > 0 ? sql`r.exception_id <> ALL (${without}::text[])` : empty),
];
