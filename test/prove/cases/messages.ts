import type { SmallHouse } from '../../support/small-house.js';

/** What was written in one transaction with the message of a customer, besides the message and the fact that tells it. */
export async function movedByAMessage(house: SmallHouse, caseIds: readonly string[]): Promise<string[]> {
  const rows = await house.rows<{ id: string; what: string }>(
    `SELECT m.id, w.what FROM customer_messages m JOIN facts f ON f.subject_id = m.case_id AND f.name = 'message.received' AND f.body ->> 'messageId' = m.id
       CROSS JOIN LATERAL (
         SELECT 'the case' AS what FROM cases c WHERE c.id = m.case_id AND ${inTheSame('c')}
         UNION ALL SELECT 'its owner' FROM ownership o WHERE o.case_id = m.case_id AND ${inTheSame('o')}
         UNION ALL SELECT 'a promise' FROM get_backs g WHERE g.case_id = m.case_id AND ${inTheSame('g')}
         UNION ALL SELECT 'a hand-off' FROM hand_offs h WHERE h.case_id = m.case_id AND ${inTheSame('h')}
         UNION ALL SELECT 'a follow-up' FROM follow_ups u WHERE u.case_id = m.case_id AND ${inTheSame('u')}
         UNION ALL SELECT 'the history' FROM facts o WHERE o.subject_id = m.case_id AND o.xid = f.xid AND o.id <> f.id) w
      WHERE m.case_id = ANY ($1)`,
    [caseIds],
  );
  return rows.map(({ id, what }) => `The message ${id} changed ${what}.`);
}

/** A row shows the last transaction that wrote it, in 32 bits. */
const inTheSame = (table: string): string => `${table}.xmin::text::bigint = f.xid % 4294967296`;
