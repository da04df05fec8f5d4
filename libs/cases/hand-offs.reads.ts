import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { Actor } from '#people';
import sql from 'sql-template-tag';
import type { HandOffView } from './hand-off.entity.js';
import { HAND_OFF_COLUMNS } from './hand-offs.columns.js';

type Row = HandOffView & Record<string, unknown>;

/** A colleague to whom a case could be offered. */
export interface Candidate {
  readonly personId: string;
  /** Had the case since the customer last got something: it would be a tag-back. */
  readonly isInLoop: boolean;
}

/** As many colleagues are shown as somebody chooses from. */
const CANDIDATES_MAX = 100;
const OFFERS_MAX = 100;

const FROM = sql`FROM hand_offs h JOIN hand_off_texts t ON t.hand_off_id = h.id LEFT JOIN remarks w ON w.id = h.reason_id`;

/** Reads hand-offs, for people. */
@Injectable()
export class HandOffsReads {
  constructor(private readonly db: Database) {}

  /** By their ids, in any order; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<HandOffView[]> {
    return this.db.query<Row>(sql`SELECT ${HAND_OFF_COLUMNS}, w.body AS reason ${FROM} WHERE h.id = ANY (${ids})`, 'handOffs.byIds');
  }

  /** Those of some cases, the oldest first. */
  byCaseIds(caseIds: readonly string[]): Promise<HandOffView[]> {
    return this.db.query<Row>(
      sql`SELECT ${HAND_OFF_COLUMNS}, w.body AS reason ${FROM} WHERE h.case_id = ANY (${caseIds}) ORDER BY h.offered_at, h.id`,
      'handOffs.byCaseIds',
    );
  }

  /** The offers that wait for somebody's answer and are in their time, what ends first on top; at most 100. */
  waitingFor(actor: Actor): Promise<HandOffView[]> {
    return this.db.query<Row>(
      sql`SELECT ${HAND_OFF_COLUMNS}, w.body AS reason ${FROM}
           WHERE h.to_id = ${actor.personId} AND h.status = 'OFFERED' AND h.expires_at > house_now() ORDER BY h.expires_at, h.id LIMIT ${OFFERS_MAX}`,
      'handOffs.waitingFor',
    );
  }

  /** Who was brought in from outside to help with some cases, the first one first. */
  helpersOf(caseIds: readonly string[]): Promise<{ caseId: string; personId: string }[]> {
    return this.db.query<{ caseId: string; personId: string }>(
      sql`SELECT h.case_id AS "caseId", h.helper_id AS "personId" FROM hand_offs h WHERE h.case_id = ANY (${caseIds}) AND h.helper_id IS NOT NULL
           GROUP BY h.case_id, h.helper_id ORDER BY h.case_id, min(h.offered_at), h.helper_id`,
      'handOffs.helpersOf',
    );
  }

  /**
   * Who is here and could take the case on, or those of them whose name, handle or e-mail address holds some text: those with the fewest open
   * cases first, by name where they are equal; whoever had it since the customer last got something comes last, and is always among them.
   * At most 100; none for an unknown case.
   */
  candidates(caseId: string, text?: string | null): Promise<Candidate[]> {
    const like = `%${(text ?? '').replace(/[\\%_]/g, '\\$&')}%`;
    return this.db.query<{ personId: string; isInLoop: boolean }>(
      sql`SELECT f.id AS "personId", f.in_loop AS "isInLoop" FROM (
            SELECT p.id, p.name, had.it AS in_loop, (SELECT count(*) FROM ownership o JOIN cases c ON c.id = o.case_id
                WHERE o.person_id = p.id AND o.until_at IS NULL AND c.status IN ('NEW', 'OWNED')) AS load
              FROM ownership now_of JOIN hand_off_loop(now_of.case_id) l ON true JOIN people p ON is_here(p) AND NOT same_human(p.id, now_of.person_id)
              CROSS JOIN LATERAL (SELECT coalesce(p.linked_human, p.human_id) = ANY (l.humans) AS it) had
             WHERE now_of.case_id = ${caseId} AND now_of.until_at IS NULL
               AND (${!text}::boolean OR p.name ILIKE ${like} OR p.handle ILIKE ${like} OR p.email ILIKE ${like})
             ORDER BY in_loop DESC, load, p.name, p.id LIMIT ${CANDIDATES_MAX}) f
           ORDER BY f.in_loop, f.load, f.name, f.id`,
      'handOffs.candidates',
    );
  }
}
