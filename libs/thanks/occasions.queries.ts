import sql, { type Sql } from 'sql-template-tag';
import type { ThanksOffer } from './thanks.types.js';

/** Something after which thanks are offered. */
export interface Occasion {
  readonly occasion: ThanksOffer['occasion'];
  /** The words to begin with. They say nothing of a customer. */
  readonly deed: (ref: string) => string;
  /** Rows of id, ref, "caseId", at and helped (accounts), offered to one of these humans, of so many days. */
  readonly offers: (humans: readonly string[], days: number) => Sql;
}

/** A remedy was approved: its proposer may thank those whose signatures made it so. */
const CO_SIGNED: Occasion = {
  occasion: 'CO_SIGNED',
  deed: (ref) => `Read ${ref} and stood behind it, so that we could say yes at once.`,
  offers: (humans, days) =>
    sql`SELECT e.id, e.ref, e.case_id AS "caseId", e.approved_at AS at, ARRAY(SELECT s.signer_id FROM counted_signatures n
            JOIN co_signatures s ON (s.exception_id, s.revision, s.human_id) = (n.exception_id, n.revision, n.human_id) WHERE n.exception_id = e.id) AS helped
          FROM policy_exceptions e WHERE e.proposer_id IN (SELECT p.id FROM people p WHERE p.human_id = ANY (${humans}::text[])) AND e.approved_at > house_now() - make_interval(days => ${days}::int)`,
};

/** The customer said that it helped: whoever owns the case may thank those who had a part in it, before them or beside them. */
const IT_HELPED: Occasion = {
  occasion: 'IT_HELPED',
  deed: (ref) => `Had a part in ${ref}: the customer says that it helped.`,
  offers: (humans, days) =>
    sql`SELECT f.id, c.ref, c.id AS "caseId", f.ended_at AS at, ARRAY(
            SELECT o.person_id FROM ownership o WHERE o.case_id = c.id
            UNION SELECT h.helper_id FROM hand_offs h WHERE h.case_id = c.id AND h.helper_id IS NOT NULL AND h.status IN ('ACCEPTED', 'RETURNED')
            UNION SELECT q.to_id FROM questions q WHERE q.case_id = c.id AND q.answer_id IS NOT NULL
            UNION SELECT s.signer_id FROM policy_exceptions e JOIN counted_signatures n ON n.exception_id = e.id
              JOIN co_signatures s ON (s.exception_id, s.revision, s.human_id) = (n.exception_id, n.revision, n.human_id) WHERE e.case_id = c.id) AS helped
          FROM follow_ups f JOIN cases c ON c.id = f.case_id JOIN ownership w ON w.case_id = c.id AND w.until_at IS NULL
         WHERE w.human_id = ANY (${humans}::text[]) AND f.outcome = 'HELPED' AND f.ended_at > house_now() - make_interval(days => ${days}::int)`,
};

/** Every occasion. A new one is a row here. */
export const OCCASIONS: readonly Occasion[] = [CO_SIGNED, IT_HELPED];

/** The words with which an offer begins. */
export function deedOffered(occasion: ThanksOffer['occasion'], ref: string): string {
  return OCCASIONS.find((one) => one.occasion === occasion)?.deed(ref) ?? '';
}
