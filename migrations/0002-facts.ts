import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Facts: what happened, append-only, one hash chain per subject; each with its outbox row, made by the database. */
export class Facts1763700000002 implements MigrationInterface {
  name = 'Facts1763700000002';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE facts (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  subject_id text NOT NULL,
  seq integer NOT NULL,
  actor_id text REFERENCES people,
  name text NOT NULL CONSTRAINT a_fact_is_a_noun_and_a_past_participle CHECK (name ~ '^[a-z][A-Za-z]*[.][a-z][A-Za-z]*$'),
  body json NOT NULL,
  at timestamptz NOT NULL,
  xid bigint NOT NULL,
  prev_hash bytea NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT one_chain_per_subject UNIQUE (subject_id, seq)
);

-- A field with its length in bytes before it: no two different lists of fields make the same text. Short enough to be inlined.
CREATE FUNCTION canonical(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(octet_length(value)::text || ':' || value, '-')
$$;

-- Version 1 of a fact's canonical bytes. libs/facts/chain.rules.ts makes the same bytes outside the database.
CREATE FUNCTION fact_hash(f facts) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT sha256(convert_to('fact 1' || encode(f.prev_hash, 'hex') || canonical(f.subject_id) || canonical(f.seq::text) || canonical(f.actor_id)
    || canonical(f.name) || canonical((extract(epoch FROM f.at) * 1000)::bigint::text) || canonical(f.xid::text) || canonical(f.body::text), 'UTF8'))
$$;

-- Sequence, time, transaction and hashes are the database's own. The advisory lock makes one writer per chain.
CREATE FUNCTION facts_are_chained() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  last record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.subject_id, 0));
  SELECT f.seq, f.hash INTO last FROM facts f WHERE f.subject_id = NEW.subject_id ORDER BY f.seq DESC LIMIT 1;
  NEW.seq := coalesce(last.seq, 0) + 1;
  NEW.at := house_now();
  NEW.xid := pg_current_xact_id()::text::bigint;
  NEW.prev_hash := coalesce(last.hash, sha256(convert_to(canonical(NEW.subject_id), 'UTF8')));
  NEW.hash := fact_hash(NEW);
  INSERT INTO outbox (fact_id, subject_id, seq, name, at) VALUES (NEW.id, NEW.subject_id, NEW.seq, NEW.name, NEW.at);
  RETURN NEW;
END $$;
CREATE TRIGGER facts_are_chained BEFORE INSERT ON facts FOR EACH ROW EXECUTE FUNCTION facts_are_chained();
CREATE TRIGGER facts_are_append_only BEFORE UPDATE OR DELETE ON facts FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER facts_are_not_truncated BEFORE TRUNCATE ON facts FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- What is still to be dispatched. Taken by state, never by an id cursor; deleted when dispatched.
CREATE TABLE outbox (
  fact_id bigint PRIMARY KEY,
  subject_id text NOT NULL,
  seq integer NOT NULL,
  name text NOT NULL,
  at timestamptz NOT NULL,
  taken_until timestamptz
);

-- Free words that somebody gave with an act. Kept apart from facts and proofs so that they can be erased; the row stays.
CREATE TABLE remarks (
  id text PRIMARY KEY CHECK (starts_with(id, 'rmk_')),
  subject_id text NOT NULL,
  author_id text REFERENCES people,
  body text CHECK (char_length(body) BETWEEN 1 AND 10000),
  created_at timestamptz NOT NULL DEFAULT house_now(),
  erased_at timestamptz,
  CONSTRAINT words_stand_until_erased CHECK ((body IS NULL) = (erased_at IS NOT NULL))
);
CREATE INDEX remarks_by_subject ON remarks (subject_id);

-- One effect per person and key. result_id names what was made or changed.
CREATE TABLE idempotency_keys (
  principal text NOT NULL,
  key text NOT NULL CHECK (char_length(key) BETWEEN 1 AND 100),
  operation text NOT NULL,
  input_hash bytea NOT NULL CHECK (octet_length(input_hash) = 32),
  result_id text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT house_now(),
  CONSTRAINT one_effect_per_key PRIMARY KEY (principal, key)
);
CREATE INDEX idempotency_keys_by_age ON idempotency_keys (created_at);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE idempotency_keys, remarks, outbox;
DROP FUNCTION fact_hash(facts);
DROP TABLE facts;
DROP FUNCTION facts_are_chained, canonical;
`);
  }
}
