import type { Queryable } from '#database';
import sql, { type Sql } from 'sql-template-tag';
import type { CaseNow } from './case.attempt.js';

/** Everything that decides what may happen to some cases, in one query; unknown ids are left out. */
export function lookAt(db: Queryable, caseIds: readonly string[]): Promise<CaseNow[]> {
  return look(db, sql`c.id = ANY (${caseIds}::text[])`, 'cases.look');
}

/** The same of the case to which a follow-up belongs. */
export function lookAtFollowUp(db: Queryable, followUpId: string): Promise<CaseNow[]> {
  return look(db, sql`c.id = (SELECT f.case_id FROM follow_ups f WHERE f.id = ${followUpId})`, 'cases.lookAtFollowUp');
}

/** The same of the case in which a promise was made. */
export function lookAtGetBack(db: Queryable, getBackId: string): Promise<CaseNow[]> {
  return look(db, sql`c.id = (SELECT g.case_id FROM get_backs g WHERE g.id = ${getBackId})`, 'cases.lookAtGetBack');
}

/** What belongs to a case is fetched by sub-selects, which can only be done by key, whatever the tables have grown to. */
async function look(db: Queryable, which: Sql, name: string): Promise<CaseNow[]> {
  const rows = await db.query<CaseRow>(
    sql`SELECT house_now() AS now, c.id, c.ref, c.status, c.turn, c.internal, c.opened_at AS "openedAt", c.acknowledge_by AS "acknowledgeBy", c.owner_id AS "ownerId",
          (SELECT p.human_id FROM people p WHERE p.id = c.owner_id) AS "ownerHuman",
          CASE WHEN c.answered_at IS NOT NULL THEN (SELECT max(a.turn) FROM case_answers a WHERE a.case_id = c.id) END AS "answerTurn",
          ARRAY(SELECT e.ref FROM policy_exceptions e WHERE e.case_id = c.id AND e.status = 'PROPOSED' ORDER BY e.number) AS proposals,
          EXISTS (SELECT 1 FROM policy_exceptions e WHERE e.case_id = c.id AND e.status IN ('APPROVED', 'FULFILLED')) AS "hasRemedy",
          (SELECT json_build_object('id', f.id, 'dueAt', f.due_at, 'tries', ARRAY(
              SELECT json_build_object('outcome', t.outcome, 'channel', t.channel, 'at', t.at) FROM follow_up_tries t WHERE t.follow_up_id = f.id ORDER BY t.number))
            FROM follow_ups f WHERE f.case_id = c.id AND f.outcome IS NULL) AS "followUp",
          (SELECT k.began_at FROM complaints k WHERE k.case_id = c.id) AS "complainedAt",
          (SELECT u.time_zone FROM customers u WHERE u.id = c.customer_id) AS "timeZone",
          (SELECT u.erased_at IS NOT NULL FROM customers u WHERE u.id = c.customer_id) AS "isErased",
          ARRAY(SELECT json_build_object('id', g.id, 'status', g.status, 'madeAt', g.made_at, 'dueAt', g.due_at) FROM get_backs g
            WHERE g.case_id = c.id AND (g.status = 'MADE' OR g.status = 'BROKEN' AND g.delivered_at IS NULL) ORDER BY g.due_at, g.id) AS "getBacks"
     FROM cases c WHERE ${which}`,
    name,
  );
  return rows.map((row) => ({
    ...row,
    followUp: row.followUp && withTimes(row.followUp),
    getBacks: row.getBacks.map((one) => ({ ...one, madeAt: new Date(one.madeAt), dueAt: new Date(one.dueAt) })),
  }));
}

/** Times inside JSON are text. */
interface OpenFollowUpRow {
  id: string;
  dueAt: string;
  tries: { outcome: 'UNREACHABLE'; channel: string; at: string }[];
}

interface OpenGetBackRow {
  id: string;
  status: 'MADE' | 'BROKEN';
  madeAt: string;
  dueAt: string;
}

type CaseRow = Omit<CaseNow, 'followUp' | 'getBacks'> & { followUp: OpenFollowUpRow | null; getBacks: OpenGetBackRow[] };

function withTimes({ id, dueAt, tries }: OpenFollowUpRow): CaseNow['followUp'] {
  return { id, dueAt: new Date(dueAt), tries: tries.map((one) => ({ ...one, at: new Date(one.at) })) };
}
