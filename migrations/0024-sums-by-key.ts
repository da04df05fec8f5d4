import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The sum of what a customer was given walks from the customer, also by a plan that was made while the tables were small. */
export class SumsByKey1763700000024 implements MigrationInterface {
  name = 'SumsByKey1763700000024';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(sameCauseSum(FROM_THE_CUSTOMER));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(sameCauseSum(AS_THE_PLANNER_LIKES));
  }
}

const sameCauseSum = (from: string): string => `
CREATE OR REPLACE FUNCTION same_cause_sum(of_customer text, of_cause text, in_currency text, apart_from text) RETURNS bigint LANGUAGE plpgsql STABLE
  SET enable_seqscan = off AS $$
BEGIN
  IF in_currency IS NULL THEN RETURN 0; END IF;
  RETURN (SELECT least(coalesce(sum(r.amount_minor), 0), 9007199254740991) ${from}
       AND x.created_at > house_now() - (SELECT h.same_cause_days FROM house h) * interval '1 day'
       AND (x.status IN ('APPROVED', 'FULFILLED', 'LAPSED') OR x.status = 'PROPOSED' AND x.expires_at > house_now()));
END $$;
`;

/**
 * Each OFFSET 0 is a fence: the planner may not join in another order, nor begin with the index by time, which read every exception of the
 * fourteen days for each proposal.
 */
const FROM_THE_CUSTOMER = `FROM (SELECT c.id FROM cases c WHERE c.customer_id = of_customer OFFSET 0) c
      CROSS JOIN LATERAL (SELECT e.* FROM policy_exceptions e WHERE e.case_id = c.id OFFSET 0) x
      CROSS JOIN LATERAL (SELECT v.* FROM revisions v WHERE v.exception_id = x.id AND v.number = x.revision OFFSET 0) r
     WHERE x.id IS DISTINCT FROM apart_from AND r.cause = of_cause AND r.currency = in_currency`;

/** As in migration 0014. */
const AS_THE_PLANNER_LIKES = `FROM cases c JOIN policy_exceptions x ON x.case_id = c.id
      JOIN revisions r ON r.exception_id = x.id AND r.number = x.revision
     WHERE c.customer_id = of_customer AND x.id IS DISTINCT FROM apart_from AND r.cause = of_cause AND r.currency = in_currency`;
