import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Exceptions, revisions, signatures, approvals and reviews: two people, one text, exactly one review, held by the database. */
export class Exceptions1763700000005 implements MigrationInterface {
  name = 'Exceptions1763700000005';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(EXCEPTION_WALLS);
    await runner.query(REVISION_WALLS);
    await runner.query(VOTE_WALLS);
    await runner.query(APPROVAL_WALLS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TRIGGER lost_eligibility_voids_signatures ON people;
ALTER TABLE policy_exceptions DROP CONSTRAINT the_current_revision_exists, DROP CONSTRAINT approved_means_an_approval;
ALTER TABLE approvals DROP CONSTRAINT exactly_one_review;
DROP FUNCTION covers, may_vote, material_digest, revision_digest;
DROP TABLE reviews, counted_signatures, approvals, passes, objection_ends, objections, co_signature_ends, co_signatures,
  revision_texts, revisions, shown_precedents, helpers, policy_precedents, policy_exceptions;
DROP FUNCTION exception_moves_forward, revision_is_the_next, texts_match_the_digest, a_revision_has_its_texts,
  peers_vote, an_end_ends_an_open_vote, approval_holds, counted_signatures_hold, lost_eligibility_voids_signatures, reviewer_took_no_part;
`);
  }
}

const TABLES = `
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
  CONSTRAINT fulfilled_means_a_reference CHECK ((status = 'FULFILLED') = (fulfilled_at IS NOT NULL AND fulfilment_reference IS NOT NULL)),
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

CREATE TABLE co_signatures (
  exception_id text NOT NULL,
  revision integer NOT NULL,
  human_id text NOT NULL,
  signer_id text NOT NULL,
  digest bytea NOT NULL,
  words_id text REFERENCES remarks,
  carried_from integer,
  also_agreed boolean NOT NULL DEFAULT false,
  at timestamptz NOT NULL DEFAULT house_now(),
  PRIMARY KEY (exception_id, revision, human_id),
  CONSTRAINT a_signature_is_on_the_digest_that_was_read FOREIGN KEY (exception_id, revision, digest) REFERENCES revisions (exception_id, number, digest),
  CONSTRAINT a_signer_is_one_human FOREIGN KEY (signer_id, human_id) REFERENCES people (id, human_id)
);
CREATE INDEX co_signatures_by_signer ON co_signatures (signer_id);

CREATE TABLE co_signature_ends (
  exception_id text NOT NULL,
  revision integer NOT NULL,
  human_id text NOT NULL,
  how text NOT NULL CONSTRAINT an_end_is_known CHECK (how IN ('RETRACTED', 'VOID')),
  at timestamptz NOT NULL DEFAULT house_now(),
  PRIMARY KEY (exception_id, revision, human_id),
  CONSTRAINT an_end_is_of_a_signature FOREIGN KEY (exception_id, revision, human_id) REFERENCES co_signatures
);

CREATE TABLE objections (
  exception_id text NOT NULL,
  revision integer NOT NULL,
  human_id text NOT NULL,
  signer_id text NOT NULL,
  digest bytea NOT NULL,
  words_id text NOT NULL REFERENCES remarks,
  at timestamptz NOT NULL DEFAULT house_now(),
  PRIMARY KEY (exception_id, revision, human_id),
  CONSTRAINT an_objection_is_to_the_digest_that_was_read FOREIGN KEY (exception_id, revision, digest) REFERENCES revisions (exception_id, number, digest),
  CONSTRAINT an_objector_is_one_human FOREIGN KEY (signer_id, human_id) REFERENCES people (id, human_id)
);

CREATE TABLE objection_ends (
  exception_id text NOT NULL,
  revision integer NOT NULL,
  human_id text NOT NULL,
  how text NOT NULL CHECK (how IN ('RETRACTED', 'VOID')),
  at timestamptz NOT NULL DEFAULT house_now(),
  PRIMARY KEY (exception_id, revision, human_id),
  CONSTRAINT an_end_is_of_an_objection FOREIGN KEY (exception_id, revision, human_id) REFERENCES objections
);

CREATE TABLE passes (
  exception_id text NOT NULL,
  revision integer NOT NULL,
  human_id text NOT NULL,
  signer_id text NOT NULL,
  digest bytea NOT NULL,
  at timestamptz NOT NULL DEFAULT house_now(),
  PRIMARY KEY (exception_id, revision, human_id),
  CONSTRAINT a_pass_is_on_the_digest_that_was_read FOREIGN KEY (exception_id, revision, digest) REFERENCES revisions (exception_id, number, digest),
  CONSTRAINT a_passer_is_one_human FOREIGN KEY (signer_id, human_id) REFERENCES people (id, human_id)
);

CREATE TABLE approvals (
  exception_id text PRIMARY KEY REFERENCES policy_exceptions,
  revision integer NOT NULL,
  digest bytea NOT NULL,
  quorum smallint NOT NULL,
  counted smallint NOT NULL,
  at timestamptz NOT NULL DEFAULT house_now(),
  CONSTRAINT an_approval_is_of_one_revision UNIQUE (exception_id, revision),
  CONSTRAINT an_approval_is_of_one_digest FOREIGN KEY (exception_id, revision, digest) REFERENCES revisions (exception_id, number, digest),
  CONSTRAINT enough_signatures_counted CHECK (counted >= quorum AND quorum >= 1)
);
ALTER TABLE policy_exceptions ADD CONSTRAINT approved_means_an_approval
  FOREIGN KEY (id, approved_revision) REFERENCES approvals (exception_id, revision) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE policy_precedents ADD CONSTRAINT precedents_are_approved FOREIGN KEY (exception_id) REFERENCES approvals (exception_id);

CREATE TABLE counted_signatures (
  exception_id text NOT NULL,
  revision integer NOT NULL,
  human_id text NOT NULL,
  PRIMARY KEY (exception_id, revision, human_id),
  CONSTRAINT counted_for_an_approval FOREIGN KEY (exception_id, revision) REFERENCES approvals (exception_id, revision),
  CONSTRAINT counted_is_a_signature FOREIGN KEY (exception_id, revision, human_id) REFERENCES co_signatures
);

CREATE TABLE reviews (
  id text PRIMARY KEY CHECK (starts_with(id, 'rev_')),
  exception_id text NOT NULL CONSTRAINT one_review_per_exception UNIQUE,
  status text NOT NULL DEFAULT 'QUEUED' CONSTRAINT a_review_status_is_known CHECK (status IN ('QUEUED', 'CLAIMED', 'DISPOSED')),
  turn integer NOT NULL DEFAULT 1,
  reviewer_id text,
  reviewer_human text,
  claimed_until timestamptz,
  due_at timestamptz NOT NULL,
  routed_at timestamptz,
  reminded_at timestamptz,
  disposition text CONSTRAINT a_disposition_is_known CHECK (disposition IN ('PROMOTE', 'PRECEDENT', 'ONE_OFF', 'COACH', 'NOT_AGAIN')),
  reason_id text REFERENCES remarks,
  disposed_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT house_now(),
  CONSTRAINT a_review_is_of_an_approval FOREIGN KEY (exception_id) REFERENCES approvals (exception_id) DEFERRABLE INITIALLY DEFERRED,
  CONSTRAINT a_reviewer_is_one_human FOREIGN KEY (reviewer_id, reviewer_human) REFERENCES people (id, human_id),
  CONSTRAINT claimed_means_by_somebody_for_a_while CHECK ((status = 'CLAIMED') = (claimed_until IS NOT NULL)),
  CONSTRAINT queued_means_by_nobody CHECK ((status = 'QUEUED') = (reviewer_id IS NULL)),
  CONSTRAINT disposed_means_with_a_reason
    CHECK ((status = 'DISPOSED') = (disposition IS NOT NULL AND reason_id IS NOT NULL AND disposed_at IS NOT NULL))
);
ALTER TABLE approvals ADD CONSTRAINT exactly_one_review
  FOREIGN KEY (exception_id) REFERENCES reviews (exception_id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX reviews_open ON reviews (due_at, id) WHERE status <> 'DISPOSED';
CREATE INDEX reviews_by_time ON reviews (created_at, id);
CREATE INDEX reviews_unrouted ON reviews (created_at) WHERE routed_at IS NULL;
`;

const EXCEPTION_WALLS = `
-- Ended is ended; every change is a turn; the times are the database's.
CREATE FUNCTION exception_moves_forward() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t timestamptz := house_now();
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'PROPOSED' OR NEW.turn <> 1 OR NEW.revision <> 1 OR NEW.raised <> 0 OR NEW.ended_at IS NOT NULL THEN
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
     OR (OLD.status = 'APPROVED' AND (NEW.revision, NEW.approved_at, NEW.use_by, NEW.quorum) IS DISTINCT FROM (OLD.revision, OLD.approved_at, OLD.use_by, OLD.quorum))
     OR (OLD.customer_told_at IS NOT NULL AND NEW.customer_told_at IS DISTINCT FROM OLD.customer_told_at) THEN
    PERFORM refuse('TP900', 'what stood at the proposal, or at the approval, stands');
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
    IF NEW.status = 'FULFILLED' THEN NEW.fulfilled_at := t; END IF;
    IF NEW.status = 'STOPPED' AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.stopped_by AND p.active AND 'ADMIN' = ANY (p.roles)) THEN
      PERFORM refuse('TP107', 'only an admin stops a remedy');
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
`;

const REVISION_WALLS = `
-- Version 1 of what is signed. libs/exceptions/digest.rules.ts makes the same bytes; both are compared by a test.
CREATE FUNCTION material_digest(r revisions, t revision_texts) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256('\\x01'::bytea || t.salt || canonical(r.exception_id) || canonical(r.kind) || canonical(r.amount_minor::text) || canonical(r.currency)
    || canonical(t.deed) || canonical(t.what_we_do) || canonical(r.policy_version_id))
$$;
CREATE FUNCTION revision_digest(r revisions, t revision_texts) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
  SELECT sha256('\\x01'::bytea || t.salt || canonical(r.exception_id) || canonical(r.number::text) || material_digest(r, t) || canonical(r.cause)
    || canonical(t.what_happened) || canonical(t.what_policy_says) || canonical(t.why_fair))
$$;

-- The next revision of an open proposal, by its proposer or a named helper who is here, with at least the quorum its band asks for.
CREATE FUNCTION revision_is_the_next() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e policy_exceptions;
  p people;
  before revisions;
BEGIN
  SELECT * INTO e FROM policy_exceptions WHERE id = NEW.exception_id FOR UPDATE;
  IF e.status <> 'PROPOSED' THEN PERFORM refuse('TP104', 'only a proposal can be amended'); END IF;
  IF NEW.number <> e.revision THEN PERFORM refuse('TP102', 'a revision is the next one'); END IF;
  NEW.created_at := house_now();
  IF NEW.created_at >= e.expires_at THEN PERFORM refuse('TP105', 'the proposal has expired'); END IF;
  SELECT * INTO p FROM people WHERE id = NEW.author_id FOR SHARE;
  IF NOT p.active OR NOT (NEW.author_human = e.proposer_human
       OR EXISTS (SELECT 1 FROM helpers h WHERE h.exception_id = e.id AND h.person_id = NEW.author_id)) THEN
    PERFORM refuse('TP111', 'only the proposer or a named helper amends');
  END IF;
  IF NEW.policy_version_id IS DISTINCT FROM e.policy_version_id THEN PERFORM refuse('TP900', 'revision and exception depart from the same policy'); END IF;
  IF e.base_quorum < quorum_for(NEW.kind, NEW.amount_minor, NEW.currency) THEN PERFORM refuse('TP132', 'the quorum is at least what the band asks for'); END IF;
  IF NEW.number = 1 THEN
    NEW.material := true;
  ELSE
    SELECT * INTO before FROM revisions WHERE exception_id = e.id AND number = NEW.number - 1;
    NEW.material := before.material_digest <> NEW.material_digest;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER revision_is_the_next BEFORE INSERT ON revisions FOR EACH ROW EXECUTE FUNCTION revision_is_the_next();
CREATE TRIGGER revisions_are_append_only BEFORE UPDATE OR DELETE ON revisions FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER revisions_are_not_truncated BEFORE TRUNCATE ON revisions FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- The words are the ones whose digest is signed; later they can only be erased, with their salt.
CREATE FUNCTION texts_match_the_digest() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  r revisions;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF OLD.erased_at IS NOT NULL OR NEW.erased_at IS NULL OR (NEW.exception_id, NEW.revision) <> (OLD.exception_id, OLD.revision) THEN
      PERFORM refuse('TP900', 'texts can only be erased');
    END IF;
    RETURN NEW;
  END IF;
  SELECT * INTO r FROM revisions WHERE exception_id = NEW.exception_id AND number = NEW.revision;
  IF r.digest IS DISTINCT FROM revision_digest(r, NEW) OR r.material_digest IS DISTINCT FROM material_digest(r, NEW)
     OR r.has_deed <> (NEW.deed IS NOT NULL)
     OR NEW.revision > 1 AND NEW.salt IS DISTINCT FROM (SELECT salt FROM revision_texts WHERE exception_id = NEW.exception_id AND revision = NEW.revision - 1) THEN
    PERFORM refuse('TP903', 'the texts do not have the digest of their revision');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER texts_match_the_digest BEFORE INSERT OR UPDATE ON revision_texts FOR EACH ROW EXECUTE FUNCTION texts_match_the_digest();
CREATE TRIGGER texts_are_kept BEFORE DELETE ON revision_texts FOR EACH ROW EXECUTE FUNCTION append_only();

CREATE FUNCTION a_revision_has_its_texts() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM revision_texts t WHERE t.exception_id = NEW.exception_id AND t.revision = NEW.number) THEN
    PERFORM refuse('TP903', 'a revision has its texts');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_revision_has_its_texts AFTER INSERT ON revisions
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_revision_has_its_texts();
`;

const VOTE_WALLS = `
-- Why this account may not sign, object or pass on this exception: an SQLSTATE, or null when it may.
CREATE FUNCTION may_vote(e policy_exceptions, p people) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN p.kind <> 'PERSON' THEN 'TP106'
    WHEN p.human_id = e.proposer_human THEN 'TP100'
    WHEN EXISTS (SELECT 1 FROM revisions r WHERE r.exception_id = e.id AND r.author_human = p.human_id) THEN 'TP101'
    WHEN NOT p.active OR NOT p.faces_customers OR coalesce(p.away_until > house_now(), false) THEN 'TP103'
  END
$$;

-- Locks the exception, then the person; refuses what is not open, not eligible, or another digest.
CREATE FUNCTION peers_vote() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e policy_exceptions;
  p people;
  why text;
BEGIN
  SELECT * INTO e FROM policy_exceptions WHERE id = NEW.exception_id FOR UPDATE;
  SELECT * INTO p FROM people WHERE id = NEW.signer_id FOR SHARE;
  NEW.at := house_now();
  IF e.status = 'PROPOSED' AND NEW.at >= e.expires_at THEN PERFORM refuse('TP105', 'the proposal has expired'); END IF;
  IF e.status <> 'PROPOSED' AND NOT (TG_TABLE_NAME = 'co_signatures' AND e.status IN ('APPROVED', 'FULFILLED')) THEN
    PERFORM refuse('TP104', 'the exception has moved on');
  END IF;
  IF NEW.revision <> e.revision OR NOT EXISTS (SELECT 1 FROM revisions r WHERE r.exception_id = e.id AND r.number = e.revision AND r.digest = NEW.digest) THEN
    PERFORM refuse('TP102', 'that is not the digest of the current revision');
  END IF;
  why := may_vote(e, p);
  IF why IS NOT NULL THEN PERFORM refuse(why, 'this person may not sign this exception'); END IF;
  IF TG_TABLE_NAME = 'co_signatures' THEN
    NEW.also_agreed := e.status <> 'PROPOSED';
    IF NEW.carried_from IS NOT NULL AND NOT EXISTS (
         SELECT 1 FROM revisions r JOIN co_signatures s ON s.exception_id = r.exception_id AND s.revision = r.number - 1 AND s.human_id = NEW.human_id
          WHERE r.exception_id = e.id AND r.number = NEW.revision AND NOT r.material AND NEW.carried_from = r.number - 1
            AND NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE (x.exception_id, x.revision, x.human_id) = (s.exception_id, s.revision, s.human_id))) THEN
      PERFORM refuse('TP102', 'only a signature on the same matter is carried over');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER peers_co_sign BEFORE INSERT ON co_signatures FOR EACH ROW EXECUTE FUNCTION peers_vote();
CREATE TRIGGER peers_object BEFORE INSERT ON objections FOR EACH ROW EXECUTE FUNCTION peers_vote();
CREATE TRIGGER peers_pass BEFORE INSERT ON passes FOR EACH ROW EXECUTE FUNCTION peers_vote();

-- A signature or objection is taken back, or made void, only while the exception is open.
CREATE FUNCTION an_end_ends_an_open_vote() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM policy_exceptions e WHERE e.id = NEW.exception_id AND e.status = 'PROPOSED' FOR UPDATE;
  IF NOT FOUND THEN PERFORM refuse('TP104', 'what was decided stands'); END IF;
  NEW.at := house_now();
  RETURN NEW;
END $$;
CREATE TRIGGER open_signatures_end BEFORE INSERT ON co_signature_ends FOR EACH ROW EXECUTE FUNCTION an_end_ends_an_open_vote();
CREATE TRIGGER open_objections_end BEFORE INSERT ON objection_ends FOR EACH ROW EXECUTE FUNCTION an_end_ends_an_open_vote();

-- Whoever stops facing customers, leaves or is away takes their uncounted signatures with them, at once. Lock order: exceptions, then the signatures.
CREATE FUNCTION lost_eligibility_voids_signatures() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  s record;
BEGIN
  IF NEW.active AND NEW.faces_customers AND NOT coalesce(NEW.away_until > house_now(), false) THEN RETURN NULL; END IF;
  PERFORM 1 FROM policy_exceptions e WHERE e.status = 'PROPOSED' AND e.id IN (SELECT exception_id FROM co_signatures WHERE signer_id = NEW.id)
    ORDER BY e.id FOR UPDATE;
  FOR s IN
    SELECT c.exception_id, c.revision, c.human_id FROM co_signatures c
      JOIN policy_exceptions e ON e.id = c.exception_id AND e.revision = c.revision AND e.status = 'PROPOSED'
     WHERE c.signer_id = NEW.id
       AND NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE (x.exception_id, x.revision, x.human_id) = (c.exception_id, c.revision, c.human_id))
     ORDER BY c.exception_id
  LOOP
    INSERT INTO co_signature_ends (exception_id, revision, human_id, how) VALUES (s.exception_id, s.revision, s.human_id, 'VOID');
    UPDATE policy_exceptions SET turn = turn + 1 WHERE id = s.exception_id;
    INSERT INTO facts (subject_id, name, body)
      VALUES (s.exception_id, 'exception.signatureVoided', json_build_object('revision', s.revision, 'signerId', NEW.id));
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER lost_eligibility_voids_signatures AFTER UPDATE OF active, faces_customers, away_until ON people
  FOR EACH ROW EXECUTE FUNCTION lost_eligibility_voids_signatures();
`;

const APPROVAL_WALLS = `
-- At commit: quorum distinct eligible humans, none of them proposer or editor, signed this very digest, and the exception says approved.
CREATE FUNCTION approval_holds() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  a approvals;
  e policy_exceptions;
  good integer;
  counted integer;
BEGIN
  SELECT * INTO a FROM approvals WHERE exception_id = NEW.exception_id;
  SELECT * INTO e FROM policy_exceptions WHERE id = NEW.exception_id;
  SELECT count(*), count(DISTINCT s.human_id) FILTER (WHERE s.digest = a.digest AND NOT s.also_agreed AND may_vote(e, p) IS NULL
           AND NOT EXISTS (SELECT 1 FROM co_signature_ends x WHERE (x.exception_id, x.revision, x.human_id) = (s.exception_id, s.revision, s.human_id)))
    INTO counted, good
    FROM counted_signatures c JOIN co_signatures s USING (exception_id, revision, human_id) JOIN people p ON p.id = s.signer_id
   WHERE c.exception_id = a.exception_id AND c.revision = a.revision;
  IF e.status <> 'APPROVED' OR e.approved_revision <> a.revision OR a.quorum <> e.quorum OR counted <> good OR counted <> a.counted OR good < e.quorum THEN
    PERFORM refuse('TP112', 'an approval needs its quorum of distinct eligible humans on one digest');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER approval_holds AFTER INSERT ON approvals
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION approval_holds();
-- Also for a signature that somebody adds to an older approval.
CREATE FUNCTION counted_signatures_hold() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM approvals a WHERE a.exception_id = NEW.exception_id
    AND a.counted = (SELECT count(*) FROM counted_signatures c WHERE c.exception_id = a.exception_id AND c.revision = a.revision);
  IF NOT FOUND THEN PERFORM refuse('TP112', 'what was counted is counted'); END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER counted_signatures_hold AFTER INSERT ON counted_signatures
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION counted_signatures_hold();

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['co_signatures', 'co_signature_ends', 'objections', 'objection_ends', 'passes', 'approvals', 'counted_signatures',
                              'helpers', 'shown_precedents', 'policy_precedents'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION append_only()', kept || '_are_append_only', kept);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION append_only()', kept || '_are_not_truncated', kept);
  END LOOP;
END $$;

-- A reviewer took no part: not proposer, editor, co-signer, nor owner then. Nothing leads from here to the approval.
CREATE FUNCTION reviewer_took_no_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e policy_exceptions;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status <> 'QUEUED' THEN PERFORM refuse('TP902', 'a review begins in the queue'); END IF;
    RETURN NEW;
  END IF;
  IF NEW.turn <> OLD.turn + 1 OR NEW.id <> OLD.id OR NEW.exception_id <> OLD.exception_id OR NEW.created_at <> OLD.created_at THEN
    PERFORM refuse('TP900', 'every change of a review is one turn');
  END IF;
  IF NOT (OLD.status, NEW.status) IN (('QUEUED', 'QUEUED'), ('QUEUED', 'CLAIMED'), ('CLAIMED', 'CLAIMED'), ('CLAIMED', 'QUEUED'),
                                      ('CLAIMED', 'DISPOSED'), ('DISPOSED', 'QUEUED')) THEN
    PERFORM refuse('TP902', format('a review does not go from %s to %s', OLD.status, NEW.status));
  END IF;
  IF NEW.status = 'DISPOSED' THEN
    IF NEW.reviewer_human <> OLD.reviewer_human OR OLD.claimed_until <= house_now() THEN PERFORM refuse('TP121', 'the claim has ended'); END IF;
    NEW.disposed_at := house_now();
  END IF;
  IF NEW.status = 'CLAIMED' AND (NEW.claimed_until <= house_now() OR NEW.claimed_until > house_now() + interval '8 hours'
       OR (OLD.status = 'CLAIMED' AND OLD.claimed_until > house_now() AND NEW.reviewer_human <> OLD.reviewer_human)) THEN
    PERFORM refuse('TP122', 'another reviewer holds the claim, or the lease is not a lease');
  END IF;
  IF NEW.reviewer_id IS NOT NULL THEN
    SELECT * INTO e FROM policy_exceptions WHERE id = NEW.exception_id;
    IF NOT EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.reviewer_id AND p.kind = 'PERSON' AND p.active AND 'REVIEWER' = ANY (p.roles)) THEN
      PERFORM refuse('TP107', 'only a reviewer may do this');
    END IF;
    IF NEW.reviewer_human = e.proposer_human
       OR EXISTS (SELECT 1 FROM revisions r WHERE r.exception_id = e.id AND r.author_human = NEW.reviewer_human)
       OR EXISTS (SELECT 1 FROM co_signatures s WHERE s.exception_id = e.id AND s.human_id = NEW.reviewer_human)
       OR EXISTS (SELECT 1 FROM ownership o WHERE o.case_id = e.case_id AND o.human_id = NEW.reviewer_human
                    AND tstzrange(o.from_at, o.until_at) @> e.approved_at) THEN
      PERFORM refuse('TP120', 'a reviewer took no part in what is reviewed');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER reviewer_took_no_part BEFORE INSERT OR UPDATE ON reviews FOR EACH ROW EXECUTE FUNCTION reviewer_took_no_part();
CREATE TRIGGER reviews_are_kept BEFORE DELETE ON reviews FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER reviews_are_not_truncated BEFORE TRUNCATE ON reviews FOR EACH STATEMENT EXECUTE FUNCTION append_only();
`;
