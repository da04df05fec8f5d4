import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Co-signatures, objections and passes: by humans who may, on the digest that was read; void at once when their giver may no longer sign. */
export class Votes1763700000007 implements MigrationInterface {
  name = 'Votes1763700000007';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TRIGGER lost_eligibility_voids_signatures ON people;
DROP TABLE passes, objection_ends, objections, co_signature_ends, co_signatures;
DROP FUNCTION may_vote, peers_vote, an_end_ends_an_open_vote, lost_eligibility_voids_signatures;
`);
  }
}

const UP = `
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

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['co_signatures', 'co_signature_ends', 'objections', 'objection_ends', 'passes'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION append_only()', kept || '_are_append_only', kept);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION append_only()', kept || '_are_not_truncated', kept);
  END LOOP;
END $$;
`;
