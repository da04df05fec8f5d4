import sql, { type Sql } from 'sql-template-tag';
import type { FigureRange } from './figures.types.js';

/** How each figure is counted, in words that stand beside it wherever it is shown. */
export const FIGURE_FORMULAS = {
  timeToApprove:
    'Of the exceptions proposed in this time and approved by now: from the proposal to the approval, in seconds by the clock, nights and weekends included. p50 and p90: the smallest time within which half, or nine in ten, of them were approved. By hour: the hour of the proposal where the house is. By team: the team in which the proposer is now.',
  exceptionsToPolicy:
    'Of the exceptions proposed in this time and approved by now: how many stand behind a policy version that was put in force by now.',
  handOffsPerCase:
    'Of the cases opened in this time: how many hand-offs of theirs were accepted by now (part), and how many cases they are (of). Part divided by of is hand-offs for each case, and may be more than one.',
  toldFirst:
    'Of the times that a case changed its owner in this time: how often the customer had been told before. So it is when a hand-off was accepted; not when an admin gave the case to somebody else, nor when it fell back because nobody touched it.',
  promisesKept:
    'Of the promises to get back whose time fell into this time and has passed: how many were kept in time. Delivered late is not kept. A promise that was renegotiated before its time is counted by the one that took its place; one that became void, because the customer had their answer before, is not counted.',
  solvedByFirstOwner:
    'Of the solutions given in this time that were not taken up again since: in how many the case had been owned by one human alone until then, by whichever of their accounts.',
  helped:
    'Of the follow-ups that ended in this time with an answer of the customer: how many said that it helped. Customers who could not be reached are counted beside it, as unconfirmed: nobody knows whether it helped them.',
} as const;

/** The approvals `a` of a stretch of time: how long they took, by which human, in which hour and team. */
const approvals = ({ from, until }: FigureRange): Sql =>
  sql`a AS MATERIALIZED (SELECT extract(epoch FROM e.approved_at - e.created_at)::float8 AS seconds, coalesce(p.linked_human, p.human_id) AS human, p.team_id,
      extract(hour FROM timezone(h.time_zone, e.created_at))::int AS hour
    FROM policy_exceptions e JOIN people p ON p.id = e.proposer_id CROSS JOIN house h
   WHERE e.created_at >= ${from}::timestamptz AND e.created_at < ${until}::timestamptz AND e.approved_at IS NOT NULL)`;

/** How many humans of each team had a part in the approvals: "teamId" and humans. */
export const teamsOfApprovals = (range: FigureRange): Sql =>
  sql`WITH ${approvals(range)} SELECT a.team_id AS "teamId", count(DISTINCT a.human)::int AS humans FROM a GROUP BY a.team_id`;

/** How long approvals took: one row for all, one for each hour, one for each of these teams, and one for the others together. */
export const waitingOf = (range: FigureRange, teamIds: readonly string[]): Sql =>
  sql`WITH ${approvals(range)}, g AS (SELECT a.seconds, a.human, a.hour, CASE WHEN a.team_id = ANY (${teamIds}::text[]) THEN a.team_id END AS team FROM a)
    SELECT CASE WHEN GROUPING (g.hour) = 0 THEN 'HOUR' WHEN GROUPING (g.team) = 0 THEN 'TEAM' ELSE 'ALL' END AS level, g.hour, g.team AS "teamId",
      count(DISTINCT g.human)::int AS humans, count(*)::int AS count,
      percentile_disc(0.5) WITHIN GROUP (ORDER BY g.seconds) AS "p50Seconds", percentile_disc(0.9) WITHIN GROUP (ORDER BY g.seconds) AS "p90Seconds"
    FROM g GROUP BY GROUPING SETS ((), (g.hour), (g.team)) ORDER BY g.hour, g.team NULLS LAST`;

/** A share: one row of part and of. */
export const exceptionsToPolicy = ({ from, until }: FigureRange): Sql =>
  sql`SELECT count(*)::int AS of, count(*) FILTER (WHERE EXISTS (SELECT 1 FROM policy_precedents r JOIN policy_versions v ON v.id = r.policy_version_id
        WHERE r.exception_id = e.id AND v.effective_from <= house_now() AND v.status IN ('ACTIVE', 'RETIRED')))::int AS part
    FROM policy_exceptions e WHERE e.created_at >= ${from}::timestamptz AND e.created_at < ${until}::timestamptz AND e.approved_at IS NOT NULL`;

/** Accepted hand-offs, and the cases that they are of. */
export const handOffsPerCase = ({ from, until }: FigureRange): Sql =>
  sql`WITH c AS MATERIALIZED (SELECT id FROM cases WHERE opened_at >= ${from}::timestamptz AND opened_at < ${until}::timestamptz)
    SELECT (SELECT count(*)::int FROM c) AS of,
      (SELECT count(*)::int FROM c JOIN hand_offs h ON h.case_id = c.id AND h.status IN ('ACCEPTED', 'RETURNED')) AS part`;

/** Changes of owner, and those of which the customer was told before. */
export const toldFirst = ({ from, until }: FigureRange): Sql =>
  sql`SELECT count(*)::int AS of, count(*) FILTER (WHERE EXISTS (SELECT 1 FROM hand_offs h WHERE h.case_id = o.case_id AND h.to_id = o.person_id
        AND h.answered_at = o.from_at AND h.status IN ('ACCEPTED', 'RETURNED') AND h.customer_told_at <= h.answered_at))::int AS part
    FROM ownership o WHERE o.from_at >= ${from}::timestamptz AND o.from_at < ${until}::timestamptz
     AND EXISTS (SELECT 1 FROM ownership b WHERE b.case_id = o.case_id AND b.from_at < o.from_at)`;

/** Promises to get back whose time has passed, and those that were kept in it; what nobody noticed yet is judged by the clock. */
export const promisesKept = ({ from, until }: FigureRange): Sql =>
  sql`SELECT count(*)::int AS of, count(*) FILTER (WHERE g.status = 'KEPT')::int AS part
    FROM get_backs g WHERE g.due_at >= ${from}::timestamptz AND g.due_at < ${until}::timestamptz AND g.status IN ('KEPT', 'BROKEN', 'MADE') AND g.due_at < house_now()`;

/** Solutions that stand, and those of cases that had one owner until then. */
export const solvedByFirstOwner = ({ from, until }: FigureRange): Sql =>
  sql`SELECT count(*)::int AS of, count(*) FILTER (WHERE (SELECT count(DISTINCT counted_human(o.human_id)) FROM ownership o
        WHERE o.case_id = a.case_id AND o.from_at <= a.at) = 1)::int AS part
    FROM case_answers a WHERE a.kind = 'SOLUTION' AND a.at >= ${from}::timestamptz AND a.at < ${until}::timestamptz
     AND NOT EXISTS (SELECT 1 FROM case_reopenings r WHERE r.case_id = a.case_id AND r.answer_turn = a.turn)`;

/** Follow-ups that ended: answered, and those that helped; and beside them the customers who were not reached. */
export const helped = ({ from, until }: FigureRange): Sql =>
  sql`SELECT count(*) FILTER (WHERE f.outcome <> 'UNREACHABLE')::int AS of, count(*) FILTER (WHERE f.outcome = 'HELPED')::int AS part,
      count(*) FILTER (WHERE f.outcome = 'UNREACHABLE')::int AS unconfirmed
    FROM follow_ups f WHERE f.ended_at >= ${from}::timestamptz AND f.ended_at < ${until}::timestamptz`;
