import { type Once, type Queryable, takeKey } from '#database';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw } from 'sql-template-tag';
import type { KeptConditions } from './conditions.rules.js';
import { VERSION_COLUMNS } from './policies.columns.js';
import type { PolicyVersion } from './policy-version.entity.js';

/** What every change of a version writes besides itself. */
export interface Written {
  readonly id: string;
  readonly by: { readonly personId: string; readonly humanId: string };
  readonly facts: readonly NewFact[];
  readonly once: Once | undefined;
}

/** A version that the rules let be drafted. */
export interface DraftWrite {
  readonly policyId: string;
  /** Of a policy that begins with this draft; undefined when it exists. */
  readonly title: string | undefined;
  readonly text: string;
  readonly conditions: KeptConditions;
  readonly promoted: boolean;
  readonly reviewBy: Date | null;
  readonly exceptionIds: readonly string[];
}

const recordedAndKeyed = (written: Written, resultId: string) =>
  sql`recorded AS (${recordFacts(written.facts, raw('changed'))}), keyed AS (${takeKey(written.once, resultId, raw('changed'))})`;

/** Stores a draft, with its policy when that is new, and with the exceptions from which it was made. */
export function writeDraft(db: Queryable, written: Written, draft: DraftWrite): Promise<PolicyVersion[]> {
  const { kinds, causes, amountUpTo, currency } = draft.conditions;
  return db.query<PolicyVersion>(
    sql`WITH begun AS (INSERT INTO policies (id, title) SELECT ${draft.policyId}, ${draft.title ?? null}::text WHERE ${draft.title !== undefined}::boolean),
      changed AS (INSERT INTO policy_versions (id, policy_id, number, status, text, kinds, causes, amount_up_to, currency, promoted, review_by, drafted_by)
        VALUES (${written.id}, ${draft.policyId}, (SELECT coalesce(max(b.number), 0) + 1 FROM policy_versions b WHERE b.policy_id = ${draft.policyId}), 'DRAFT',
          ${draft.text}, ${kinds}::text[], ${causes}::text[], ${amountUpTo}::bigint, ${currency}::text, ${draft.promoted}::boolean, ${draft.reviewBy}::timestamptz,
          ${written.by.personId}) RETURNING *),
      linked AS (INSERT INTO policy_precedents (policy_version_id, exception_id)
        SELECT changed.id, named.id FROM changed, unnest(${draft.exceptionIds}::text[]) AS named (id)),
      ${recordedAndKeyed(written, written.id)} SELECT ${VERSION_COLUMNS} FROM changed v`,
    'policies.draft',
  );
}

/** Stores that a reviewer proposes a draft; no row when it is no draft any more. */
export function writeProposal(db: Queryable, written: Written): Promise<PolicyVersion[]> {
  const { by } = written;
  return db.query<PolicyVersion>(
    sql`WITH changed AS (UPDATE policy_versions SET status = 'PROPOSED', proposed_by = ${by.personId}, proposed_human = ${by.humanId}
        WHERE id = ${written.id} AND status = 'DRAFT' RETURNING *),
      ${recordedAndKeyed(written, written.id)} SELECT ${VERSION_COLUMNS} FROM changed v`,
    'policies.propose',
  );
}

/** Stores that a proposed version is a draft again, proposed by nobody; no row when it is not proposed any more. */
export function writeTakingBack(db: Queryable, written: Written): Promise<PolicyVersion[]> {
  return db.query<PolicyVersion>(
    sql`WITH changed AS (UPDATE policy_versions SET status = 'DRAFT', proposed_by = NULL, proposed_human = NULL
        WHERE id = ${written.id} AND status = 'PROPOSED' RETURNING *),
      ${recordedAndKeyed(written, written.id)} SELECT ${VERSION_COLUMNS} FROM changed v`,
    'policies.takeBack',
  );
}

/**
 * Stores that a version is in force from an instant on (null: from now), and that the version before ends at that very instant.
 * Both rows are locked before the clock is asked, so no approval can fall between them; `ended` is counted so that the old span closes
 * before the new one opens. No row when either of them moved meanwhile.
 */
export function writeActivation(
  db: Queryable,
  written: Written,
  span: { effectiveFrom: Date | null; endsId: string | null },
): Promise<PolicyVersion[]> {
  const { by } = written;
  return db.query<PolicyVersion>(
    sql`WITH seen AS (SELECT id FROM policy_versions WHERE id = ${written.id} AND status = 'PROPOSED' FOR UPDATE),
      before AS (SELECT id FROM policy_versions WHERE id = ${span.endsId}::text AND status = 'ACTIVE' AND superseded_at IS NULL FOR UPDATE),
      moment AS (SELECT seen.id, before.id AS ends, greatest(${span.effectiveFrom}::timestamptz, house_now()) AS at
        FROM seen LEFT JOIN before ON true WHERE ${span.endsId}::text IS NULL OR before.id IS NOT NULL),
      ended AS (UPDATE policy_versions v SET superseded_at = moment.at FROM moment WHERE v.id = moment.ends RETURNING v.id),
      changed AS (UPDATE policy_versions v SET status = 'ACTIVE', activated_by = ${by.personId}, activated_human = ${by.humanId}, effective_from = moment.at
        FROM moment WHERE v.id = moment.id AND (SELECT count(*) FROM ended) = (moment.ends IS NOT NULL)::int RETURNING v.*),
      ${recordedAndKeyed(written, written.id)} SELECT ${VERSION_COLUMNS} FROM changed v`,
    'policies.activate',
  );
}

/** Stores that a reviewer asks to retire a version, or, when another one asked before, that it is retired now. No row when it moved meanwhile. */
export function writeRetirement(
  db: Queryable,
  written: Written,
  retirement: { policyId: string; reason: { id: string; body: string }; askedBefore: boolean },
): Promise<PolicyVersion[]> {
  const { by } = written;
  const { policyId, reason, askedBefore } = retirement;
  return db.query<PolicyVersion>(
    sql`WITH seen AS (SELECT id FROM policy_versions
        WHERE id = ${written.id} AND status = 'ACTIVE' AND superseded_at IS NULL AND (retire_proposed_by IS NOT NULL) = ${askedBefore}::boolean FOR UPDATE),
      told AS (INSERT INTO remarks (id, subject_id, author_id, body) SELECT ${reason.id}, ${policyId}, ${by.personId}, ${reason.body} FROM seen RETURNING id),
      asked AS (SELECT seen.id, told.id AS reason, ${askedBefore}::boolean AS before, ${by.personId}::text AS person, ${by.humanId}::text AS human FROM seen, told),
      changed AS (UPDATE policy_versions v SET
          retire_proposed_by = coalesce(v.retire_proposed_by, asked.person), retire_proposed_human = coalesce(v.retire_proposed_human, asked.human),
          retire_reason_id = coalesce(v.retire_reason_id, asked.reason),
          status = CASE WHEN asked.before THEN 'RETIRED' ELSE v.status END,
          retired_by = CASE WHEN asked.before THEN asked.person END, retired_human = CASE WHEN asked.before THEN asked.human END,
          superseded_at = CASE WHEN asked.before THEN greatest(house_now(), v.effective_from + interval '1 millisecond') END
        FROM asked WHERE v.id = asked.id RETURNING v.*),
      ${recordedAndKeyed(written, policyId)} SELECT ${VERSION_COLUMNS} FROM changed v`,
    'policies.retire',
  );
}
