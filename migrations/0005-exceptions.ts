import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Exceptions and their revisions: what is proposed, numbers and codes apart from words. Ended is ended, and every change is a turn. */
export class Exceptions1763700000005 implements MigrationInterface {
  name = 'Exceptions1763700000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE policy_exceptions DROP CONSTRAINT the_current_revision_exists;
DROP FUNCTION covers;
DROP TABLE revision_texts, revisions, shown_precedents, helpers, policy_precedents, policy_exceptions;
DROP FUNCTION exception_moves_forward;
`);
  }
}

const UP = `
CREATE TABLE policy_exceptions (
  id text PRIMARY KEY CHECK (starts_with(id, 'exc_')),
  number integer GENERATED ALWAYS AS IDENTITY (START WITH 1001) UNIQUE,
  ref text GENERATED ALWAYS AS ('EX-' || number::text) STORED NOT NULL,
  status text NOT NULL CONSTRAINT an_exception_status_is_known
    CHECK (status IN ('PROPOSED', 'APPROVED', 'FULFILLED', 'LAPSED', 'COVERED', 'WITHDRAWN', 'DECLINED', 'EXPIRED', 'STOPPED')),
  turn integer NOT NULL DEFAULT 1,
  case_id text NOT NULL REFERENCES cases,
  proposer_id text NOT NULL,
  proposer_human text NOT NULL,
  revision integer NOT NULL DEFAULT 1,
  base_quorum smallint NOT NULL CHECK (base_quorum BETWEEN 1 AND 9),
  raised smallint NOT NULL DEFAULT 0 CHECK (raised BETWEEN 0 AND 9),
  quorum smallint GENERATED ALWAYS AS (base_quorum + raised) STORED NOT NULL,
  policy_version_id text REFERENCES policy_versions,
  cloned_from text CONSTRAINT cloned_once UNIQUE REFERENCES policy_exceptions,
  created_at timestamptz NOT NULL DEFAULT house_now(),
  expires_at timestamptz NOT NULL,
  approved_revision integer,
  approved_at timestamptz,
  use_by timestamptz,
  customer_told_at timestamptz,
  fulfilled_at timestamptz,
  fulfilment_reference text CHECK (char_length(fulfilment_reference) BETWEEN 1 AND 200),
  covered_by text REFERENCES policy_versions,
  ended_at timestamptz,
  ended_reason_id text REFERENCES remarks,
  stop_proposed_by text,
  stop_proposed_human text,
  stopped_by text,
  stopped_human text,
  CONSTRAINT a_proposer_is_one_human FOREIGN KEY (proposer_id, proposer_human) REFERENCES people (id, human_id),
  CONSTRAINT stop_proposed_by_one_human FOREIGN KEY (stop_proposed_by, stop_proposed_human) REFERENCES people (id, human_id),
  CONSTRAINT stopped_by_one_human FOREIGN KEY (stopped_by, stopped_human) REFERENCES people (id, human_id),
  CONSTRAINT approved_is_the_current_revision CHECK (approved_revision = revision),
  CONSTRAINT approved_means_approved_revision
    CHECK ((status IN ('APPROVED', 'FULFILLED', 'LAPSED', 'STOPPED')) = (approved_revision IS NOT NULL AND approved_at IS NOT NULL AND use_by IS NOT NULL)),
  CONSTRAINT fulfilled_means_a_reference
    CHECK ((status = 'FULFILLED') = (fulfilled_at IS NOT NULL) AND (status = 'FULFILLED') = (fulfilment_reference IS NOT NULL)),
  CONSTRAINT covered_means_by_a_version CHECK ((status = 'COVERED') = (covered_by IS NOT NULL)),
  CONSTRAINT stopped_means_by_two_admins CHECK ((status = 'STOPPED') = (stopped_by IS NOT NULL AND stop_proposed_by IS NOT NULL)),
  CONSTRAINT stopped_by_another CHECK (stopped_human <> stop_proposed_human),
  CONSTRAINT ended_carries_its_time CHECK ((status IN ('PROPOSED', 'APPROVED')) = (ended_at IS NULL))
);
CREATE UNIQUE INDEX policy_exceptions_by_ref ON policy_exceptions (ref);
CREATE INDEX policy_exceptions_by_case ON policy_exceptions (case_id);
CREATE INDEX policy_exceptions_by_time ON policy_exceptions (created_at, id);
CREATE INDEX policy_exceptions_by_proposer ON policy_exceptions (proposer_id, created_at);
CREATE INDEX policy_exceptions_open ON policy_exceptions (expires_at, id) WHERE status = 'PROPOSED';
CREATE INDEX policy_exceptions_to_use ON policy_exceptions (use_by, id) WHERE status = 'APPROVED';
CREATE INDEX policy_exceptions_by_policy_version ON policy_exceptions (policy_version_id) WHERE status = 'PROPOSED';
CREATE INDEX policy_exceptions_covered_by ON policy_exceptions (covered_by) WHERE covered_by IS NOT NULL;

CREATE TABLE policy_precedents (
  policy_version_id text NOT NULL REFERENCES policy_versions,
  exception_id text NOT NULL,
  PRIMARY KEY (policy_version_id, exception_id)
);
CREATE INDEX policy_precedents_by_exception ON policy_precedents (exception_id);

-- A colleague who may amend, and so may not co-sign once they did.
CREATE TABLE helpers (
  exception_id text NOT NULL REFERENCES policy_exceptions,
  person_id text NOT NULL,
  human_id text NOT NULL,
  invited_by text NOT NULL REFERENCES people,
  at timestamptz NOT NULL DEFAULT house_now(),
  PRIMARY KEY (exception_id, person_id),
  CONSTRAINT a_helper_is_one_human FOREIGN KEY (person_id, human_id) REFERENCES people (id, human_id)
);

CREATE TABLE shown_precedents (
  exception_id text NOT NULL REFERENCES policy_exceptions,
  precedent_id text NOT NULL REFERENCES policy_exceptions,
  position smallint NOT NULL,
  PRIMARY KEY (exception_id, precedent_id)
);

-- What stood to be signed: numbers and codes here, words and salt in revision_texts.
CREATE TABLE revisions (
  exception_id text NOT NULL REFERENCES policy_exceptions,
  number integer NOT NULL CHECK (number > 0),
  digest bytea NOT NULL CONSTRAINT a_digest_has_32_bytes CHECK (octet_length(digest) = 32),
  material_digest bytea NOT NULL CHECK (octet_length(material_digest) = 32),
  material boolean NOT NULL,
  author_id text NOT NULL,
  author_human text NOT NULL,
  cause text NOT NULL CHECK (cause ~ '^[a-z0-9][a-z0-9-]{0,63}$'),
  kind text NOT NULL CONSTRAINT a_remedy_kind_is_known
    CHECK (kind IN ('REFUND', 'FEE_WAIVER', 'CREDIT', 'REPLACEMENT', 'EXTENSION', 'GOODWILL', 'DEED')),
  amount_minor bigint CONSTRAINT an_amount_is_positive_and_exact CHECK (amount_minor BETWEEN 1 AND 9007199254740991),
  currency text CHECK (currency ~ '^[A-Z]{3}$'),
  has_deed boolean NOT NULL,
  policy_version_id text REFERENCES policy_versions,
  created_at timestamptz NOT NULL DEFAULT house_now(),
  PRIMARY KEY (exception_id, number),
  CONSTRAINT a_revision_has_one_digest UNIQUE (exception_id, number, digest),
  CONSTRAINT an_author_is_one_human FOREIGN KEY (author_id, author_human) REFERENCES people (id, human_id),
  CONSTRAINT an_amount_has_a_currency CHECK ((amount_minor IS NULL) = (currency IS NULL)),
  CONSTRAINT a_remedy_is_an_amount_or_a_deed CHECK (amount_minor IS NOT NULL OR has_deed)
);
ALTER TABLE policy_exceptions ADD CONSTRAINT the_current_revision_exists
  FOREIGN KEY (id, revision) REFERENCES revisions (exception_id, number) DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE revision_texts (
  exception_id text NOT NULL,
  revision integer NOT NULL,
  salt bytea CHECK (octet_length(salt) = 32),
  what_happened text CHECK (char_length(what_happened) BETWEEN 1 AND 10000),
  what_policy_says text CHECK (char_length(what_policy_says) BETWEEN 1 AND 10000),
  what_we_do text CHECK (char_length(what_we_do) BETWEEN 1 AND 10000),
  why_fair text CHECK (char_length(why_fair) BETWEEN 1 AND 10000),
  deed text CHECK (char_length(deed) BETWEEN 1 AND 2000),
  erased_at timestamptz,
  PRIMARY KEY (exception_id, revision),
  CONSTRAINT texts_belong_to_a_revision FOREIGN KEY (exception_id, revision) REFERENCES revisions (exception_id, number),
  CONSTRAINT texts_stand_until_erased CHECK (num_nulls(salt, what_happened, what_policy_says, what_we_do, why_fair)
    = CASE WHEN erased_at IS NULL THEN 0 ELSE 5 END AND (erased_at IS NULL OR deed IS NULL))
);


-- Ended is ended; every change is a turn; the times are the database's.
CREATE FUNCTION exception_moves_forward() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t timestamptz := house_now();
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'PROPOSED' OR NEW.turn <> 1 OR NEW.revision <> 1 OR NEW.raised <> 0 OR NEW.ended_at IS NOT NULL
       OR NEW.customer_told_at IS NOT NULL OR NEW.stop_proposed_by IS NOT NULL THEN
      PERFORM refuse('TP104', 'an exception begins as a proposal');
    END IF;
    PERFORM 1 FROM cases c JOIN ownership o ON o.case_id = c.id AND o.until_at IS NULL
      WHERE c.id = NEW.case_id AND c.status IN ('NEW', 'OWNED') AND o.human_id = NEW.proposer_human FOR SHARE OF c;
    IF NOT FOUND THEN PERFORM refuse('TP110', 'only the owner of an open case proposes for it'); END IF;
    NEW.created_at := t;
    RETURN NEW;
  END IF;
  IF NEW.turn <> OLD.turn + 1 THEN PERFORM refuse('TP900', 'every change of an exception is one turn'); END IF;
  IF NOT (OLD.status = 'PROPOSED' AND NEW.status IN ('PROPOSED', 'APPROVED', 'COVERED', 'WITHDRAWN', 'DECLINED', 'EXPIRED')
       OR OLD.status = 'APPROVED' AND NEW.status IN ('APPROVED', 'FULFILLED', 'LAPSED', 'STOPPED')) THEN
    PERFORM refuse('TP104', format('an exception does not go from %s to %s', OLD.status, NEW.status));
  END IF;
  IF (NEW.id, NEW.case_id, NEW.proposer_id, NEW.proposer_human, NEW.created_at, NEW.expires_at, NEW.cloned_from)
     IS DISTINCT FROM (OLD.id, OLD.case_id, OLD.proposer_id, OLD.proposer_human, OLD.created_at, OLD.expires_at, OLD.cloned_from)
     OR NEW.raised < OLD.raised OR NEW.revision NOT IN (OLD.revision, OLD.revision + 1)
     OR (NEW.revision = OLD.revision AND (NEW.base_quorum, NEW.policy_version_id) IS DISTINCT FROM (OLD.base_quorum, OLD.policy_version_id))
     OR (OLD.status = 'APPROVED' AND (NEW.revision, NEW.approved_at, NEW.use_by, NEW.base_quorum, NEW.raised)
         IS DISTINCT FROM (OLD.revision, OLD.approved_at, OLD.use_by, OLD.base_quorum, OLD.raised))
     OR (OLD.customer_told_at IS NOT NULL AND NEW.customer_told_at IS DISTINCT FROM OLD.customer_told_at)
     OR (OLD.stop_proposed_by IS NOT NULL AND (NEW.stop_proposed_by, NEW.stop_proposed_human) IS DISTINCT FROM (OLD.stop_proposed_by, OLD.stop_proposed_human)) THEN
    PERFORM refuse('TP900', 'what stood at the proposal, or at the approval, stands');
  END IF;
  IF OLD.status <> 'APPROVED' AND (NEW.customer_told_at IS NOT NULL OR NEW.stop_proposed_by IS NOT NULL) THEN
    PERFORM refuse('TP104', 'a customer is told of, and admins stop, what is approved');
  END IF;
  IF EXISTS (SELECT 1 FROM (VALUES (NEW.stop_proposed_by, OLD.stop_proposed_by), (NEW.stopped_by, OLD.stopped_by)) AS named (now, before)
       WHERE now IS DISTINCT FROM before AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = now AND p.active AND 'ADMIN' = ANY (p.roles))) THEN
    PERFORM refuse('TP107', 'only an admin stops a remedy');
  END IF;
  IF NEW.status <> OLD.status THEN
    IF NEW.status IN ('APPROVED', 'COVERED') AND t >= OLD.expires_at THEN PERFORM refuse('TP105', 'the proposal has expired'); END IF;
    IF NEW.status = 'APPROVED' THEN
      NEW.approved_at := t;
      IF NEW.policy_version_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM policy_versions v WHERE v.id = NEW.policy_version_id
           AND v.status = 'ACTIVE' AND v.effective_from <= t AND coalesce(v.superseded_at > t, true) FOR SHARE) THEN
        PERFORM refuse('TP130', 'the policy version it departs from is no longer active');
      END IF;
    ELSE
      NEW.ended_at := t;
    END IF;
    IF NEW.status = 'EXPIRED' AND t < OLD.expires_at THEN PERFORM refuse('TP104', 'the proposal has not expired yet'); END IF;
    IF NEW.status = 'LAPSED' AND (t < OLD.use_by OR OLD.customer_told_at IS NOT NULL) THEN
      PERFORM refuse('TP104', 'it does not lapse before its use-by time, and never once the customer was told');
    END IF;
    IF NEW.status = 'FULFILLED' THEN
      IF t >= OLD.use_by AND OLD.customer_told_at IS NULL THEN PERFORM refuse('TP105', 'the time to use it has passed, and the customer was not told'); END IF;
      NEW.fulfilled_at := t;
    END IF;
    IF NEW.status = 'COVERED' AND NOT EXISTS (SELECT 1 FROM policy_versions v JOIN revisions r ON r.exception_id = NEW.id AND r.number = NEW.revision
         WHERE v.id = NEW.covered_by AND v.status = 'ACTIVE' AND v.effective_from <= t AND coalesce(v.superseded_at > t, true)
           AND covers(v, r.kind, r.cause, r.amount_minor, r.currency)) THEN
      PERFORM refuse('TP131', 'that policy version does not cover the remedy');
    END IF;
  END IF;
  RETURN NEW;
END $$;

-- Does this policy version allow such a remedy? Conditions are data; a version without any covers nothing. Same as covers() in coverage.rules.ts.
CREATE FUNCTION covers(v policy_versions, remedy_kind text, remedy_cause text, amount bigint, in_currency text) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT cardinality(v.kinds) + cardinality(v.causes) > 0
    AND (cardinality(v.kinds) = 0 OR remedy_kind = ANY (v.kinds))
    AND (cardinality(v.causes) = 0 OR remedy_cause = ANY (v.causes))
    AND (amount IS NULL OR coalesce(amount <= v.amount_up_to AND in_currency = v.currency, false))
$$;
CREATE TRIGGER exception_moves_forward BEFORE INSERT OR UPDATE ON policy_exceptions FOR EACH ROW EXECUTE FUNCTION exception_moves_forward();
CREATE TRIGGER exceptions_are_kept BEFORE DELETE ON policy_exceptions FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER exceptions_are_not_truncated BEFORE TRUNCATE ON policy_exceptions FOR EACH STATEMENT EXECUTE FUNCTION append_only();

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['helpers', 'shown_precedents', 'policy_precedents'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION append_only()', kept || '_are_append_only', kept);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION append_only()', kept || '_are_not_truncated', kept);
  END LOOP;
END $$;
`;
