import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom to ask for a co-signature, in one place: the service names them where somebody looks, and the worker in a mail. */
export class CoSignersToAsk1763700000058 implements MigrationInterface {
  name = 'CoSignersToAsk1763700000058';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP FUNCTION co_signers_to_ask(text, integer)`);
  }
}

const UP = `
-- One account of each human who could co-sign this now. Fresh eyes first: those who signed together with the proposer least often, in either direction,
-- over 90 days. Runs with the rights of its owner: the worker names people in a mail, and is to read no caps for it.
CREATE FUNCTION co_signers_to_ask(of_exception text, most integer) RETURNS TABLE (person_id text, name text)
  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp AS $$
  WITH proposer AS (SELECT ARRAY(SELECT p.id FROM people o JOIN people p ON p.human_id = ANY (humans_of(o)) WHERE o.id = e.proposer_id) AS accounts
      FROM policy_exceptions e WHERE e.id = of_exception),
    together AS (SELECT counted_human(pair.human) AS human, count(*) AS times FROM proposer, LATERAL (
        SELECT c.human_id AS human FROM policy_exceptions x JOIN counted_signatures c ON c.exception_id = x.id
         WHERE x.proposer_id = ANY (proposer.accounts) AND x.created_at > house_now() - interval '90 days'
        UNION ALL SELECT x.proposer_human FROM co_signatures s JOIN counted_signatures c USING (exception_id, revision, human_id)
          JOIN policy_exceptions x ON x.id = s.exception_id
         WHERE s.signer_id = ANY (proposer.accounts) AND s.at > house_now() - interval '90 days') AS pair GROUP BY counted_human(pair.human))
  SELECT p.id, p.name FROM eligible_co_signers(of_exception) c JOIN people p ON p.id = c.person_id LEFT JOIN together t ON t.human = c.counts_as
   ORDER BY coalesce(t.times, 0), p.name, p.id LIMIT most
$$;
REVOKE ALL ON FUNCTION co_signers_to_ask(text, integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION co_signers_to_ask(text, integer) TO countersign_api, countersign_worker;
`;
