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

/** Every occasion. A new one is a row here. */
export const OCCASIONS: readonly Occasion[] = [CO_SIGNED];

/** The words with which an offer begins. */
export function deedOffered(occasion: ThanksOffer['occasion'], ref: string): string {
  return OCCASIONS.find((one) => one.occasion === occasion)?.deed(ref) ?? '';
}
