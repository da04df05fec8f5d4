import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Checkpoints: what the sealer signed about the facts so far, and how far it was sent away. Only the seal role adds to them. */
export class Checkpoints1763700000017 implements MigrationInterface {
  name = 'Checkpoints1763700000017';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
REVOKE SELECT ON migrations FROM countersign_seal;
DROP TABLE seal_places, checkpoints, seal_keys;
DROP FUNCTION a_checkpoint_follows_the_last;
DROP INDEX facts_by_transaction;
`);
  }
}

const UP = `
-- Facts by the transaction that recorded them. A block-range index: an insert pays nothing for it, and facts come in nearly that order.
CREATE INDEX facts_by_transaction ON facts USING brin (xid) WITH (pages_per_range = 16, autosummarize = on);

-- The public halves of the keys that sign checkpoints; the private ones never come near a database.
CREATE TABLE seal_keys (
  id text PRIMARY KEY CHECK (char_length(id) BETWEEN 1 AND 100),
  public_key bytea NOT NULL CONSTRAINT a_public_key_has_32_bytes CHECK (octet_length(public_key) = 32),
  created_at timestamptz NOT NULL DEFAULT house_now()
);

-- One row says: these were all the facts whose transactions are from from_xid on and below to_xid. The next one goes on where it ends.
CREATE TABLE checkpoints (
  number integer PRIMARY KEY CHECK (number > 0),
  at timestamptz NOT NULL,
  from_xid bigint NOT NULL,
  to_xid bigint NOT NULL,
  facts integer NOT NULL CHECK (facts >= 0),
  digest bytea NOT NULL CHECK (octet_length(digest) = 32),
  prev_hash bytea NOT NULL CHECK (octet_length(prev_hash) = 32),
  key_id text NOT NULL CONSTRAINT signed_by_a_published_key REFERENCES seal_keys,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  signature bytea NOT NULL CHECK (octet_length(signature) = 64),
  CONSTRAINT a_checkpoint_goes_forward CHECK (to_xid > from_xid)
);

-- Below the oldest transaction that still runs nothing can be added any more: only up to there may be sealed.
CREATE FUNCTION a_checkpoint_follows_the_last() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  last checkpoints;
BEGIN
  SELECT * INTO last FROM checkpoints ORDER BY number DESC LIMIT 1;
  IF NEW.number <= last.number THEN RETURN NEW; END IF; -- refused by the primary key, by which a twin is told from a fault
  IF NEW.number <> coalesce(last.number, 0) + 1 OR NEW.from_xid <> coalesce(last.to_xid, 0)
     OR NEW.prev_hash <> coalesce(last.hash, decode(repeat('00', 32), 'hex')) THEN
    PERFORM refuse('TP904', 'a checkpoint follows the last one');
  END IF;
  IF NEW.to_xid > pg_snapshot_xmin(pg_current_snapshot())::text::bigint OR NEW.at > house_now() THEN
    PERFORM refuse('TP904', 'what is still going on cannot be sealed');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_checkpoint_follows_the_last BEFORE INSERT ON checkpoints FOR EACH ROW EXECUTE FUNCTION a_checkpoint_follows_the_last();

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['checkpoints', 'seal_keys'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION append_only()', kept || '_are_append_only', kept);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION append_only()', kept || '_are_not_truncated', kept);
  END LOOP;
END $$;

-- How far checkpoints were sent to each place outside, and since when a place does not take them.
CREATE TABLE seal_places (
  place text PRIMARY KEY CONSTRAINT a_place_is_known CHECK (place IN ('FILE', 'WEBHOOK')),
  sent_up_to integer NOT NULL DEFAULT 0 CHECK (sent_up_to >= 0),
  sent_at timestamptz,
  failing_since timestamptz,
  trouble text CHECK (char_length(trouble) BETWEEN 1 AND 300),
  CONSTRAINT trouble_has_its_begin CHECK ((trouble IS NULL) = (failing_since IS NULL))
);

REVOKE ALL ON FUNCTION a_checkpoint_follows_the_last FROM PUBLIC;
GRANT SELECT, INSERT ON checkpoints, seal_keys TO countersign_seal;
GRANT SELECT, INSERT, UPDATE (sent_up_to, sent_at, failing_since, trouble) ON seal_places TO countersign_seal;
GRANT SELECT ON migrations TO countersign_seal;
GRANT SELECT ON checkpoints, seal_keys, seal_places TO countersign_api;
`;
