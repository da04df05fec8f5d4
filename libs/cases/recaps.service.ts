import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import sql from 'sql-template-tag';
import { type RecapAnswer, recapDraft, type RecapException, type RecapGetBack, type RecapGround, TOLD_MOST } from './recap.rules.js';

type Row = Omit<RecapGround, 'answers' | 'exceptions' | 'getBacks' | 'handOffs' | 'messages'> & {
  readonly caseId: string;
  readonly answers: readonly (Omit<RecapAnswer, 'at'> & { readonly at: string })[];
  readonly exceptions: readonly (Omit<RecapException, 'until'> & { readonly until: string | null })[];
  readonly getBacks: readonly (Omit<RecapGetBack, 'dueAt'> & { readonly dueAt: string })[];
  readonly handOffs: readonly (Omit<RecapGround['handOffs'][number], 'at'> & { readonly at: string })[];
  readonly messages: readonly (Omit<RecapGround['messages'][number], 'at'> & { readonly at: string })[];
};

/** What the next owner of a case must know, begun from what the case itself knows. */
@Injectable()
export class RecapsService {
  constructor(private readonly db: Database) {}

  /** The beginning of a recap of each of some cases; unknown ids are left out. */
  async drafts(caseIds: readonly string[]): Promise<{ caseId: string; text: string }[]> {
    const rows = await this.db.query<Row & Record<string, unknown>>(
      sql`SELECT c.id AS "caseId", t.need, u.time_zone AS "timeZone",
            (SELECT coalesce(json_agg(json_build_object('ref', e.ref, 'status', e.status, 'kind', r.kind, 'amountMinor', r.amount_minor, 'currency', r.currency,
                'until', CASE e.status WHEN 'PROPOSED' THEN e.expires_at WHEN 'APPROVED' THEN e.use_by END, 'customerTold', e.customer_told_at IS NOT NULL) ORDER BY e.created_at, e.id), '[]')
               FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision WHERE e.case_id = c.id) AS exceptions,
            (SELECT coalesce(json_agg(json_build_object('what', w.body, 'dueAt', g.due_at, 'late', g.due_at < house_now()) ORDER BY g.due_at, g.id), '[]')
               FROM get_backs g JOIN remarks w ON w.id = g.what_id WHERE g.case_id = c.id AND (g.status = 'MADE' OR g.status = 'BROKEN' AND g.delivered_at IS NULL)) AS "getBacks",
            (SELECT coalesce(json_agg(json_build_object('from', f.name, 'to', o.name, 'at', h.answered_at, 'why', x.why, 'returned', h.status = 'RETURNED') ORDER BY h.answered_at, h.id), '[]')
               FROM hand_offs h JOIN hand_off_texts x ON x.hand_off_id = h.id JOIN people f ON f.id = h.from_id JOIN people o ON o.id = h.to_id
              WHERE h.case_id = c.id AND h.status IN ('ACCEPTED', 'RETURNED')) AS "handOffs",
            (SELECT coalesce(json_agg(json_build_object('kind', a.kind, 'at', a.customer_told_at, 'words', w.body, 'reason', x.body) ORDER BY a.turn), '[]')
               FROM case_reopenings r JOIN case_answers a ON (a.case_id, a.turn) = (r.case_id, r.answer_turn) JOIN remarks w ON w.id = a.words_id JOIN remarks x ON x.id = r.reason_id
              WHERE r.case_id = c.id) AS answers,
            (SELECT coalesce(json_agg(json_build_object('to', p.name, 'question', w.body, 'answer', a.body) ORDER BY q.asked_at, q.id), '[]')
               FROM questions q JOIN people p ON p.id = q.to_id JOIN remarks w ON w.id = q.question_id LEFT JOIN remarks a ON a.id = q.answer_id WHERE q.case_id = c.id) AS questions,
            (SELECT coalesce(json_agg(json_build_object('channel', m.channel, 'at', m.received_at, 'text', w.body) ORDER BY m.received_at, m.id), '[]')
               FROM (SELECT * FROM customer_messages l WHERE l.case_id = c.id ORDER BY l.received_at DESC, l.id DESC LIMIT ${TOLD_MOST}) m JOIN remarks w ON w.id = m.words_id) AS messages
          FROM cases c JOIN case_texts t ON t.case_id = c.id JOIN customers u ON u.id = c.customer_id WHERE c.id = ANY (${caseIds})`,
      'recaps.drafts',
    );
    return rows.map((row) => ({ caseId: row.caseId, text: recapDraft(groundOf(row)) }));
  }
}

/** Instants travel as text inside JSON. */
function groundOf({ answers, exceptions, getBacks, handOffs, messages, ...rest }: Row): RecapGround {
  return {
    ...rest,
    answers: answers.map((one) => ({ ...one, at: new Date(one.at) })),
    exceptions: exceptions.map((one) => ({ ...one, until: one.until === null ? null : new Date(one.until) })),
    getBacks: getBacks.map((one) => ({ ...one, dueAt: new Date(one.dueAt) })),
    handOffs: handOffs.map((one) => ({ ...one, at: new Date(one.at) })),
    messages: messages.map((one) => ({ ...one, at: new Date(one.at) })),
  };
}
