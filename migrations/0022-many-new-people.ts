import type { MigrationInterface, QueryRunner } from 'typeorm';

/** As in migration 0002, but for the line that asks whether the subject is new. */
const factsAreChained = (lock: string): string => `
CREATE OR REPLACE FUNCTION facts_are_chained() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  last record;
BEGIN
  ${lock}
  SELECT f.seq, f.hash INTO last FROM facts f WHERE f.subject_id = NEW.subject_id ORDER BY f.seq DESC LIMIT 1;
  NEW.seq := coalesce(last.seq, 0) + 1;
  NEW.at := house_now();
  NEW.xid := pg_current_xact_id()::text::bigint;
  NEW.prev_hash := coalesce(last.hash, sha256(convert_to(canonical(NEW.subject_id), 'UTF8')));
  NEW.hash := fact_hash(NEW);
  INSERT INTO outbox (fact_id, subject_id, seq, name, at) VALUES (NEW.id, NEW.subject_id, NEW.seq, NEW.name, NEW.at);
  RETURN NEW;
END $$;`;

const LOCK = `PERFORM pg_advisory_xact_lock(hashtextextended(NEW.subject_id, 0));`;

/**
 * A file of ten thousand new people makes as many chains in one transaction, and Postgres as it is shipped has room for fewer locks than that (64 for each connection that may be open). Nobody else can
 * write to the chain of an account that is not committed yet, so its first fact waits for nobody; `one_chain_per_subject` holds all the same.
 */
export class ManyNewPeople1763700000022 implements MigrationInterface {
  name = 'ManyNewPeople1763700000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(factsAreChained(`IF NEW.name <> 'person.created' THEN ${LOCK} END IF;`));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(factsAreChained(LOCK));
  }
}
