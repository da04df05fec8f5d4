import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { REMEDY_KINDS, type RemedyKind } from '#exceptions';
import { keyset, type Page, type Paged, type PageOrder, pageOf, type PageRequest } from '#pages';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { ReviewView } from './review.entity.js';
import type { ReviewOrder, ReviewStatus } from './review.words.js';
import { REVIEW_COLUMNS, STATUS_NOW } from './reviews.columns.js';

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

/** Why a review was opened again. */
export interface NewFacts {
  readonly reviewId: string;
  /** null once erased. */
  readonly newFacts: string | null;
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

  /** Reviews by their ids, the oldest first; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<ReviewView[]> {
    return this.db.query<ReviewView>(sql`${selected} WHERE r.id = ANY (${ids}) ORDER BY r.created_at, r.id`, 'reviews.byIds');
  }

  /** The reviews of some exceptions: one for each that was approved. */
  byExceptionIds(exceptionIds: readonly string[]): Promise<ReviewView[]> {
    return this.db.query<ReviewView>(sql`${selected} WHERE r.exception_id = ANY (${exceptionIds})`, 'reviews.byExceptionIds');
  }

  /** Because of what some reviews were last opened again; without those that never were. */
  newFacts(ids: readonly string[]): Promise<NewFacts[]> {
    return this.db.query<NewFacts & Record<string, unknown>>(
      sql`SELECT DISTINCT ON (f.subject_id) f.subject_id AS "reviewId", w.body AS "newFacts" FROM facts f JOIN remarks w ON w.id = f.body ->> 'newFactsId'
           WHERE f.subject_id = ANY (${ids}) AND f.name = 'review.reopened' ORDER BY f.subject_id, f.seq DESC`,
      'reviews.newFacts',
    );
  }

  /** One page of a filtered list. */
  async list(filter: ReviewFilter, order: ReviewOrder, page: PageRequest): Promise<Page<ReviewView & Paged>> {
    const { key, where, tail } = keyset(ORDERS[order], page);
    const meant = await this.meant(filter);
    const rows = await this.db.query<ReviewView & Paged>(
      sql`SELECT ${REVIEW_COLUMNS}, w.body AS reason, ${key} FROM reviews r LEFT JOIN remarks w ON w.id = r.reason_id
           WHERE ${matching(meant)} AND ${where} ${tail}`,
    );
    return pageOf(rows, page);
  }

  /** How many reviews a filtered list has, counted up to 10,000. */
  async count(filter: ReviewFilter): Promise<number> {
    const meant = await this.meant(filter);
    const [row] = await this.db.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM (SELECT 1 FROM reviews r WHERE ${matching(meant)} LIMIT ${COUNTED_MOST}) AS found`,
    );
    return row?.count ?? 0;
  }

  /** What a filter means by now, looked up before the queue is read: the planner must know which causes, to know how few reviews they have. */
  private async meant(filter: ReviewFilter): Promise<Meant> {
    const [ofCause, ofPattern] = await Promise.all([
      filter.cause ? this.db.query<Alike>(sql`SELECT NULL AS kind, same_causes(${filter.cause}) AS causes`, 'reviews.cause') : [],
      filter.patternId ? this.db.query<Alike>(madeOf(filter.patternId), 'reviews.pattern') : [],
    ]);
    return { filter, alike: [...ofCause, ...ofPattern] };
  }
}

/** Causes that are one by now, and the kind of remedy where it matters. */
interface Alike extends Record<string, unknown> {
  kind: string | null;
  causes: string[];
}

/** A filter with what its cause and its pattern stand for. */
interface Meant {
  filter: ReviewFilter;
  alike: readonly Alike[];
}

/** Said only where it is asked for: a condition that is always there, and might hold for all, keeps the database from its indexes. */
function matching({ filter, alike }: Meant): Sql {
  const said = CONDITIONS.map((condition) => condition(filter)).filter((condition) => condition !== empty);
  const conditions = [
    ...said,
    ...alike.map(({ kind, causes }) =>
      kind === null ? sql`r.cause = ANY (${causes}::text[])` : sql`r.kind = ${kind} AND r.cause = ANY (${causes}::text[])`,
    ),
  ];
  return conditions.length > 0 ? join(conditions, ' AND ') : sql`true`;
}

/** What is open is found by an index of its own. */
const OPEN = sql`r.status <> 'DISPOSED'`;
/** Asked once for a statement: no index is walked up to a time that moves. */
const NOW = sql`(SELECT house_now())`;

/**
 * Each set of states in the words by which it is found. Nothing is said twice, and no state is worked out for each row: the database would take what is
 * open for a few rows, and would read and sort all of them.
 */
function inStates(states: readonly ReviewStatus[]): Sql {
  const set = [...new Set(states)].sort().join();
  return IN_STATES[set] ?? sql`${STATUS_NOW} = ANY (${states}::text[])`;
}

const IN_STATES: Readonly<Record<string, Sql>> = {
  'CLAIMED,QUEUED': OPEN,
  QUEUED: sql`${OPEN} AND (r.claimed_until IS NULL OR r.claimed_until <= ${NOW})`,
  CLAIMED: sql`r.status = 'CLAIMED' AND r.claimed_until > ${NOW}`,
  DISPOSED: sql`r.status = 'DISPOSED'`,
  'CLAIMED,DISPOSED,QUEUED': sql`true`,
};

/** Every cause and the kind of which a pattern is made; none of an unknown one. The id is that of pattern_of() in migration 0048. */
const madeOf = (
  patternId: string,
): Sql => sql`SELECT coalesce(min(k), '') AS kind, coalesce(array_agg(c.key ORDER BY c.key), '{}') AS causes
  FROM causes c, unnest(${REMEDY_KINDS}::text[]) AS k WHERE 'pat_' || md5(coalesce(c.merged_into, c.key) || ' ' || k) = ${patternId}`;

const isOpen = (status: ReviewFilter['status']): boolean => Boolean(status && !status.includes('DISPOSED'));

const notOverdue = (status: ReviewFilter['status']): Sql =>
  isOpen(status) ? sql`r.due_at > ${NOW}` : sql`(r.status = 'DISPOSED' OR r.due_at > ${NOW})`;

const CONDITIONS: readonly ((filter: ReviewFilter) => Sql)[] = [
  ({ status, overdue }) => (overdue && !isOpen(status) ? OPEN : empty),
  ({ status }) => (status ? inStates(status) : empty),
  ({ overdue }) => (overdue ? sql`r.due_at <= ${NOW}` : empty),
  ({ status, overdue }) => (overdue === false ? notOverdue(status) : empty),
  ({ dueBefore }) => (dueBefore ? sql`r.due_at < ${dueBefore}` : empty),
  ({ kind }) => (kind ? sql`r.kind = ${kind}` : empty),
  ({ riskAtLeast }) => ((riskAtLeast ?? undefined) === undefined ? empty : sql`r.risk >= ${riskAtLeast}::int`),
  ({ without }) => (without && without.length > 0 ? sql`r.exception_id <> ALL (${without}::text[])` : empty),
];
