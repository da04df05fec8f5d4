import { Injectable } from '@nestjs/common';
import { Database, type Queryable, untilWritten } from '#database';
import type { FactName } from '#facts';
import sql, { raw, type Sql } from 'sql-template-tag';
import { CASE_REMINDERS } from './case.rules.js';
import type { ReminderKind } from './case.words.js';

/** One thing of a case whose time has come, and of which its owner was not reminded. */
export interface DueReminder {
  readonly kind: ReminderKind;
  /** The case, or what belongs to it, that is due. */
  readonly thingId: string;
  readonly caseId: string;
  /** When it fell due. */
  readonly at: Date;
  /** Which of the clocks of that thing it is: the generation of a job on it. */
  readonly clock: number;
}

/** What calls the owner of a case by the clock of the database: once each, whatever was down meanwhile. Decides nothing; runs in the worker. */
@Injectable()
export class CasesClock {
  constructor(private readonly db: Database) {}

  /**
   * Reminds the owner of this moment of what is due of one thing, by a fact; does nothing when that was done, or is no longer due.
   * Answers whether it did.
   */
  async remind(thingId: string): Promise<boolean> {
    const { done } = await untilWritten(async () => {
      const [due] = await dueOf(this.db, {
        cases: sql`c.id = ${thingId}`,
        followUps: sql`f.id = ${thingId}`,
        getBacks: sql`g.id = ${thingId}`,
        complaints: sql`k.case_id = ${thingId}`,
        most: 1,
      });
      if (!due) return [{ done: false }];
      const rows = await writeReminder(this.db, due, CASE_REMINDERS[due.kind]);
      return rows.map(() => ({ done: true }));
    });
    return done;
  }

  /** What is due by now, the longest due first: the sweep puts it into the queue again, whatever the queue lost. */
  due(most: number): Promise<DueReminder[]> {
    return dueOf(this.db, { cases: sql`true`, followUps: sql`true`, getBacks: sql`true`, complaints: sql`true`, most });
  }
}

/** The conditions by which each kind of thing is looked for, and how many of each at most. */
interface Which {
  readonly cases: Sql;
  readonly followUps: Sql;
  readonly getBacks: Sql;
  readonly complaints: Sql;
  readonly most: number;
}

function dueOf(db: Queryable, which: Which): Promise<DueReminder[]> {
  return db.query<DueReminder & Record<string, unknown>>(
    sql`(SELECT 'ACKNOWLEDGE' AS kind, c.id AS "thingId", c.id AS "caseId", c.acknowledge_by AS at, 1 AS clock FROM cases c
          WHERE ${which.cases} AND c.status = 'NEW' AND c.acknowledge_by <= house_now() AND NOT EXISTS (SELECT 1 FROM complaints k WHERE k.case_id = c.id)
            AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE (r.thing_id, r.kind) = (c.id, 'ACKNOWLEDGE')) ORDER BY c.acknowledge_by LIMIT ${which.most})
        UNION ALL
        (SELECT 'ACKNOWLEDGE_SOON', c.id, c.id, acknowledge_soon_at(c.opened_at, c.acknowledge_by), 8 FROM cases c
          WHERE ${which.cases} AND c.status = 'NEW' AND acknowledge_soon_at(c.opened_at, c.acknowledge_by) <= house_now() AND c.acknowledge_by > house_now()
            AND NOT EXISTS (SELECT 1 FROM complaints k WHERE k.case_id = c.id)
            AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE (r.thing_id, r.kind) = (c.id, 'ACKNOWLEDGE_SOON')) ORDER BY 4 LIMIT ${which.most})
        UNION ALL
        (SELECT 'FOLLOW_UP', f.id, f.case_id, f.due_at, 1 FROM follow_ups f
          WHERE ${which.followUps} AND f.outcome IS NULL AND f.due_at <= house_now()
            AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE (r.thing_id, r.kind) = (f.id, 'FOLLOW_UP')) ORDER BY f.due_at LIMIT ${which.most})
        UNION ALL
        (SELECT 'GET_BACK_DUE', g.id, g.case_id, g.due_at, 2 FROM get_backs g WHERE ${which.getBacks} AND g.status = 'MADE' AND g.due_at < house_now() ORDER BY g.due_at LIMIT ${which.most})
        UNION ALL
        (SELECT 'GET_BACK_SOON', g.id, g.case_id, g.remind_at, 1 FROM get_backs g
          WHERE ${which.getBacks} AND g.status = 'MADE' AND g.remind_at <= house_now() AND g.due_at >= house_now()
            AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE (r.thing_id, r.kind) = (g.id, 'GET_BACK_SOON')) ORDER BY g.remind_at LIMIT ${which.most})
        UNION ALL
        (SELECT w.kind, k.case_id, k.case_id, w.at, w.clock FROM complaints k CROSS JOIN LATERAL (VALUES ${CLOCKS}) AS w (kind, at, falls, runs, clock)
          WHERE ${which.complaints} AND k.answered_at IS NULL AND w.runs AND w.falls
            AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE (r.thing_id, r.kind) = (k.case_id, w.kind)) ORDER BY w.at LIMIT ${which.most})`,
  );
}

/** A complaint has a clock of its own for being taken on. Each calls before it runs out, while that is still true, and when it has. */
const CLOCKS = raw(
  (['ACKNOWLEDGE', 'ANSWER', 'FINAL'] as const)
    .flatMap((clock, n) => {
      const due = `k.${clock.toLowerCase()}_by`;
      const soon = `complaint_remind_at(k.profile, '${clock}', ${due})`;
      const runs = clock === 'ACKNOWLEDGE' ? 'k.acknowledged_at IS NULL' : 'true';
      return [
        `('COMPLAINT_${clock}_SOON', ${soon}, ${soon} <= house_now() AND ${due} >= house_now(), ${runs}, ${2 * n + 2})`,
        `('COMPLAINT_${clock}_DUE', ${due}, ${due} < house_now(), ${runs}, ${2 * n + 3})`,
      ];
    })
    .join(', '),
);

/**
 * The fact and the reminder that names it, in one statement; a promise whose time has passed is noted as broken with it. The key of the reminder
 * lets one of two workers do it.
 */
function writeReminder(db: Queryable, { kind, thingId, caseId }: DueReminder, name: FactName): Promise<{ id: string }[]> {
  const body = JSON.stringify(bodyOf(kind, thingId));
  return db.query<{ id: string }>(
    sql`WITH held AS (SELECT hold_case(${caseId}) AS id),
      broken AS (UPDATE get_backs g SET status = 'BROKEN' FROM held WHERE g.id = ${thingId} AND g.case_id = held.id AND ${kind === 'GET_BACK_DUE'}::boolean AND g.status = 'MADE' RETURNING g.id),
      told AS (INSERT INTO facts (subject_id, name, body) SELECT held.id, ${name}, ${body}::json FROM held
        WHERE ${kind !== 'GET_BACK_DUE'}::boolean OR EXISTS (SELECT 1 FROM broken) RETURNING subject_id, seq)
      INSERT INTO case_reminders (kind, thing_id, case_id, fact_seq) SELECT ${kind}, ${thingId}, told.subject_id, told.seq FROM told RETURNING thing_id AS id`,
    'cases.remind',
  );
}

function bodyOf(kind: ReminderKind, thingId: string): Record<string, string> {
  const [, clock] = /^COMPLAINT_([A-Z]+)_/.exec(kind) ?? [];
  if (clock) return { clock };
  if (thingId.startsWith('fol_')) return { followUpId: thingId };
  return thingId.startsWith('gbk_') ? { getBackId: thingId } : {};
}
