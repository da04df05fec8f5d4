import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { keyset, type Page, type Paged, type PageOrder, pageOf, type PageRequest } from '#pages';
import sql, { raw } from 'sql-template-tag';
import type { Dispute } from './dispute.entity.js';

/** The columns of a dispute `d` under the names of its entity. */
export const DISPUTE_COLUMNS = raw(
  [
    'd.id, d.exception_id AS "exceptionId", d.revision, d.human_id AS "humanId", d.opened_by AS "openedBy", d.opened_at AS "openedAt"',
    'd.receipt_may_be_out AS "receiptMayBeOut", d.turn, d.outcome, d.proposed_by AS "proposedBy", d.proposed_human AS "proposedHuman"',
    'd.settled_by AS "settledBy", d.settled_human AS "settledHuman", d.settled_at AS "settledAt", d.reason_id AS "reasonId"',
    '(SELECT w.body FROM remarks w WHERE w.id = d.reason_id) AS reason',
  ].join(', '),
);

/** A dispute with the words of the admin who spoke last; null before, and once they were erased. */
export interface DisputeView extends Dispute {
  reason: string | null;
}

type Row = DisputeView & Record<string, unknown>;

const NEWEST_FIRST: PageOrder = { key: sql`d.opened_at`, kind: 'instant', id: sql`d.id`, descending: true };

/** Reads disputes, for people. */
@Injectable()
export class DisputesReads {
  constructor(private readonly db: Database) {}

  /** By their ids, in any order; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<DisputeView[]> {
    return this.db.query<Row>(sql`SELECT ${DISPUTE_COLUMNS} FROM disputes d WHERE d.id = ANY (${ids})`, 'disputes.byIds');
  }

  /** Those about some exceptions, oldest first. */
  byExceptionIds(exceptionIds: readonly string[]): Promise<DisputeView[]> {
    return this.db.query<Row>(
      sql`SELECT ${DISPUTE_COLUMNS} FROM disputes d WHERE d.exception_id = ANY (${exceptionIds}) ORDER BY d.opened_at, d.id`,
      'disputes.byExceptionIds',
    );
  }

  /** One page, the newest first: only open ones, only settled ones, or (null) all. */
  async list(isOpen: boolean | null, request: PageRequest): Promise<Page<DisputeView & Paged>> {
    const { key, where, tail } = keyset(NEWEST_FIRST, request);
    const rows = await this.db.query<Row & Paged>(
      sql`SELECT ${DISPUTE_COLUMNS}, ${key} FROM disputes d WHERE coalesce((d.settled_at IS NULL) = ${isOpen}::boolean, true) AND ${where} ${tail}`,
    );
    return pageOf(rows, request);
  }

  /** How many the whole list has. */
  async count(isOpen: boolean | null): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM disputes d WHERE coalesce((d.settled_at IS NULL) = ${isOpen}::boolean, true)`,
    );
    return row?.count ?? 0;
  }
}
