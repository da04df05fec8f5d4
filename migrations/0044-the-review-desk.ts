import type { MigrationInterface, QueryRunner } from 'typeorm';

/** "Not again" asks one more co-signer of like proposals; reviews know their matter, their risk and a second reader; some answers are looked at twice, blindly. */
export class TheReviewDesk1763700000044 implements MigrationInterface {
  name = 'TheReviewDesk1763700000044';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [CAUTIONS, CAUTION_WALLS]) await runner.query(part);
    for (const [name, was, is] of SWAPS) await swap(runner, name, was, is);
    for (const part of [DESK, DESK_WALLS, BLIND, BLIND_WALLS]) await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const [name, was, is] of SWAPS) await swap(runner, name, is, was);
    await runner.query(`
DROP TRIGGER some_answers_are_looked_at_twice ON policy_exceptions;
DROP FUNCTION is_blind;
DROP TABLE blind_looks, blind_draws;
ALTER TABLE house DROP COLUMN blind_share, DROP COLUMN blind_days;
DROP TRIGGER second_readers_took_no_part ON reviews;
DROP TRIGGER a_review_knows_its_matter ON reviews;
DROP TRIGGER not_again_leaves_a_caution ON reviews;
DROP INDEX reviews_by_due, reviews_by_matter, reviews_open_by_risk, reviews_by_second_reader;
ALTER TABLE reviews DROP COLUMN cause, DROP COLUMN kind, DROP COLUMN risk, DROP COLUMN second_reader_id, DROP COLUMN second_reader_human, DROP COLUMN second_reader_at;
DROP FUNCTION not_again, cautions_at;
DROP TABLE cautions;
DROP FUNCTION some_answers_are_looked_at_twice, blind_looks_are_answered_once, second_readers_took_no_part, a_review_knows_its_matter, review_risk,
  not_again_leaves_a_caution, cautions_end_by_two, took_part;
ALTER TABLE policy_exceptions DROP CONSTRAINT policy_exceptions_base_quorum_check,
  ADD CONSTRAINT policy_exceptions_base_quorum_check CHECK (base_quorum BETWEEN 1 AND 9 + beyond_caps::int);
`);
  }
}

/** Puts another part into a function of an earlier migration, and leaves the rest of it as it stands. */
async function swap(runner: QueryRunner, name: string, was: string, is: string): Promise<void> {
  const [row] = (await runner.query(`SELECT pg_get_functiondef($1::regproc) AS definition`, [name])) as { definition: string }[];
  if (!row?.definition.includes(was)) throw new Error(`The function ${name} is not as this migration knows it.`);
  await runner.query(row.definition.replaceAll(was, () => is));
}

/** The wall on the quorum asks for it as well. The shared lock: whoever says "not again" at this moment waits, or is waited for. */
const SWAPS: readonly (readonly [name: string, was: string, is: string])[] = [
  [
    'revision_is_the_next',
    `NEW.created_at := house_now();`,
    `PERFORM pg_advisory_xact_lock_shared(hashtextextended(NEW.cause || ' ' || NEW.kind, 44));
  NEW.created_at := house_now();`,
  ],
  [
    'revision_is_the_next',
    `NEW.currency) + e.beyond_caps::int`,
    `NEW.currency) + e.beyond_caps::int + not_again(NEW.cause, NEW.kind, NEW.created_at)`,
  ],
];

const CAUTIONS = `
-- What a NOT_AGAIN leaves: like proposals (same cause, same kind of remedy) need one more co-signer. Written by a trigger alone.
CREATE TABLE cautions (
  review_id text NOT NULL REFERENCES reviews, turn integer NOT NULL,
  cause text NOT NULL, kind text NOT NULL, amount_minor bigint, currency text,
  reason_id text NOT NULL REFERENCES remarks,
  since timestamptz NOT NULL,
  lift_proposed_by text, lift_proposed_human text, lift_reason_id text REFERENCES remarks,
  lifted_by text, lifted_human text, ended_at timestamptz,
  ended_how text CONSTRAINT an_end_of_a_caution_is_known CHECK (ended_how IN ('REOPENED', 'LIFTED')),
  PRIMARY KEY (review_id, turn),
  CONSTRAINT lift_proposed_by_one_human FOREIGN KEY (lift_proposed_by, lift_proposed_human) REFERENCES people (id, human_id),
  CONSTRAINT lifted_by_one_human FOREIGN KEY (lifted_by, lifted_human) REFERENCES people (id, human_id),
  CONSTRAINT lifted_by_another CHECK (lifted_human <> lift_proposed_human),
  CONSTRAINT asked_to_lift_means_with_a_reason CHECK (num_nulls(lift_proposed_by, lift_proposed_human, lift_reason_id) IN (0, 3)),
  CONSTRAINT lifted_means_asked_before CHECK (num_nulls(lifted_by, lifted_human) IN (0, 2) AND (lifted_by IS NULL OR lift_proposed_by IS NOT NULL)),
  CONSTRAINT ended_means_lifted_or_reopened CHECK ((ended_at IS NULL) = (ended_how IS NULL) AND (ended_how IS NOT DISTINCT FROM 'LIFTED') = (lifted_by IS NOT NULL))
);
CREATE UNIQUE INDEX one_caution_of_a_review ON cautions (review_id) WHERE ended_at IS NULL;
CREATE INDEX cautions_by_matter ON cautions (cause, kind, since);

-- The cautions that stand over a cause and a kind at an instant. One rests while a policy version in force covers the very remedy that was
-- reviewed: then the house has said by rule what is to be done.
CREATE FUNCTION cautions_at(of_cause text, of_kind text, instant timestamptz) RETURNS SETOF cautions LANGUAGE sql STABLE AS $$
  SELECT c.* FROM cautions c WHERE c.cause = of_cause AND c.kind = of_kind AND c.since <= instant AND coalesce(c.ended_at > instant, true)
    AND NOT EXISTS (SELECT 1 FROM policy_versions v WHERE v.status IN ('ACTIVE', 'RETIRED') AND v.effective_from <= instant
      AND coalesce(v.superseded_at > instant, true) AND covers(v, c.kind, c.cause, c.amount_minor, c.currency))
$$;
-- How many co-signatures more: one, however many reviews said it.
CREATE FUNCTION not_again(of_cause text, of_kind text, instant timestamptz) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM cautions_at(of_cause, of_kind, instant))::int
$$;
ALTER TABLE policy_exceptions DROP CONSTRAINT policy_exceptions_base_quorum_check,
  ADD CONSTRAINT policy_exceptions_base_quorum_check CHECK (base_quorum BETWEEN 1 AND 10 + beyond_caps::int);

-- Whether somebody, by any account, took part in what a review is about: proposed, edited, co-signed, or owned the case then.
CREATE FUNCTION took_part(of_exception text, who text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM policy_exceptions e, people p WHERE e.id = of_exception AND p.id = who AND (
      e.proposer_human = ANY (humans_of(p))
      OR EXISTS (SELECT 1 FROM revisions r WHERE r.exception_id = e.id AND r.author_human = ANY (humans_of(p)))
      OR EXISTS (SELECT 1 FROM co_signatures s WHERE s.exception_id = e.id AND s.human_id = ANY (humans_of(p)))
      OR EXISTS (SELECT 1 FROM ownership o WHERE o.case_id = e.case_id AND o.human_id = ANY (humans_of(p)) AND tstzrange(o.from_at, o.until_at) @> e.approved_at)))
$$;
`;

const CAUTION_WALLS = `
CREATE FUNCTION not_again_leaves_a_caution() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.status = 'DISPOSED' THEN
    UPDATE cautions SET ended_how = 'REOPENED' WHERE review_id = NEW.id AND ended_at IS NULL;
  ELSIF NEW.status = 'DISPOSED' AND NEW.disposition = 'NOT_AGAIN' THEN
    INSERT INTO cautions (review_id, turn, cause, kind, amount_minor, currency, reason_id, since)
      SELECT NEW.id, NEW.turn, r.cause, r.kind, r.amount_minor, r.currency, NEW.reason_id, house_now()
        FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision WHERE e.id = NEW.exception_id;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER not_again_leaves_a_caution AFTER UPDATE ON reviews FOR EACH ROW WHEN (OLD.status <> NEW.status) EXECUTE FUNCTION not_again_leaves_a_caution();

-- Lifted by two reviewers who took no part, with a reason; what was said stands. The lock: no proposal that is written at this moment escapes.
CREATE FUNCTION cautions_end_by_two() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.cause || ' ' || NEW.kind, 44));
    NEW.since := house_now();
    RETURN NEW;
  END IF;
  IF OLD.ended_at IS NOT NULL OR (NEW.review_id, NEW.turn, NEW.cause, NEW.kind, NEW.amount_minor, NEW.currency, NEW.reason_id, NEW.since)
       IS DISTINCT FROM (OLD.review_id, OLD.turn, OLD.cause, OLD.kind, OLD.amount_minor, OLD.currency, OLD.reason_id, OLD.since)
     OR OLD.lift_proposed_by IS NOT NULL AND (NEW.lift_proposed_by, NEW.lift_proposed_human, NEW.lift_reason_id)
       IS DISTINCT FROM (OLD.lift_proposed_by, OLD.lift_proposed_human, OLD.lift_reason_id) THEN
    PERFORM refuse('TP900', 'what a review said stands');
  END IF;
  IF EXISTS (SELECT 1 FROM (VALUES (NEW.lift_proposed_by, OLD.lift_proposed_by), (NEW.lifted_by, OLD.lifted_by)) AS named (now, before)
       WHERE now IS DISTINCT FROM before AND NOT EXISTS (
         SELECT 1 FROM people p WHERE p.id = now AND p.kind = 'PERSON' AND p.active AND 'REVIEWER' = ANY (p.roles))) THEN
    PERFORM refuse('TP107', 'only reviewers lift a caution');
  END IF;
  IF EXISTS (SELECT 1 FROM reviews r WHERE r.id = NEW.review_id AND (took_part(r.exception_id, NEW.lift_proposed_by) OR took_part(r.exception_id, NEW.lifted_by))) THEN
    PERFORM refuse('TP120', 'who lifts a caution took no part in what was reviewed');
  END IF;
  IF NEW.lifted_by IS NOT NULL THEN NEW.ended_how := 'LIFTED'; END IF;
  IF NEW.ended_how IS NOT NULL THEN NEW.ended_at := house_now(); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER cautions_end_by_two BEFORE INSERT OR UPDATE ON cautions FOR EACH ROW EXECUTE FUNCTION cautions_end_by_two();
CREATE TRIGGER linked_humans_do_not_lift BEFORE UPDATE OF lifted_by ON cautions FOR EACH ROW
  WHEN (NEW.lifted_by IS NOT NULL) EXECUTE FUNCTION linked_humans_are_one('lift_proposed_by', 'lifted_by', 'TP171');
CREATE TRIGGER cautions_are_kept BEFORE DELETE ON cautions FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER cautions_are_not_truncated BEFORE TRUNCATE ON cautions FOR EACH STATEMENT EXECUTE FUNCTION append_only();

REVOKE ALL ON FUNCTION cautions_at, not_again, took_part, not_again_leaves_a_caution, cautions_end_by_two FROM PUBLIC;
GRANT EXECUTE ON FUNCTION cautions_at, not_again TO countersign_api, countersign_worker;
GRANT SELECT ON cautions TO countersign_api, countersign_worker;
GRANT UPDATE (lift_proposed_by, lift_proposed_human, lift_reason_id, lifted_by, lifted_human) ON cautions TO countersign_api;
`;

const DESK = `
ALTER TABLE reviews ADD COLUMN cause text, ADD COLUMN kind text, ADD COLUMN risk integer, ADD COLUMN second_reader_id text,
  ADD COLUMN second_reader_human text, ADD COLUMN second_reader_at timestamptz,
  ADD CONSTRAINT a_second_reader_is_one_human FOREIGN KEY (second_reader_id, second_reader_human) REFERENCES people (id, human_id);

-- How much a review is worth reading first, in points: 100 for each co-signature that the band asks for besides the first, and the share of the
-- band that the amount fills, in percent; 50 for an objection, 100 for more; 50 booked beside the caps; 50 when a like one was not to be again.
-- Of amounts only: signals of the radar are advice, and add nothing. Stated in docs/guides/reviewer.md.
CREATE FUNCTION review_risk(e policy_exceptions, r revisions) RETURNS integer LANGUAGE sql STABLE AS $$
  SELECT coalesce(CASE WHEN r.amount_minor IS NULL THEN 0 ELSE (
      SELECT 100 * (b.quorum - 1) + CASE WHEN b.up_to IS NULL THEN 100 ELSE ceil(100.0 * r.amount_minor / b.up_to)::int END
        FROM bands b JOIN guardrails g ON g.id = b.guardrails_id AND g.active
       WHERE (b.kinds IS NULL OR r.kind = ANY (b.kinds)) AND (b.up_to IS NULL OR b.currency = r.currency AND r.amount_minor <= b.up_to)
       ORDER BY b.position LIMIT 1) END, 100)
    + least(50 * e.raised, 100) + 50 * e.beyond_caps::int + 50 * not_again(r.cause, r.kind, r.created_at)
$$;
ALTER TABLE reviews DISABLE TRIGGER reviewer_took_no_part;
UPDATE reviews v SET cause = r.cause, kind = r.kind, risk = review_risk(e, r)
  FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision WHERE e.id = v.exception_id;
`;

const DESK_WALLS = `
ALTER TABLE reviews ENABLE TRIGGER reviewer_took_no_part;
ALTER TABLE reviews ALTER COLUMN cause SET NOT NULL, ALTER COLUMN kind SET NOT NULL, ALTER COLUMN risk SET NOT NULL;
CREATE INDEX reviews_by_due ON reviews (due_at, id);
CREATE INDEX reviews_by_matter ON reviews (cause, kind, due_at, id);
CREATE INDEX reviews_open_by_risk ON reviews (risk, id) WHERE status <> 'DISPOSED';
CREATE INDEX reviews_by_second_reader ON reviews (second_reader_id, second_reader_at) WHERE second_reader_id IS NOT NULL;

CREATE FUNCTION a_review_knows_its_matter() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF (NEW.cause, NEW.kind, NEW.risk) IS DISTINCT FROM (OLD.cause, OLD.kind, OLD.risk) THEN PERFORM refuse('TP900', 'a review keeps its matter'); END IF;
    RETURN NEW;
  END IF;
  SELECT r.cause, r.kind, review_risk(e, r) INTO NEW.cause, NEW.kind, NEW.risk
    FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision WHERE e.id = NEW.exception_id;
  RETURN NEW;
END $$;
CREATE TRIGGER a_review_knows_its_matter BEFORE INSERT OR UPDATE ON reviews FOR EACH ROW EXECUTE FUNCTION a_review_knows_its_matter();

CREATE FUNCTION second_readers_took_no_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.second_reader_id AND p.kind = 'PERSON' AND p.active AND 'REVIEWER' = ANY (p.roles)) THEN
    PERFORM refuse('TP107', 'only a reviewer may do this');
  END IF;
  IF took_part(NEW.exception_id, NEW.second_reader_id) THEN PERFORM refuse('TP120', 'a reviewer took no part in what is reviewed'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER second_readers_took_no_part BEFORE UPDATE OF second_reader_id ON reviews FOR EACH ROW
  WHEN (NEW.second_reader_id IS NOT NULL) EXECUTE FUNCTION second_readers_took_no_part();

REVOKE ALL ON FUNCTION review_risk, a_review_knows_its_matter, second_readers_took_no_part FROM PUBLIC;
GRANT UPDATE (second_reader_id, second_reader_human, second_reader_at) ON reviews TO countersign_worker;
`;

const BLIND = `
ALTER TABLE house ADD COLUMN blind_share smallint NOT NULL DEFAULT 0 CONSTRAINT a_blind_share_is_in_percent CHECK (blind_share BETWEEN 0 AND 100),
  ADD COLUMN blind_days smallint NOT NULL DEFAULT 7 CONSTRAINT a_blind_look_has_days CHECK (blind_days BETWEEN 1 AND 90);

-- The draw, once for each decided proposal: what chance said, and below what it had to be. Also of declined ones, or being asked would tell the answer.
CREATE TABLE blind_draws (
  exception_id text PRIMARY KEY REFERENCES policy_exceptions,
  revision integer NOT NULL, first_answer text NOT NULL CONSTRAINT a_first_answer_is_known CHECK (first_answer IN ('APPROVED', 'DECLINED')),
  drawn integer NOT NULL CONSTRAINT drawn_out_of_ten_thousand CHECK (drawn BETWEEN 0 AND 9999),
  below integer NOT NULL CHECK (below BETWEEN 0 AND 10000),
  at timestamptz NOT NULL,
  CONSTRAINT a_draw_is_of_one_revision FOREIGN KEY (exception_id, revision) REFERENCES revisions (exception_id, number)
);

-- What a peer who took no part would have done.
CREATE TABLE blind_looks (
  id text PRIMARY KEY CHECK (starts_with(id, 'bli_')),
  exception_id text NOT NULL CONSTRAINT looked_at_blindly_once UNIQUE REFERENCES blind_draws,
  peer_id text NOT NULL, peer_human text NOT NULL,
  opened_at timestamptz NOT NULL, due_at timestamptz NOT NULL,
  answer text CONSTRAINT a_blind_answer_is_known CHECK (answer IN ('WOULD_CO_SIGN', 'WOULD_NOT')),
  reason_id text REFERENCES remarks,
  answered_at timestamptz,
  CONSTRAINT a_blind_peer_is_one_human FOREIGN KEY (peer_id, peer_human) REFERENCES people (id, human_id),
  CONSTRAINT a_blind_answer_has_its_reason CHECK (num_nulls(answer, reason_id, answered_at) IN (0, 3))
);
CREATE INDEX blind_looks_open ON blind_looks (peer_human) WHERE answered_at IS NULL;

-- Whether the peer is still to know nothing of it. It ends with the answer, in time, and when they must know: as the owner of the case, or when nothing is left to read.
CREATE FUNCTION is_blind(b blind_looks) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT b.answered_at IS NULL AND b.due_at > house_now()
    AND NOT EXISTS (SELECT 1 FROM policy_exceptions e JOIN ownership o ON o.case_id = e.case_id AND o.until_at IS NULL
      JOIN people p ON p.id = b.peer_id WHERE e.id = b.exception_id AND o.human_id = ANY (humans_of(p)))
    AND NOT EXISTS (SELECT 1 FROM revision_texts t WHERE t.exception_id = b.exception_id AND t.erased_at IS NOT NULL)
$$;
`;

const BLIND_WALLS = `
-- In the transaction of the decision, so that there is no moment in which the peer could have seen it. gen_random_uuid is cryptographic chance.
CREATE FUNCTION some_answers_are_looked_at_twice() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  h house;
  chance integer;
  peer people;
  look text := 'bli_' || replace(gen_random_uuid()::text, '-', '');
BEGIN
  SELECT * INTO h FROM house;
  IF h.blind_share = 0 THEN RETURN NULL; END IF;
  chance := ('x' || left(gen_random_uuid()::text, 8))::bit(32)::bigint % 10000;
  INSERT INTO blind_draws VALUES (NEW.id, NEW.revision, NEW.status, chance, h.blind_share * 100, house_now());
  IF chance >= h.blind_share * 100 THEN RETURN NULL; END IF;
  SELECT p.* INTO peer FROM people p
   WHERE p.kind = 'PERSON' AND p.active AND p.faces_customers AND NOT p.roles && '{REVIEWER,ADMIN,AUDITOR}' AND may_vote(NEW, p) IS NULL
     AND NOT EXISTS (SELECT 1 FROM (SELECT s.human_id FROM co_signatures s WHERE s.exception_id = NEW.id UNION ALL SELECT o.human_id FROM objections o WHERE o.exception_id = NEW.id
         UNION ALL SELECT s.human_id FROM passes s WHERE s.exception_id = NEW.id UNION ALL SELECT s.human_id FROM helpers s WHERE s.exception_id = NEW.id
         UNION ALL SELECT o.human_id FROM ownership o WHERE o.case_id = NEW.case_id) took WHERE took.human_id = ANY (humans_of(p)))
   ORDER BY gen_random_uuid() LIMIT 1;
  IF NOT FOUND THEN RETURN NULL; END IF;
  INSERT INTO blind_looks (id, exception_id, peer_id, peer_human, opened_at, due_at)
    VALUES (look, NEW.id, peer.id, peer.human_id, house_now(), house_now() + h.blind_days * interval '1 day');
  -- Without the id of the exception: the notice of it must not lead there.
  INSERT INTO facts (subject_id, name, body) VALUES (look, 'blindLook.opened', json_build_object('personId', peer.id));
  RETURN NULL;
END $$;
CREATE TRIGGER some_answers_are_looked_at_twice AFTER UPDATE OF status ON policy_exceptions FOR EACH ROW
  WHEN (OLD.status = 'PROPOSED' AND NEW.status IN ('APPROVED', 'DECLINED')) EXECUTE FUNCTION some_answers_are_looked_at_twice();

CREATE FUNCTION blind_looks_are_answered_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.exception_id, NEW.peer_id, NEW.peer_human, NEW.opened_at, NEW.due_at)
     IS DISTINCT FROM (OLD.id, OLD.exception_id, OLD.peer_id, OLD.peer_human, OLD.opened_at, OLD.due_at) THEN
    PERFORM refuse('TP900', 'who was asked, and for what, stands');
  END IF;
  IF NOT is_blind(OLD) THEN PERFORM refuse('TP190', 'the look is over'); END IF;
  IF NOT EXISTS (SELECT 1 FROM remarks r WHERE r.id = NEW.reason_id AND r.author_id = NEW.peer_id AND r.subject_id = NEW.exception_id) THEN
    PERFORM refuse('TP900', 'the reason is the words of the peer');
  END IF;
  NEW.answered_at := house_now();
  RETURN NEW;
END $$;
CREATE TRIGGER blind_looks_are_answered_once BEFORE UPDATE ON blind_looks FOR EACH ROW EXECUTE FUNCTION blind_looks_are_answered_once();
CREATE TRIGGER blind_looks_are_kept BEFORE DELETE ON blind_looks FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER blind_looks_are_not_truncated BEFORE TRUNCATE ON blind_looks FOR EACH STATEMENT EXECUTE FUNCTION append_only();
CREATE TRIGGER blind_draws_are_append_only BEFORE UPDATE OR DELETE ON blind_draws FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER blind_draws_are_not_truncated BEFORE TRUNCATE ON blind_draws FOR EACH STATEMENT EXECUTE FUNCTION append_only();

REVOKE ALL ON FUNCTION is_blind, some_answers_are_looked_at_twice, blind_looks_are_answered_once FROM PUBLIC;
GRANT EXECUTE ON FUNCTION is_blind TO countersign_api;
GRANT SELECT ON blind_draws, blind_looks TO countersign_api;
GRANT UPDATE (answer, reason_id) ON blind_looks TO countersign_api;
`;
