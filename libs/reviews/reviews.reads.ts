import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { keyset, type Page, type Paged, pageOf, type PageRequest } from '#pages';
import sql, { type Sql } from 'sql-template-tag';
import type { ReviewView } from './review.entity.js';
import type { ReviewStatus } from './review.words.js';
import { OVERDUE, REVIEW_COLUMNS, STATUS_NOW } from './reviews.columns.js';

/** Which reviews a list shows. */
export interface ReviewFilter {
  readonly status?: readonly ReviewStatus[] | null;
  /** true: only those that should have been disposed of by now; false: only the others. */
  readonly overdue?: boolean | null;
}

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

  /** Reviews, the longest due first, one page. */
  async list(filter: ReviewFilter, page: PageRequest): Promise<Page<ReviewView & Paged>> {
    const { key, where, tail } = keyset({ key: sql`r.due_at`, kind: 'instant', id: sql`r.id`, descending: false }, page);
    const rows = await this.db.query<ReviewView & Paged>(
      sql`SELECT ${REVIEW_COLUMNS}, w.body AS reason, ${key} FROM reviews r LEFT JOIN remarks w ON w.id = r.reason_id
           WHERE ${matches(filter)} AND ${where} ${tail}`,
    );
    return pageOf(rows, page);
  }

  /** How many reviews the whole list has. */
  async count(filter: ReviewFilter): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(sql`SELECT count(*)::int AS count FROM reviews r WHERE ${matches(filter)}`);
    return row?.count ?? 0;
  }
}

function matches({ status, overdue }: ReviewFilter): Sql {
  return sql`(${!status}::boolean OR ${STATUS_NOW} = ANY (${status ?? []}::text[]))
    AND (${(overdue ?? undefined) === undefined}::boolean OR ${OVERDUE} = ${overdue ?? null}::boolean)`;
}
