import { mustHaveRoom } from '#pages';
import sql, { empty, join, type Sql } from 'sql-template-tag';
import type { ExceptionStatus, RemedyKind } from './attempt.js';

/** Which exceptions a list shows. */
export interface ExceptionFilter {
  status?: ExceptionStatus[] | null;
  /** Proposals that wait for this person's signature. */
  waitingFor?: string | null;
  proposerId?: string | null;
  coSignerId?: string | null;
  caseId?: string | null;
  /** Departing from this policy version. */
  policyVersionId?: string | null;
  cause?: string | null;
  kind?: RemedyKind | null;
  text?: string | null;
  createdAfter?: Date | null;
  createdBefore?: Date | null;
  /** None of these: ids, among other names. */
  without?: readonly string[];
}

/** A change of wording leaves an objection as it is; only a change of the matter makes it stale. The same as standingObjections() in the rules. */
export const objectionStands = sql`(NOT EXISTS (SELECT 1 FROM revisions m WHERE m.exception_id = o.exception_id AND m.number > o.revision AND m.material)
    AND NOT EXISTS (SELECT 1 FROM objection_ends x WHERE (x.exception_id, x.revision, x.human_id) = (o.exception_id, o.revision, o.human_id)))`;

/** Open proposals that wait for one person: still open, theirs to decide, and not yet decided by them. */
export const waitsFor = (personId: string): Sql => sql`e.status = 'PROPOSED' AND e.expires_at > house_now()
  AND EXISTS (SELECT 1 FROM people p WHERE p.id = ${personId} AND may_vote(e, p) IS NULL
    AND NOT EXISTS (SELECT 1 FROM co_signatures s WHERE s.exception_id = e.id AND s.revision = e.revision AND s.human_id = ANY (humans_of(p)))
    AND NOT EXISTS (SELECT 1 FROM objections o WHERE o.exception_id = e.id AND o.human_id = ANY (humans_of(p)) AND (o.revision = e.revision OR ${objectionStands}))
    AND NOT EXISTS (SELECT 1 FROM passes s WHERE s.exception_id = e.id AND s.revision = e.revision AND s.human_id = ANY (humans_of(p))))`;

/** Where the exceptions of a filter come from: `e`, with its current revision `r`. @throws InvalidError for a stretch of time without room */
export function matching(filter: ExceptionFilter): Sql {
  mustHaveRoom({ after: filter.createdAfter, before: filter.createdBefore, path: ['filter', 'createdBefore'] });
  const conditions = CONDITIONS.map((condition) => condition(filter)).filter((condition) => condition !== empty);
  return sql`FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision
    WHERE ${conditions.length > 0 ? join(conditions, ' AND ') : sql`true`}`;
}

const CONDITIONS: readonly ((filter: ExceptionFilter) => Sql)[] = [
  ({ status }) => (status ? sql`e.status = ANY (${status}::text[])` : empty),
  ({ waitingFor }) => (waitingFor ? waitsFor(waitingFor) : empty),
  ({ proposerId }) => (proposerId ? sql`e.proposer_id = ${proposerId}` : empty),
  ({ coSignerId }) =>
    coSignerId ? sql`EXISTS (SELECT 1 FROM co_signatures s WHERE s.exception_id = e.id AND s.signer_id = ${coSignerId})` : empty,
  ({ caseId }) => (caseId ? sql`e.case_id = ${caseId}` : empty),
  ({ policyVersionId }) => (policyVersionId ? sql`e.policy_version_id = ${policyVersionId}` : empty),
  ({ cause }) => (cause ? sql`r.cause = ANY ((SELECT same_causes(${cause}))::text[])` : empty),
  ({ kind }) => (kind ? sql`r.kind = ${kind}` : empty),
  ({ text }) =>
    text
      ? sql`EXISTS (SELECT 1 FROM revision_texts t WHERE t.exception_id = e.id AND t.revision = e.revision
          AND strpos(lower(concat_ws(' ', e.ref, t.what_happened, t.what_we_do, t.why_fair)), lower(${text})) > 0)`
      : empty,
  ({ createdAfter }) => (createdAfter ? sql`e.created_at > ${createdAfter}` : empty),
  ({ without }) => (without && without.length > 0 ? sql`e.id <> ALL (${without}::text[])` : empty),
  ({ createdBefore }) => (createdBefore ? sql`e.created_at < ${createdBefore}` : empty),
];
