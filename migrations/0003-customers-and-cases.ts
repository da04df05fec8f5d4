import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Customers (the only place of their personal data) and cases: one owner at every instant, held by an exclusion constraint. */
export class CustomersAndCases1763700000003 implements MigrationInterface {
  name = 'CustomersAndCases1763700000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE customers (
  id text PRIMARY KEY CHECK (starts_with(id, 'cus_')),
  name text CHECK (char_length(name) BETWEEN 1 AND 200),
  contact text CHECK (char_length(contact) BETWEEN 1 AND 320),
  time_zone text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT house_now(),
  erased_at timestamptz,
  CONSTRAINT a_customer_has_a_name_until_erased CHECK ((name IS NULL AND contact IS NULL) = (erased_at IS NOT NULL))
);

CREATE TABLE cases (
  id text PRIMARY KEY CHECK (starts_with(id, 'cas_')),
  number integer GENERATED ALWAYS AS IDENTITY UNIQUE,
  ref text GENERATED ALWAYS AS ('CASE-' || number::text) STORED NOT NULL,
  status text NOT NULL CONSTRAINT a_case_status_is_known
    CHECK (status IN ('NEW', 'OWNED', 'SOLVED', 'CONFIRMED', 'CLOSED_UNCONFIRMED', 'HONEST_NO')),
  customer_id text NOT NULL REFERENCES customers,
  internal boolean NOT NULL DEFAULT false,
  external_ref text CHECK (char_length(external_ref) BETWEEN 1 AND 200),
  opened_by text NOT NULL REFERENCES people,
  opened_at timestamptz NOT NULL DEFAULT house_now(),
  acknowledged_at timestamptz
);
CREATE UNIQUE INDEX cases_by_ref ON cases (ref);
CREATE INDEX cases_by_customer ON cases (customer_id);
CREATE INDEX cases_by_time ON cases (opened_at, id);

-- What the customer needs, in words: apart from the case so that it can be erased.
CREATE TABLE case_texts (
  case_id text PRIMARY KEY REFERENCES cases,
  need text CHECK (char_length(need) BETWEEN 1 AND 10000),
  erased_at timestamptz,
  CONSTRAINT a_need_stands_until_erased CHECK ((need IS NULL) = (erased_at IS NOT NULL))
);

CREATE TABLE ownership (
  case_id text NOT NULL REFERENCES cases,
  person_id text NOT NULL,
  human_id text NOT NULL,
  from_at timestamptz NOT NULL,
  until_at timestamptz,
  PRIMARY KEY (case_id, from_at),
  CONSTRAINT an_owner_is_one_human FOREIGN KEY (person_id, human_id) REFERENCES people (id, human_id),
  CONSTRAINT an_ownership_has_a_length CHECK (until_at > from_at),
  CONSTRAINT one_owner_at_every_instant EXCLUDE USING gist (case_id WITH =, tstzrange(from_at, until_at) WITH &&)
);
CREATE UNIQUE INDEX one_owner_now ON ownership (case_id) WHERE until_at IS NULL;
CREATE INDEX ownership_by_person ON ownership (person_id) WHERE until_at IS NULL;

-- Never nobody: from the opening on, the ranges follow each other without a gap and the last one is open.
CREATE FUNCTION a_case_is_always_owned() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  subject text := CASE WHEN TG_TABLE_NAME = 'cases' THEN to_jsonb(NEW) ->> 'id' ELSE coalesce(to_jsonb(NEW), to_jsonb(OLD)) ->> 'case_id' END;
  holds boolean;
BEGIN
  SELECT min(o.from_at) = min(c.opened_at) AND count(*) FILTER (WHERE o.until_at IS NULL) = 1 AND bool_and(o.follows) INTO holds
    FROM cases c JOIN LATERAL (
      SELECT from_at, until_at, coalesce(lag(until_at) OVER (ORDER BY from_at) = from_at, row_number() OVER (ORDER BY from_at) = 1) AS follows
        FROM ownership WHERE case_id = c.id) o ON true
   WHERE c.id = subject;
  IF holds IS NOT TRUE THEN
    PERFORM refuse('TP901', 'a case has exactly one owner at every instant');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_case_is_always_owned AFTER INSERT ON cases
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_case_is_always_owned();
CREATE CONSTRAINT TRIGGER an_owned_case_stays_owned AFTER INSERT OR UPDATE OR DELETE ON ownership
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_case_is_always_owned();

-- An ownership is closed once, at the database's time, and otherwise stands.
CREATE FUNCTION ownership_is_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.until_at IS NOT NULL OR NEW.until_at IS NULL OR NEW.until_at > house_now()
     OR (NEW.case_id, NEW.person_id, NEW.human_id, NEW.from_at) <> (OLD.case_id, OLD.person_id, OLD.human_id, OLD.from_at) THEN
    PERFORM refuse('TP900', 'ownership is history: it can only be closed, once, now');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER ownership_is_history BEFORE UPDATE OR DELETE ON ownership FOR EACH ROW EXECUTE FUNCTION ownership_is_history();
CREATE TRIGGER ownership_is_not_truncated BEFORE TRUNCATE ON ownership FOR EACH STATEMENT EXECUTE FUNCTION append_only();
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE ownership, case_texts, cases, customers;
DROP FUNCTION a_case_is_always_owned, ownership_is_history;
`);
  }
}
