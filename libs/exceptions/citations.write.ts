import type { Queryable } from '#database';
import { recordFacts } from '#facts';
import sql, { raw } from 'sql-template-tag';
import type { Remedy } from './attempt.js';

/** A policy version that says yes to a remedy for a case. */
export interface Citation {
  policyVersionId: string;
  caseId: string;
  cause: string;
  remedy: Remedy;
  personId: string;
}

/** Counts that a policy was cited in place of a proposal: once for each case and version, however often it is asked. */
export async function writeCitation(db: Queryable, { policyVersionId, caseId, cause, remedy, personId }: Citation): Promise<void> {
  const facts = [{ subjectId: policyVersionId, actorId: personId, name: 'policy.cited' as const, body: { caseId } }];
  await db.query(
    sql`WITH cited AS (INSERT INTO policy_citations (policy_version_id, case_id, cause, kind, amount_minor, currency, person_id)
        VALUES (${policyVersionId}, ${caseId}, ${cause}, ${remedy.kind}, ${remedy.amount?.amountMinor ?? null}::bigint, ${remedy.amount?.currency ?? null}::text, ${personId})
        ON CONFLICT ON CONSTRAINT a_version_is_cited_once_for_a_case DO NOTHING RETURNING 1)
      ${recordFacts(facts, raw('cited'))}`,
    'exceptions.cite',
  );
}
