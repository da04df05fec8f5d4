import type pg from 'pg';

/** Where one human did what only another may do. By construction there is none. */
export interface DutyFault {
  /** The id of the exception, the policy version or the guardrails. */
  readonly id: string;
  readonly what: string;
  readonly human: string;
}

/** Each kind of overlap, and the query for it: it answers id and human. */
const KINDS: Readonly<Record<string, string>> = {
  'co-signed their own proposal': `SELECT c.exception_id AS id, c.human_id AS human FROM counted_signatures c
    JOIN policy_exceptions e ON e.id = c.exception_id AND e.proposer_human = c.human_id`,
  'co-signed what they had edited': `SELECT DISTINCT c.exception_id AS id, c.human_id AS human FROM counted_signatures c
    JOIN policy_exceptions e ON e.id = c.exception_id AND e.proposer_human <> c.human_id
    JOIN revisions r ON r.exception_id = c.exception_id AND r.author_human = c.human_id`,
  'counts, and is a machine': `SELECT c.exception_id AS id, c.human_id AS human FROM counted_signatures c
    JOIN co_signatures s USING (exception_id, revision, human_id) JOIN people p ON p.id = s.signer_id AND p.kind <> 'PERSON'`,
  'counts, and signed something else': `SELECT c.exception_id AS id, c.human_id AS human FROM counted_signatures c JOIN approvals a ON a.exception_id = c.exception_id
    LEFT JOIN co_signatures s ON (s.exception_id, s.revision, s.human_id, s.digest) = (a.exception_id, a.revision, c.human_id, a.digest) WHERE s.exception_id IS NULL`,
  'approved with too few others': `SELECT a.exception_id AS id, e.proposer_human AS human FROM approvals a JOIN policy_exceptions e ON e.id = a.exception_id
    WHERE (SELECT count(DISTINCT c.human_id) FROM counted_signatures c WHERE c.exception_id = a.exception_id) < a.quorum`,
  'reviewed what they took part in': `SELECT e.id, r.reviewer_human AS human FROM reviews r JOIN policy_exceptions e ON e.id = r.exception_id
    WHERE r.reviewer_human = e.proposer_human
       OR EXISTS (SELECT 1 FROM revisions v WHERE v.exception_id = e.id AND v.author_human = r.reviewer_human)
       OR EXISTS (SELECT 1 FROM co_signatures s WHERE s.exception_id = e.id AND s.human_id = r.reviewer_human)
       OR EXISTS (SELECT 1 FROM ownership o WHERE o.case_id = e.case_id AND o.human_id = r.reviewer_human AND tstzrange(o.from_at, o.until_at) @> e.approved_at)`,
  'stopped it alone': `SELECT id, stopped_human AS human FROM policy_exceptions WHERE stopped_human = stop_proposed_human`,
  'activated a policy that they proposed': `SELECT id, activated_human AS human FROM policy_versions WHERE activated_human = proposed_human`,
  'retired a policy alone': `SELECT id, retired_human AS human FROM policy_versions WHERE retired_human = retire_proposed_human`,
  'activated guardrails that they proposed': `SELECT id, activated_human AS human FROM guardrails WHERE activated_human = proposed_human AND proposed_by <> 'per_house'`,
};

const REPORT = Object.keys(KINDS)
  .map((what, index) => `SELECT id, $${index + 1}::text AS what, human FROM (${KINDS[what] ?? ''}) AS k${index}`)
  .join(' UNION ALL ');

/** The separation-of-duties report: whoever proposed, edited, signed, reviewed or put in force what somebody else had to. */
export async function dutyFaults(client: Pick<pg.ClientBase, 'query'>): Promise<DutyFault[]> {
  const { rows } = await client.query<DutyFault>(`${REPORT} ORDER BY id, what`, Object.keys(KINDS));
  return rows;
}
