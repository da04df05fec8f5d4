import { mustHaveRoom } from '#pages';
import sql, { join, type Sql } from 'sql-template-tag';
import type { CaseStatus, ComplaintsShown } from './case.words.js';
import { isComplaint } from './complaints.reads.js';

/** Which cases a list shows. */
export interface CaseFilter {
  readonly status?: readonly CaseStatus[] | null;
  readonly ownerId?: string | null;
  /** Part of what the customer needs, or the ref of a case or of its ticket elsewhere. */
  readonly text?: string | null;
  /** Complaints only. */
  readonly complaint?: ComplaintsShown | null;
  readonly customerId?: string | null;
  /** Of colleagues inside the company, or of nobody of them. */
  readonly internal?: boolean | null;
  readonly openedAfter?: Date | null;
  readonly openedBefore?: Date | null;
  /** Something of it is due before this time, or was. */
  readonly dueBefore?: Date | null;
}

/** The index cases_by_owner_and_next_due has this very expression; cases of which nothing is due come last. */
export const NEXT_DUE = sql`coalesce(c.next_due_at, timestamptz '9999-12-31T00:00:00Z')`;
const OPEN: ReadonlySet<CaseStatus> = new Set(['NEW', 'OWNED']);

/** The condition on a case `c` with its words `t`. Each part only where it is asked for, so that an index which serves it is found. @throws InvalidError */
export function matches({ status, ownerId, text, complaint, customerId, internal, ...times }: CaseFilter): Sql {
  const like = `%${(text ?? '').replace(/[\\%_]/g, '\\$&')}%`;
  return join(
    [
      sql`true`,
      ...(complaint ? [isComplaint(complaint)] : []),
      ...(ownerId ? [sql`c.owner_id = ${ownerId}`] : []),
      ...(status ? inStates(status) : []),
      ...(customerId ? [sql`c.customer_id = ${customerId}`] : []),
      ...(typeof internal === 'boolean' ? [sql`c.internal = ${internal}`] : []),
      ...inTime(times),
      ...(text ? [sql`(t.need ILIKE ${like} OR c.ref = upper(${text}) OR c.external_ref = ${text})`] : []),
    ],
    ' AND ',
  );
}

function inTime({ openedAfter, openedBefore, dueBefore }: Pick<CaseFilter, 'openedAfter' | 'openedBefore' | 'dueBefore'>): Sql[] {
  mustHaveRoom({ after: openedAfter, before: openedBefore, path: ['filter', 'openedBefore'] });
  return [
    ...(openedAfter ? [sql`c.opened_at > ${openedAfter}::timestamptz`] : []),
    ...(openedBefore ? [sql`c.opened_at < ${openedBefore}::timestamptz`] : []),
    ...(dueBefore ? [sql`${NEXT_DUE} < ${dueBefore}::timestamptz`] : []),
  ];
}

/**
 * That a case is open is said once, as the index says it: the planner would take the states for a second condition, expect a tenth of the rows,
 * and sort all of an owner's cases. All open states and no other are what `answered_means_no_longer_open` makes one with not being answered.
 */
function inStates(status: readonly CaseStatus[]): Sql[] {
  const asked = new Set(status);
  const areOpen = status.every((one) => OPEN.has(one));
  return [
    ...(areOpen ? [sql`c.answered_at IS NULL`] : []),
    ...(areOpen && asked.size === OPEN.size ? [] : [sql`c.status = ANY (${status}::text[])`]),
  ];
}
