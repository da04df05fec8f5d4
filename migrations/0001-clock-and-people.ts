import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The clock of the house, its people, machines, teams, identities and tokens. Rules count humans, so every account names one. */
export class ClockAndPeople1763700000001 implements MigrationInterface {
  name = 'ClockAndPeople1763700000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE EXTENSION IF NOT EXISTS btree_gist;

-- The only clock that rules ask. Milliseconds, so that an instant survives the way through JSON and back.
CREATE FUNCTION house_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
  SELECT date_trunc('milliseconds', clock_timestamp())
$$;

-- A wall speaks: own SQLSTATE, one sentence.
CREATE FUNCTION refuse(state text, sentence text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = state, MESSAGE = sentence;
END $$;

-- Hung on every append-only table: holds for owner and superuser too.
CREATE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING ERRCODE = 'TP900', MESSAGE = format('%s is append-only: %s is refused', TG_TABLE_NAME, TG_OP);
END $$;

CREATE TABLE teams (
  id text PRIMARY KEY CHECK (starts_with(id, 'tea_')),
  name text NOT NULL CONSTRAINT a_team_has_its_own_name UNIQUE,
  created_at timestamptz NOT NULL DEFAULT house_now()
);

CREATE TABLE people (
  id text PRIMARY KEY CHECK (starts_with(id, 'per_')),
  human_id text NOT NULL CHECK (starts_with(human_id, 'hum_')),
  kind text NOT NULL CONSTRAINT a_person_or_a_machine CHECK (kind IN ('PERSON', 'MACHINE')),
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 200),
  handle text NOT NULL CONSTRAINT a_person_has_their_own_handle UNIQUE CHECK (handle ~ '^[a-z0-9][a-z0-9._-]{0,63}$'),
  email text NOT NULL CHECK (char_length(email) BETWEEN 3 AND 320),
  roles text[] NOT NULL DEFAULT '{}' CONSTRAINT roles_are_known CHECK (roles <@ ARRAY['AGENT', 'REVIEWER', 'ADMIN', 'AUDITOR']),
  faces_customers boolean NOT NULL DEFAULT false,
  team_id text REFERENCES teams,
  active boolean NOT NULL DEFAULT true,
  away_until timestamptz,
  created_at timestamptz NOT NULL DEFAULT house_now(),
  CONSTRAINT an_account_is_of_one_human UNIQUE (id, human_id),
  CONSTRAINT machines_face_no_customers CHECK (kind = 'PERSON' OR (NOT faces_customers AND roles = '{}'))
);
CREATE INDEX people_by_human ON people (human_id);
CREATE INDEX people_who_may_co_sign ON people (id) WHERE kind = 'PERSON' AND active AND faces_customers;

-- Rules count humans: which human an account is of, and whether it is a machine, never changes by an UPDATE.
CREATE FUNCTION an_account_stays_of_its_human() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.id <> OLD.id OR NEW.human_id <> OLD.human_id OR NEW.kind <> OLD.kind THEN
    PERFORM refuse('TP900', 'an account stays of its human');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER an_account_stays_of_its_human BEFORE UPDATE ON people FOR EACH ROW EXECUTE FUNCTION an_account_stays_of_its_human();

-- Identity is (issuer, subject), never e-mail.
CREATE TABLE identities (
  issuer text NOT NULL,
  subject text NOT NULL,
  person_id text NOT NULL REFERENCES people,
  created_at timestamptz NOT NULL DEFAULT house_now(),
  PRIMARY KEY (issuer, subject)
);
CREATE INDEX identities_by_person ON identities (person_id);

CREATE TABLE api_tokens (
  id text PRIMARY KEY CHECK (starts_with(id, 'tok_')),
  person_id text NOT NULL REFERENCES people,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  hash bytea NOT NULL CONSTRAINT a_token_is_stored_hashed_once UNIQUE CHECK (octet_length(hash) = 32),
  scopes text[] NOT NULL CONSTRAINT scopes_are_known
    CHECK (scopes <@ ARRAY['READ', 'PROPOSE', 'FULFIL', 'CASES', 'WEBHOOKS'] AND cardinality(scopes) > 0),
  expires_at timestamptz NOT NULL,
  last_used_at timestamptz,
  revoked_at timestamptz,
  created_by text NOT NULL REFERENCES people,
  created_at timestamptz NOT NULL DEFAULT house_now()
);
CREATE INDEX api_tokens_by_person ON api_tokens (person_id);

CREATE TABLE sessions (
  id_hash bytea PRIMARY KEY CHECK (octet_length(id_hash) = 32),
  person_id text NOT NULL REFERENCES people,
  created_at timestamptz NOT NULL DEFAULT house_now(),
  expires_at timestamptz NOT NULL,
  ended_at timestamptz
);
CREATE INDEX sessions_by_person ON sessions (person_id);

-- The house itself: the account that stands behind what was shipped, such as the first guardrails. It has no token and no rights.
INSERT INTO people (id, human_id, kind, name, handle, email)
VALUES ('per_house', 'hum_house', 'MACHINE', 'Countersign', 'countersign', 'countersign@localhost');
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE sessions, api_tokens, identities, people, teams;
DROP FUNCTION an_account_stays_of_its_human, append_only, refuse, house_now;
DROP EXTENSION btree_gist;
`);
  }
}
