import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { NotFoundError } from '#errors';
import sql from 'sql-template-tag';
import type { AnswerKind, FollowUpOutcome } from './case.words.js';

/** What the customer was answered, with its words (null once erased). */
export interface CaseAnswer {
  readonly caseId: string;
  readonly turn: number;
  readonly kind: AnswerKind;
  readonly byId: string;
  readonly words: string | null;
  readonly customerToldAt: Date;
  /** Of an honest no. */
  readonly toldBy: string | null;
  readonly appealRoute: string | null;
  readonly at: Date;
  /** When it was taken up again, because it did not hold. */
  readonly reopenedAt: Date | null;
  readonly reopenedBecause: string | null;
}

/** Whether it helped: when that is to be asked, and what was found. */
export interface FollowUp {
  readonly id: string;
  readonly caseId: string;
  readonly dueAt: Date;
  /** null while it is open. */
  readonly outcome: FollowUpOutcome | null;
  /** Of the last try. */
  readonly note: string | null;
  readonly endedAt: Date | null;
}

/** One time that the customer was asked, or not reached. */
export interface FollowUpTry {
  readonly followUpId: string;
  readonly number: number;
  readonly outcome: FollowUpOutcome;
  readonly channel: string;
  readonly byId: string;
  readonly note: string | null;
  readonly at: Date;
}

/** What is read of answers and follow-ups. Every method takes many ids, so that a list costs no more statements than one row. */
@Injectable()
export class FollowUpsReads {
  constructor(private readonly db: Database) {}

  /** @throws NotFoundError */
  async one(id: string): Promise<FollowUp> {
    const [found] = await this.byIds([id]);
    if (!found) throw new NotFoundError('follow-up', ['followUpId']);
    return found;
  }

  byIds(ids: readonly string[]): Promise<FollowUp[]> {
    return this.db.query<FollowUp & Record<string, unknown>>(sql`SELECT ${COLUMNS} WHERE f.id = ANY (${ids})`, 'followUps.byIds');
  }

  /** Every follow-up of some cases, the first one first. */
  ofCases(caseIds: readonly string[]): Promise<FollowUp[]> {
    return this.db.query<FollowUp & Record<string, unknown>>(
      sql`SELECT ${COLUMNS} WHERE f.case_id = ANY (${caseIds}) ORDER BY f.case_id, f.answer_turn`,
      'followUps.ofCases',
    );
  }

  /** Every try of some follow-ups, the first one first. */
  tries(followUpIds: readonly string[]): Promise<FollowUpTry[]> {
    return this.db.query<FollowUpTry & Record<string, unknown>>(
      sql`SELECT t.follow_up_id AS "followUpId", t.number, t.outcome, t.channel, t.by_id AS "byId", n.body AS note, t.at
            FROM follow_up_tries t LEFT JOIN remarks n ON n.id = t.note_id WHERE t.follow_up_id = ANY (${followUpIds}) ORDER BY t.follow_up_id, t.number`,
      'followUps.tries',
    );
  }

  /** Every answer in some cases, the first one first. */
  answers(caseIds: readonly string[]): Promise<CaseAnswer[]> {
    return this.db.query<CaseAnswer & Record<string, unknown>>(
      sql`SELECT a.case_id AS "caseId", a.turn, a.kind, a.by_id AS "byId", w.body AS words, a.customer_told_at AS "customerToldAt",
            b.body AS "toldBy", p.body AS "appealRoute", a.at, r.at AS "reopenedAt", y.body AS "reopenedBecause"
            FROM case_answers a JOIN remarks w ON w.id = a.words_id LEFT JOIN remarks b ON b.id = a.told_by_id LEFT JOIN remarks p ON p.id = a.appeal_id
            LEFT JOIN case_reopenings r ON (r.case_id, r.answer_turn) = (a.case_id, a.turn) LEFT JOIN remarks y ON y.id = r.reason_id
           WHERE a.case_id = ANY (${caseIds}) ORDER BY a.case_id, a.turn`,
      'cases.answers',
    );
  }
}

const COLUMNS = sql`f.id, f.case_id AS "caseId", f.due_at AS "dueAt", f.outcome, f.ended_at AS "endedAt",
  (SELECT n.body FROM follow_up_tries t LEFT JOIN remarks n ON n.id = t.note_id WHERE t.follow_up_id = f.id ORDER BY t.number DESC LIMIT 1) AS note
  FROM follow_ups f`;
