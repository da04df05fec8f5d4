import type { Queryable } from '#database';
import sql, { raw, type Sql } from 'sql-template-tag';
import { begin, type CaseWrite, end, moved } from './case-life.write.js';

/** What makes a case a complaint. The clocks are the database's own, by the profile. */
export interface ComplaintWrite {
  readonly complaintProfile: string;
}

interface Said {
  /** When the customer complained; null: they did not. */
  readonly beganAt: Sql;
  readonly byId: string;
  /** When they were told that we have it; null: nobody has taken it on. */
  readonly acknowledgedAt: Sql;
}

/** The arm of a one-statement write that makes the case of `from` a complaint, when somebody complained. */
export function complaint({ complaintProfile }: ComplaintWrite, { beganAt, byId, acknowledgedAt }: Said, from: Sql): Sql {
  return sql`INSERT INTO complaints (case_id, profile, began_at, by_id, acknowledged_at)
    SELECT f.id, ${complaintProfile}, ${beganAt}, ${byId}, ${acknowledgedAt} FROM ${from} AS f WHERE ${beganAt} IS NOT NULL RETURNING *, case_id AS id`;
}

const iso = (column: string): string => `to_char(k.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** The fact that tells it, after what `after` has done: whoever has the history has the clocks, and needs no table of ours to judge them. */
export function complaintTold(actorId: string, after: Sql): Sql {
  return sql`INSERT INTO facts (subject_id, actor_id, name, body)
    SELECT k.case_id, ${actorId}, 'complaint.opened', ${raw(BODY)} FROM complained k, (SELECT count(*) FROM ${after}) AS before RETURNING 1`;
}

const BODY = `json_build_object('profile', k.profile, 'complainedAt', ${iso('began_at')}, 'acknowledgeBy', ${iso('acknowledge_by')}, 'answerBy', ${iso('answer_by')},
  'finalBy', ${iso('final_by')}, 'acknowledgedAt', ${iso('acknowledged_at')})`;

/** Makes an open case a complaint. */
export function writeComplaint(
  db: Queryable,
  write: CaseWrite & ComplaintWrite,
  { complainedAt, customerToldAt }: { complainedAt: Date; customerToldAt: Date },
): Promise<{ id: string }[]> {
  const said = { beganAt: sql`${complainedAt}::timestamptz`, byId: write.byId, acknowledgedAt: sql`${customerToldAt}::timestamptz` };
  return db.query(
    sql`WITH ${begin(write)}, complained AS (${complaint(write, said, raw('seen'))}), ${moved('OWNED', raw('complained'))},
      complaint_told AS (${complaintTold(write.byId, raw('moved'))}), ${end(write)}`,
    'complaints.mark',
  );
}
