import type pg from 'pg';

/** Where one human did what only another may do. By construction there is none. */
export interface DutyFault {
  /** The id of the exception, the policy version, the guardrails, the review of a caution, the cause, the dispute or the link. */
  readonly id: string;
  readonly what: string;
  readonly human: string;
}

/** Who took part in an exception, and since when: who lifted or settled something may sign it afterwards. */
const PARTS = `(SELECT e.id, e.proposer_human AS human, e.created_at AS since FROM policy_exceptions e
  UNION ALL SELECT v.exception_id, v.author_human, v.created_at FROM revisions v UNION ALL SELECT s.exception_id, s.human_id, s.at FROM co_signatures s) AS part`;

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
  'lifted a caution alone': `SELECT review_id AS id, lifted_human AS human FROM cautions WHERE lifted_human = lift_proposed_human`,
  'lifted a caution about what they took part in': `SELECT c.review_id AS id, part.human FROM cautions c JOIN reviews r ON r.id = c.review_id
    JOIN ${PARTS} ON part.id = r.exception_id AND part.since < c.ended_at AND part.human IN (c.lifted_human, c.lift_proposed_human) WHERE c.lifted_human IS NOT NULL`,
  'merged causes alone': `SELECT id, merged_human AS human FROM causes WHERE merged_human = merge_asked_human`,
  'settled a dispute alone': `SELECT id, settled_human AS human FROM disputes WHERE settled_human = proposed_human`,
  'settled a dispute about what they took part in': `SELECT d.id, part.human FROM disputes d
    JOIN ${PARTS} ON part.id = d.exception_id AND part.since < d.settled_at AND part.human IN (d.settled_human, d.proposed_human) WHERE d.settled_human IS NOT NULL`,
  'linked accounts alone': `SELECT id, confirmed_human AS human FROM account_links WHERE confirmed_human = proposed_human`,
  'ended a link of accounts alone': `SELECT id, ended_human AS human FROM account_links WHERE ended_human = end_proposed_human AND confirmed_at IS NOT NULL`,
};

/** What two humans did, each in their turn, of which only the one may be who the other is: id, both humans, when it was done. */
const BY_TWO: Readonly<Record<string, string>> = {
  'co-signed their own proposal by another account': `SELECT c.exception_id AS id, c.human_id AS human, e.proposer_human AS other, a.at FROM counted_signatures c
    JOIN approvals a USING (exception_id) JOIN policy_exceptions e ON e.id = c.exception_id`,
  'co-signed what they had edited by another account': `SELECT c.exception_id AS id, c.human_id AS human, r.author_human AS other, a.at FROM counted_signatures c
    JOIN approvals a USING (exception_id) JOIN revisions r ON r.exception_id = c.exception_id`,
  'counts twice, by two accounts': `SELECT c.exception_id AS id, c.human_id AS human, d.human_id AS other, a.at FROM counted_signatures c
    JOIN approvals a USING (exception_id) JOIN counted_signatures d ON d.exception_id = c.exception_id AND d.human_id < c.human_id`,
  'reviewed what they took part in by another account': `SELECT e.id, r.reviewer_human AS human, part.human AS other, r.disposed_at AS at FROM reviews r
    JOIN policy_exceptions e ON e.id = r.exception_id AND r.disposed_at IS NOT NULL JOIN ${PARTS} ON part.id = e.id`,
  'stopped it alone, by two accounts': `SELECT id, stopped_human AS human, stop_proposed_human AS other, ended_at AS at FROM policy_exceptions WHERE stopped_human IS NOT NULL`,
  'activated a policy that their other account proposed': `SELECT id, activated_human AS human, proposed_human AS other, ${toldAt('policy.activated', 'v.effective_from')} AS at
    FROM policy_versions v WHERE activated_human IS NOT NULL`,
  'retired a policy alone, by two accounts': `SELECT id, retired_human AS human, retire_proposed_human AS other, ${toldAt('policy.retired', 'v.superseded_at')} AS at
    FROM policy_versions v WHERE retired_human IS NOT NULL`,
  'activated guardrails that their other account proposed': `SELECT id, activated_human AS human, proposed_human AS other, activated_at AS at FROM guardrails WHERE activated_human IS NOT NULL`,
  'lifted a caution alone, by two accounts': `SELECT review_id AS id, lifted_human AS human, lift_proposed_human AS other, ended_at AS at FROM cautions WHERE lifted_human IS NOT NULL`,
  'lifted a caution about what they took part in by another account': `SELECT c.review_id AS id, lifter.human, part.human AS other, c.ended_at AS at
    FROM cautions c JOIN reviews r ON r.id = c.review_id CROSS JOIN LATERAL (VALUES (c.lifted_human), (c.lift_proposed_human)) AS lifter (human)
    JOIN ${PARTS} ON part.id = r.exception_id AND part.since < c.ended_at WHERE c.lifted_human IS NOT NULL`,
  'merged causes alone, by two accounts': `SELECT id, merged_human AS human, merge_asked_human AS other, merged_at AS at FROM causes WHERE merged_human IS NOT NULL`,
  'settled a dispute alone, by two accounts': `SELECT id, settled_human AS human, proposed_human AS other, settled_at AS at FROM disputes WHERE settled_human IS NOT NULL`,
  'settled a dispute about what they took part in by another account': `SELECT d.id, settler.human, part.human AS other, d.settled_at AS at
    FROM disputes d CROSS JOIN LATERAL (VALUES (d.settled_human), (d.proposed_human)) AS settler (human)
    JOIN ${PARTS} ON part.id = d.exception_id AND part.since < d.settled_at WHERE d.settled_human IS NOT NULL`,
  'linked accounts alone, by two accounts': `SELECT id, confirmed_human AS human, proposed_human AS other, confirmed_at AS at FROM account_links WHERE confirmed_human IS NOT NULL`,
  'ended a link of accounts alone, by two accounts': `SELECT id, ended_human AS human, end_proposed_human AS other, ended_at AS at
    FROM account_links WHERE ended_human IS NOT NULL AND confirmed_at IS NOT NULL`,
};
/** What the report looks for: what one human did alone, and what they did by two accounts that admins linked. */
export const OVERLAPS = { alone: Object.keys(KINDS), byTwoAccounts: Object.keys(BY_TWO) } as const;

/** When something was done to a policy version `v`, of which the row itself says only from or until when it holds. */
function toldAt(name: string, otherwise: string): string {
  return `coalesce((SELECT max(f.at) FROM facts f WHERE f.subject_id = v.policy_id AND f.name = '${name}' AND f.body ->> 'policyVersionId' = v.id), ${otherwise})`;
}

/** Since when and until when two recorded humans were one, by whichever way links lead from the one to the other. */
const SAME = `WITH RECURSIVE link (human, other, since, until) AS (
    SELECT human_id, to_human_id, confirmed_at, coalesce(ended_at, 'infinity') FROM account_links WHERE confirmed_at IS NOT NULL
    UNION SELECT to_human_id, human_id, confirmed_at, coalesce(ended_at, 'infinity') FROM account_links WHERE confirmed_at IS NOT NULL),
  same AS (SELECT * FROM link UNION SELECT s.human, l.other, greatest(s.since, l.since), least(s.until, l.until) FROM same s JOIN link l ON l.human = s.other AND l.other <> s.human
    AND greatest(s.since, l.since) < least(s.until, l.until))`;
/** A link waits for what was under way when it was confirmed: so long at most. */
const SETTLING = `interval '10 seconds'`;

const unionOf = (kinds: Readonly<Record<string, string>>, more: (from: string) => string): string =>
  Object.keys(kinds)
    .map((what, index) => more(`SELECT k.id, $${index + 1}::text AS what, k.human FROM (${kinds[what] ?? ''}) AS k`))
    .join(' UNION ');
const linked =
  (when: string) =>
  (from: string): string =>
    `${from} JOIN same s ON (s.human, s.other) = (k.human, k.other) AND ${when}`;

const REPORT = unionOf(KINDS, (from) => from);
const REPORT_OF_LINKED = `${SAME} ${unionOf(BY_TWO, linked(`s.since < k.at - ${SETTLING} AND k.at < s.until`))}`;
const FOUND_LATER = `${SAME} ${unionOf(BY_TWO, linked(`s.since >= k.at - ${SETTLING} AND s.until = 'infinity'`))}`;

/**
 * The separation-of-duties report: whoever proposed, edited, signed, reviewed or put in force what somebody else had to. Accounts that admins
 * linked are of one human from the confirmation on.
 */
export async function dutyFaults(client: Pick<pg.ClientBase, 'query'>): Promise<DutyFault[]> {
  const recorded = await client.query<DutyFault>(`${REPORT} ORDER BY id, what`, Object.keys(KINDS));
  const byTwo = await client.query<DutyFault>(`${REPORT_OF_LINKED} ORDER BY id, what`, Object.keys(BY_TWO));
  return [...recorded.rows, ...byTwo.rows];
}

/** What was done by two who were found only later to be one human. It was right when it was done, and it stands; reviewers are to know. */
export async function dutyNotes(client: Pick<pg.ClientBase, 'query'>): Promise<DutyFault[]> {
  return (await client.query<DutyFault>(`${FOUND_LATER} ORDER BY id, what`, Object.keys(BY_TWO))).rows;
}
