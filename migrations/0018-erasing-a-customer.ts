import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Erasing a customer: one function of a role of its own, which admins reach through the api; and nothing new is written about who was erased. */
export class ErasingACustomer1763700000018 implements MigrationInterface {
  name = 'ErasingACustomer1763700000018';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const UP = `
-- The reference under which a remedy was carried out is free text as well. Once it is erased, the time at which it was stands for it.
ALTER TABLE policy_exceptions ADD COLUMN reference_erased_at timestamptz,
  DROP CONSTRAINT fulfilled_means_a_reference,
  ADD CONSTRAINT fulfilled_means_a_reference CHECK ((status = 'FULFILLED') = (fulfilled_at IS NOT NULL)
    AND (status = 'FULFILLED') = (num_nonnulls(fulfilment_reference, reference_erased_at) = 1));

-- An erasure is no step of the workflow: it takes no turn, and it changes nothing but this.
CREATE FUNCTION references_are_only_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN PERFORM refuse('TP104', 'an exception begins as a proposal'); END IF;
  IF OLD.fulfilment_reference IS NULL OR NEW.fulfilment_reference IS NOT NULL
     OR to_jsonb(NEW) - ARRAY['fulfilment_reference', 'reference_erased_at', 'ref', 'quorum']
        <> to_jsonb(OLD) - ARRAY['fulfilment_reference', 'reference_erased_at', 'ref', 'quorum'] THEN
    PERFORM refuse('TP900', 'a reference can be erased once, and nothing changes with it');
  END IF;
  NEW.reference_erased_at := house_now();
  RETURN NEW;
END $$;
DROP TRIGGER exception_moves_forward ON policy_exceptions;
CREATE TRIGGER exception_moves_forward BEFORE INSERT OR UPDATE ON policy_exceptions FOR EACH ROW
  WHEN (NEW.reference_erased_at IS NULL) EXECUTE FUNCTION exception_moves_forward();
CREATE TRIGGER references_are_only_erased BEFORE INSERT OR UPDATE ON policy_exceptions FOR EACH ROW
  WHEN (NEW.reference_erased_at IS NOT NULL) EXECUTE FUNCTION references_are_only_erased();

-- So is the reference of a case in another system.
CREATE FUNCTION tickets_are_only_erased() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.external_ref IS NOT NULL THEN PERFORM refuse('TP900', 'the reference of a case elsewhere can be erased, and not be changed'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER tickets_are_only_erased BEFORE UPDATE OF external_ref ON cases FOR EACH ROW
  WHEN (NEW.external_ref IS DISTINCT FROM OLD.external_ref) EXECUTE FUNCTION tickets_are_only_erased();

-- Nobody signs what cannot be read: the words of a proposal stand until it has ended. It never opens again.
CREATE FUNCTION only_what_ended_is_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM policy_exceptions e WHERE e.id = NEW.exception_id AND e.status = 'PROPOSED') THEN
    PERFORM refuse('TP151', 'the words of an open proposal stand until it has ended');
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER only_what_ended_is_erased AFTER UPDATE ON revision_texts FOR EACH ROW
  WHEN (NEW.erased_at IS NOT NULL) EXECUTE FUNCTION only_what_ended_is_erased();

-- Nothing new is written about who was erased. The lock makes a new case or proposal and an erasure wait for each other.
CREATE FUNCTION the_customer_is_not_erased() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  gone timestamptz;
BEGIN
  IF TG_TABLE_NAME = 'cases' THEN
    SELECT u.erased_at INTO gone FROM customers u WHERE u.id = to_jsonb(NEW) ->> 'customer_id' FOR KEY SHARE;
  ELSE
    SELECT u.erased_at INTO gone FROM cases c JOIN customers u ON u.id = c.customer_id WHERE c.id = to_jsonb(NEW) ->> 'case_id' FOR KEY SHARE OF u;
  END IF;
  IF gone IS NOT NULL THEN PERFORM refuse('TP152', 'this customer was erased'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER the_customer_is_not_erased BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION the_customer_is_not_erased();
-- Its name comes after exception_moves_forward, so that the case is locked before the customer.
CREATE TRIGGER the_customer_is_not_erased BEFORE INSERT ON policy_exceptions FOR EACH ROW EXECUTE FUNCTION the_customer_is_not_erased();
REVOKE ALL ON FUNCTION references_are_only_erased, tickets_are_only_erased, only_what_ended_is_erased, the_customer_is_not_erased FROM PUBLIC;

-- ANALYZE copies some values of each column into pg_statistic, where they would stay until the next one. Of words, nothing is to be learned anyway.
ALTER TABLE customers ALTER COLUMN name SET STATISTICS 0, ALTER COLUMN contact SET STATISTICS 0;
ALTER TABLE cases ALTER COLUMN external_ref SET STATISTICS 0;
ALTER TABLE case_texts ALTER COLUMN need SET STATISTICS 0;
ALTER TABLE revision_texts ALTER COLUMN salt SET STATISTICS 0, ALTER COLUMN what_happened SET STATISTICS 0, ALTER COLUMN what_policy_says SET STATISTICS 0, ALTER COLUMN what_we_do SET STATISTICS 0, ALTER COLUMN why_fair SET STATISTICS 0, ALTER COLUMN deed SET STATISTICS 0;
ALTER TABLE remarks ALTER COLUMN body SET STATISTICS 0;
ALTER TABLE policy_exceptions ALTER COLUMN fulfilment_reference SET STATISTICS 0;

GRANT UPDATE (external_ref) ON cases TO countersign_erase;
GRANT UPDATE (fulfilment_reference, reference_erased_at) ON policy_exceptions TO countersign_erase;
GRANT SELECT (id, kind, active, roles) ON people TO countersign_erase;
GRANT SELECT (subject_id, actor_id) ON facts TO countersign_erase;
GRANT SELECT (principal, result_id), UPDATE (input_hash) ON idempotency_keys TO countersign_erase;
GRANT INSERT ON remarks TO countersign_erase;
GRANT EXECUTE ON FUNCTION refuse(text, text) TO countersign_erase;
GRANT CREATE ON SCHEMA public TO countersign_erase;
SET LOCAL ROLE countersign_erase;

-- Whatever is told or written about one customer: the ids under which their words stand.
CREATE FUNCTION subjects_of_customer(who text) RETURNS SETOF text LANGUAGE sql STABLE AS $$
  SELECT c.id FROM cases c WHERE c.customer_id = who
  UNION ALL SELECT e.id FROM cases c JOIN policy_exceptions e ON e.case_id = c.id WHERE c.customer_id = who
  UNION ALL SELECT r.id FROM cases c JOIN policy_exceptions e ON e.case_id = c.id JOIN reviews r ON r.exception_id = e.id WHERE c.customer_id = who
$$;

-- Takes away everything that a customer's people and words are known by; answers how many rows held some. Safe to repeat: what was written since goes, too.
-- Every new place of such words gets its statement here, in the migration that adds it; test/walls/words.e2e-spec.ts asks for it.
CREATE FUNCTION forget_customer(who text) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
  gone integer := 0;
  n integer;
  subjects text[];
BEGIN
  PERFORM 1 FROM policy_exceptions e WHERE e.case_id IN (SELECT c.id FROM cases c WHERE c.customer_id = who) ORDER BY e.id FOR UPDATE;
  PERFORM 1 FROM cases c WHERE c.customer_id = who ORDER BY c.id FOR UPDATE;
  PERFORM 1 FROM customers u WHERE u.id = who FOR UPDATE;
  subjects := ARRAY(SELECT subjects_of_customer(who));

  UPDATE customers SET name = NULL, contact = NULL, erased_at = house_now() WHERE id = who AND erased_at IS NULL;
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  UPDATE cases SET external_ref = NULL WHERE id = ANY (subjects) AND external_ref IS NOT NULL;
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  UPDATE case_texts SET need = NULL, erased_at = house_now() WHERE case_id = ANY (subjects) AND erased_at IS NULL;
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  UPDATE revision_texts SET salt = NULL, what_happened = NULL, what_policy_says = NULL, what_we_do = NULL, why_fair = NULL, deed = NULL, erased_at = house_now()
    WHERE exception_id = ANY (subjects) AND erased_at IS NULL;
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  UPDATE policy_exceptions SET fulfilment_reference = NULL, reference_erased_at = house_now() WHERE id = ANY (subjects) AND fulfilment_reference IS NOT NULL;
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;
  UPDATE remarks SET body = NULL, erased_at = house_now() WHERE subject_id = ANY (subjects) AND erased_at IS NULL;
  GET DIAGNOSTICS n = ROW_COUNT; gone := gone + n;

  -- The hash of an input has no salt, so short words could be guessed from it. Another one in its place: the call, sent again, is refused.
  -- Whoever took a key for a subject told a fact of it, so their keys are all that is looked through.
  UPDATE idempotency_keys SET input_hash = sha256(convert_to(gen_random_uuid()::text || gen_random_uuid()::text, 'UTF8'))
    WHERE result_id = ANY (subjects)
      AND principal IN (SELECT f.actor_id FROM facts f WHERE f.subject_id = ANY (subjects));
  RETURN gone;
END $$;

-- The whole act: asked by an active admin, for a reason, of a customer with nothing open. Answers whether anything was left to erase.
CREATE FUNCTION erase_customer(who text, by_admin text, reason_id text, reason text) RETURNS boolean
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  gone integer;
BEGIN
  IF NOT EXISTS (SELECT 1 FROM people p WHERE p.id = by_admin AND p.kind = 'PERSON' AND p.active AND 'ADMIN' = ANY (p.roles)) THEN
    PERFORM refuse('TP107', 'only an admin erases a customer');
  END IF;
  IF NOT EXISTS (SELECT 1 FROM customers u WHERE u.id = who) THEN PERFORM refuse('TP150', 'there is no such customer'); END IF;
  gone := forget_customer(who);
  IF EXISTS (SELECT 1 FROM policy_exceptions e WHERE e.id IN (SELECT subjects_of_customer(who)) AND e.status IN ('PROPOSED', 'APPROVED')) THEN
    PERFORM refuse('TP151', 'a proposal or a remedy of theirs is still open');
  END IF;
  IF gone = 0 THEN RETURN false; END IF;
  INSERT INTO remarks (id, subject_id, author_id, body) VALUES (reason_id, who, by_admin, reason);
  INSERT INTO facts (subject_id, actor_id, name, body) VALUES (who, by_admin, 'customer.erased', json_build_object('reasonId', reason_id));
  RETURN true;
END $$;
REVOKE ALL ON FUNCTION subjects_of_customer, forget_customer, erase_customer FROM PUBLIC;
GRANT EXECUTE ON FUNCTION erase_customer TO countersign_api;

SET LOCAL ROLE countersign_owner;
REVOKE CREATE ON SCHEMA public FROM countersign_erase;
`;

const DOWN = `
SET LOCAL ROLE countersign_erase;
DROP FUNCTION erase_customer, forget_customer, subjects_of_customer;
SET LOCAL ROLE countersign_owner;
REVOKE EXECUTE ON FUNCTION refuse(text, text) FROM countersign_erase;
REVOKE INSERT ON remarks FROM countersign_erase;
REVOKE SELECT (principal, result_id), UPDATE (input_hash) ON idempotency_keys FROM countersign_erase;
REVOKE SELECT (subject_id, actor_id) ON facts FROM countersign_erase;
REVOKE SELECT (id, kind, active, roles) ON people FROM countersign_erase;
REVOKE UPDATE (fulfilment_reference, reference_erased_at) ON policy_exceptions FROM countersign_erase;
REVOKE UPDATE (external_ref) ON cases FROM countersign_erase;
ALTER TABLE customers ALTER COLUMN name SET STATISTICS -1, ALTER COLUMN contact SET STATISTICS -1;
ALTER TABLE cases ALTER COLUMN external_ref SET STATISTICS -1;
ALTER TABLE case_texts ALTER COLUMN need SET STATISTICS -1;
ALTER TABLE revision_texts ALTER COLUMN salt SET STATISTICS -1, ALTER COLUMN what_happened SET STATISTICS -1, ALTER COLUMN what_policy_says SET STATISTICS -1, ALTER COLUMN what_we_do SET STATISTICS -1, ALTER COLUMN why_fair SET STATISTICS -1, ALTER COLUMN deed SET STATISTICS -1;
ALTER TABLE remarks ALTER COLUMN body SET STATISTICS -1;
ALTER TABLE policy_exceptions ALTER COLUMN fulfilment_reference SET STATISTICS -1;
DROP TRIGGER the_customer_is_not_erased ON policy_exceptions;
DROP TRIGGER the_customer_is_not_erased ON cases;
DROP TRIGGER only_what_ended_is_erased ON revision_texts;
DROP TRIGGER tickets_are_only_erased ON cases;
DROP TRIGGER references_are_only_erased ON policy_exceptions;
DROP TRIGGER exception_moves_forward ON policy_exceptions;
CREATE TRIGGER exception_moves_forward BEFORE INSERT OR UPDATE ON policy_exceptions FOR EACH ROW EXECUTE FUNCTION exception_moves_forward();
DROP FUNCTION the_customer_is_not_erased, only_what_ended_is_erased, tickets_are_only_erased, references_are_only_erased;
ALTER TABLE policy_exceptions DROP CONSTRAINT fulfilled_means_a_reference, DROP COLUMN reference_erased_at,
  ADD CONSTRAINT fulfilled_means_a_reference
    CHECK ((status = 'FULFILLED') = (fulfilled_at IS NOT NULL) AND (status = 'FULFILLED') = (fulfilment_reference IS NOT NULL));
`;
