import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Approvals tied to the signatures they counted, and to exactly one review, from the same commit on. */
export class ApprovalsAndReviews1763700000008 implements MigrationInterface {
  name = 'ApprovalsAndReviews1763700000008';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE policy_exceptions DROP CONSTRAINT approved_means_an_approval;
ALTER TABLE policy_precedents DROP CONSTRAINT precedents_are_approved;
ALTER TABLE approvals DROP CONSTRAINT exactly_one_review;
DROP TABLE reviews, counted_signatures, approvals;
DROP FUNCTION approval_holds, counted_signatures_hold, reviewer_took_no_part;
`);
  }
}

const UP = `
CREATE TABLE approvals (
  exception_id text PRIMARY KEY,
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

-- At commit: quorum distinct eligible humans, none of them proposer or editor, signed this very digest, every objection raised the quorum,
-- and the exception says approved.
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
  IF e.status <> 'APPROVED' OR e.approved_revision <> a.revision OR a.quorum <> e.quorum OR counted <> good OR counted <> a.counted OR good < e.quorum
     OR e.raised < (SELECT count(*) FROM objections o WHERE o.exception_id = e.id) THEN
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

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['approvals', 'counted_signatures'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION append_only()', kept || '_are_append_only', kept);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION append_only()', kept || '_are_not_truncated', kept);
  END LOOP;
END $$;
`;
