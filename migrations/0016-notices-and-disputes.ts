import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each signature is told to its signer, who may say "that was not me": the exception is frozen until two admins have settled it. */
export class NoticesAndDisputes1763700000016 implements MigrationInterface {
  name = 'NoticesAndDisputes1763700000016';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TABLE notices, disputes;
DROP TRIGGER frozen_means_an_open_dispute ON policy_exceptions;
DROP TRIGGER an_exception_begins_unfrozen ON policy_exceptions;
DROP FUNCTION frozen_means_an_open_dispute, a_signature_is_disowned, who_disowns_is_safe, two_admins_settle_a_dispute, what_was_settled_happens,
  a_notice_is_read_and_mailed_once;
DROP INDEX co_signatures_by_time, facts_by_time;
ALTER TABLE policy_exceptions DROP frozen;
ALTER TABLE people DROP sessions_ended_at;
${mayVote('')}
`);
  }
}

/** Why this account may not sign, object or pass: migrations 0007 and 0015, where nothing was frozen yet, with one reason more. */
function mayVote(frozen: string): string {
  return `CREATE OR REPLACE FUNCTION may_vote(e policy_exceptions, p people) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT CASE${frozen}
    WHEN p.kind <> 'PERSON' THEN 'TP106'
    WHEN p.human_id = e.proposer_human THEN 'TP100'
    WHEN EXISTS (SELECT 1 FROM revisions r WHERE r.exception_id = e.id AND r.author_human = p.human_id) THEN 'TP101'
    WHEN NOT p.active OR NOT p.faces_customers OR coalesce(p.away_until > house_now(), false) THEN 'TP103'
    WHEN p.linked_human IS NOT NULL THEN why_linked_may_not_vote(e, p)
  END
$$;`;
}

const UP = `
ALTER TABLE policy_exceptions ADD frozen boolean NOT NULL DEFAULT false
  CONSTRAINT frozen_while_it_could_take_effect CHECK (NOT frozen OR status IN ('PROPOSED', 'APPROVED'));
-- Tokens and sessions that began before this instant count no more.
ALTER TABLE people ADD sessions_ended_at timestamptz;
${mayVote(`
    WHEN e.frozen THEN 'TP140'`)}

-- "That was not me": of one signature, by the human whose signature it would be; settled by two admins who say the same.
CREATE TABLE disputes (
  id text PRIMARY KEY CHECK (starts_with(id, 'dsp_')),
  exception_id text NOT NULL REFERENCES policy_exceptions,
  revision integer NOT NULL,
  human_id text NOT NULL,
  opened_by text NOT NULL,
  opened_at timestamptz NOT NULL DEFAULT house_now(),
  receipt_may_be_out boolean NOT NULL DEFAULT false,
  turn integer NOT NULL DEFAULT 1,
  outcome text CONSTRAINT an_outcome_is_known CHECK (outcome IN ('GENUINE', 'FORGED')),
  proposed_by text,
  proposed_human text,
  settled_by text,
  settled_human text,
  settled_at timestamptz,
  reason_id text REFERENCES remarks,
  CONSTRAINT a_signature_is_disowned_once UNIQUE (exception_id, revision, human_id),
  CONSTRAINT what_is_disowned_is_a_signature FOREIGN KEY (exception_id, revision, human_id) REFERENCES co_signatures,
  CONSTRAINT disowned_by_the_human_themselves FOREIGN KEY (opened_by, human_id) REFERENCES people (id, human_id),
  CONSTRAINT an_outcome_is_proposed_by_one_human FOREIGN KEY (proposed_by, proposed_human) REFERENCES people (id, human_id),
  CONSTRAINT a_dispute_is_settled_by_one_human FOREIGN KEY (settled_by, settled_human) REFERENCES people (id, human_id),
  CONSTRAINT proposed_means_an_outcome_and_a_reason CHECK (num_nulls(outcome, proposed_by, proposed_human, reason_id) IN (0, 4)),
  CONSTRAINT settled_means_by_two CHECK (num_nulls(settled_by, settled_human, settled_at) IN (0, 3) AND (settled_by IS NULL OR proposed_by IS NOT NULL)),
  CONSTRAINT settled_by_another_admin CHECK (settled_human <> proposed_human)
);
CREATE INDEX disputes_open ON disputes (exception_id) WHERE settled_at IS NULL;
CREATE INDEX disputes_by_time ON disputes (opened_at, id);

-- Frozen is what has an open dispute and could still take effect. Hands are stopped, clocks are not: what is frozen may be withdrawn or
-- stopped, and expires and lapses in its time; it is not approved, covered, declined, amended or carried out, and no customer is told of it.
CREATE FUNCTION frozen_means_an_open_dispute() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN PERFORM refuse('TP104', 'an exception begins as a proposal, and not frozen'); END IF;
  IF NEW.status <> OLD.status AND NEW.status IN ('WITHDRAWN', 'EXPIRED', 'LAPSED', 'STOPPED') THEN
    NEW.frozen := false;
    RETURN NEW;
  END IF;
  IF NEW.status <> OLD.status OR (NEW.revision, NEW.raised, NEW.customer_told_at) IS DISTINCT FROM (OLD.revision, OLD.raised, OLD.customer_told_at) THEN
    PERFORM refuse('TP140', 'the exception is frozen until two admins have settled the dispute');
  END IF;
  IF NEW.frozen <> OLD.frozen AND NEW.frozen <> EXISTS (SELECT 1 FROM disputes d WHERE d.exception_id = NEW.id AND d.settled_at IS NULL) THEN
    PERFORM refuse('TP900', 'frozen is what has an open dispute, and nothing else');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER frozen_means_an_open_dispute BEFORE UPDATE ON policy_exceptions FOR EACH ROW WHEN (OLD.frozen OR NEW.frozen)
  EXECUTE FUNCTION frozen_means_an_open_dispute();
CREATE TRIGGER an_exception_begins_unfrozen BEFORE INSERT ON policy_exceptions FOR EACH ROW WHEN (NEW.frozen)
  EXECUTE FUNCTION frozen_means_an_open_dispute();

-- Lock order: the exception, then people, then the rest.
CREATE FUNCTION a_signature_is_disowned() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  SELECT e.approved_at IS NOT NULL INTO NEW.receipt_may_be_out FROM policy_exceptions e WHERE e.id = NEW.exception_id FOR UPDATE;
  IF NEW.turn <> 1 OR num_nonnulls(NEW.outcome, NEW.settled_by) > 0 THEN PERFORM refuse('TP902', 'a dispute begins open'); END IF;
  IF EXISTS (SELECT 1 FROM people p WHERE p.id = NEW.opened_by AND p.kind <> 'PERSON') THEN PERFORM refuse('TP106', 'only a person disowns a signature'); END IF;
  NEW.opened_at := house_now();
  RETURN NEW;
END $$;
CREATE TRIGGER a_signature_is_disowned BEFORE INSERT ON disputes FOR EACH ROW EXECUTE FUNCTION a_signature_is_disowned();

-- Whoever signed in that human's name is out at once, from every account of theirs; and what they signed has no effect for now.
CREATE FUNCTION who_disowns_is_safe() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t timestamptz := house_now();
  accounts text[];
BEGIN
  UPDATE policy_exceptions SET turn = turn + 1, frozen = true WHERE id = NEW.exception_id AND status IN ('PROPOSED', 'APPROVED') AND NOT frozen;
  IF FOUND THEN
    INSERT INTO facts (subject_id, actor_id, name, body) VALUES (NEW.exception_id, NEW.opened_by, 'exception.frozen', json_build_object('disputeId', NEW.id));
  END IF;
  SELECT array_agg(p.id) INTO accounts FROM (SELECT id FROM people WHERE human_id = NEW.human_id ORDER BY id FOR NO KEY UPDATE) p;
  UPDATE people SET sessions_ended_at = t WHERE id = ANY (accounts);
  UPDATE sessions SET ended_at = t WHERE person_id = ANY (accounts) AND ended_at IS NULL;
  WITH revoked AS (UPDATE api_tokens SET revoked_at = t WHERE (person_id = ANY (accounts) OR created_by = ANY (accounts)) AND revoked_at IS NULL RETURNING id)
    INSERT INTO facts (subject_id, actor_id, name, body) SELECT id, NEW.opened_by, 'apiToken.revoked', '{}' FROM revoked ORDER BY id;
  INSERT INTO facts (subject_id, actor_id, name, body)
    SELECT id, NEW.opened_by, 'person.sessionsEnded', json_build_object('disputeId', NEW.id) FROM people WHERE id = ANY (accounts) AND kind = 'PERSON' ORDER BY id;
  RETURN NULL;
END $$;
CREATE TRIGGER who_disowns_is_safe AFTER INSERT ON disputes FOR EACH ROW EXECUTE FUNCTION who_disowns_is_safe();

-- Settled is what two different admins, who took no part in the exception, say alike. It is final.
CREATE FUNCTION two_admins_settle_a_dispute() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF OLD.settled_at IS NOT NULL THEN PERFORM refuse('TP141', 'the dispute was settled'); END IF;
  IF NEW.turn <> OLD.turn + 1 OR (NEW.id, NEW.exception_id, NEW.revision, NEW.human_id, NEW.opened_by, NEW.opened_at, NEW.receipt_may_be_out)
       IS DISTINCT FROM (OLD.id, OLD.exception_id, OLD.revision, OLD.human_id, OLD.opened_by, OLD.opened_at, OLD.receipt_may_be_out)
     OR (NEW.settled_by IS NOT NULL AND (NEW.outcome, NEW.proposed_by, NEW.proposed_human) IS DISTINCT FROM (OLD.outcome, OLD.proposed_by, OLD.proposed_human)) THEN
    PERFORM refuse('TP900', 'what was disowned stands, and what is settled is what was proposed');
  END IF;
  IF EXISTS (SELECT 1 FROM unnest(ARRAY[NEW.proposed_by, NEW.settled_by]) AS named WHERE named IS NOT NULL
       AND NOT EXISTS (SELECT 1 FROM people p WHERE p.id = named AND p.kind = 'PERSON' AND p.active AND 'ADMIN' = ANY (p.roles))) THEN
    PERFORM refuse('TP107', 'only an admin settles a dispute');
  END IF;
  IF EXISTS (SELECT 1 FROM policy_exceptions e WHERE e.id = NEW.exception_id AND e.proposer_human IN (NEW.proposed_human, NEW.settled_human))
     OR EXISTS (SELECT 1 FROM revisions r WHERE r.exception_id = NEW.exception_id AND r.author_human IN (NEW.proposed_human, NEW.settled_human))
     OR EXISTS (SELECT 1 FROM co_signatures s WHERE s.exception_id = NEW.exception_id AND s.human_id IN (NEW.proposed_human, NEW.settled_human)) THEN
    PERFORM refuse('TP107', 'who took part in the exception does not settle a dispute about it');
  END IF;
  NEW.settled_at := CASE WHEN NEW.settled_by IS NOT NULL THEN house_now() END;
  RETURN NEW;
END $$;
CREATE TRIGGER linked_humans_do_not_settle BEFORE UPDATE OF settled_by ON disputes FOR EACH ROW
  WHEN (NEW.settled_by IS NOT NULL) EXECUTE FUNCTION linked_humans_are_one('proposed_by', 'settled_by', 'TP170');
CREATE TRIGGER two_admins_settle_a_dispute BEFORE UPDATE ON disputes FOR EACH ROW EXECUTE FUNCTION two_admins_settle_a_dispute();

-- A forged signature is void while nothing was decided; what was approved on it is stopped by the two admins; what was carried out stays.
CREATE FUNCTION what_was_settled_happens() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  e policy_exceptions;
BEGIN
  SELECT * INTO e FROM policy_exceptions WHERE id = NEW.exception_id FOR UPDATE;
  IF NEW.outcome = 'FORGED' AND e.status = 'PROPOSED' THEN
    INSERT INTO co_signature_ends (exception_id, revision, human_id, how)
      SELECT s.exception_id, s.revision, s.human_id, 'VOID' FROM co_signatures s WHERE s.exception_id = e.id AND s.revision = e.revision AND s.human_id = NEW.human_id
      ON CONFLICT DO NOTHING;
    IF FOUND THEN
      UPDATE policy_exceptions SET turn = turn + 1 WHERE id = e.id;
      INSERT INTO facts (subject_id, actor_id, name, body)
        VALUES (e.id, NEW.settled_by, 'exception.signatureVoided', json_build_object('revision', e.revision, 'signerId',
          (SELECT s.signer_id FROM co_signatures s WHERE (s.exception_id, s.revision, s.human_id) = (e.id, e.revision, NEW.human_id)), 'disputeId', NEW.id));
    END IF;
  ELSIF NEW.outcome = 'FORGED' AND e.status = 'APPROVED'
     AND EXISTS (SELECT 1 FROM counted_signatures c WHERE c.exception_id = e.id AND c.human_id = NEW.human_id) THEN
    UPDATE policy_exceptions x SET turn = x.turn + 1, status = 'STOPPED', ended_reason_id = NEW.reason_id,
        stop_proposed_by = coalesce(x.stop_proposed_by, NEW.proposed_by), stop_proposed_human = coalesce(x.stop_proposed_human, NEW.proposed_human),
        stopped_by = CASE WHEN x.stop_proposed_human = NEW.settled_human THEN NEW.proposed_by ELSE NEW.settled_by END,
        stopped_human = CASE WHEN x.stop_proposed_human = NEW.settled_human THEN NEW.proposed_human ELSE NEW.settled_human END
      WHERE x.id = e.id;
    INSERT INTO facts (subject_id, actor_id, name, body) VALUES (e.id, NEW.settled_by, 'exception.stopped', json_build_object('revision', e.revision, 'disputeId', NEW.id));
  END IF;
  UPDATE policy_exceptions SET turn = turn + 1, frozen = false WHERE id = e.id AND frozen
    AND NOT EXISTS (SELECT 1 FROM disputes d WHERE d.exception_id = e.id AND d.settled_at IS NULL);
  IF FOUND THEN
    INSERT INTO facts (subject_id, actor_id, name, body) VALUES (e.id, NEW.settled_by, 'exception.thawed', json_build_object('disputeId', NEW.id));
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER what_was_settled_happens AFTER UPDATE ON disputes FOR EACH ROW WHEN (NEW.settled_at IS NOT NULL)
  EXECUTE FUNCTION what_was_settled_happens();

-- What somebody is told: which words they are is said when it is read. Mark: the revision of a signature, else the number of the fact.
CREATE TABLE notices (
  id text PRIMARY KEY CHECK (starts_with(id, 'ntc_')),
  person_id text NOT NULL REFERENCES people,
  subject_id text NOT NULL,
  name text NOT NULL,
  mark integer NOT NULL,
  exception_id text REFERENCES policy_exceptions,
  at timestamptz NOT NULL,
  created_at timestamptz NOT NULL DEFAULT house_now(),
  read_at timestamptz,
  mail text NOT NULL DEFAULT 'OFF' CONSTRAINT a_mail_state_is_known CHECK (mail IN ('OFF', 'DUE', 'SENT', 'FAILED')),
  mail_tries smallint NOT NULL DEFAULT 0,
  mail_next_at timestamptz NOT NULL DEFAULT house_now(),
  mail_problem text CHECK (char_length(mail_problem) <= 40),
  CONSTRAINT told_once UNIQUE (person_id, subject_id, name, mark)
);
CREATE INDEX notices_by_person ON notices (person_id, created_at, id);
CREATE INDEX notices_unread ON notices (person_id) WHERE read_at IS NULL;
CREATE INDEX notices_to_mail ON notices (mail_next_at) WHERE mail = 'DUE';
CREATE INDEX notices_not_mailed ON notices (id) WHERE mail = 'FAILED';
-- For the sweep, which looks whether anything of late was not told. Next to nothing to keep up to date while rows come in the order of time.
CREATE INDEX co_signatures_by_time ON co_signatures USING brin (at);
CREATE INDEX facts_by_time ON facts USING brin (at);

CREATE FUNCTION a_notice_is_read_and_mailed_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.id, NEW.person_id, NEW.subject_id, NEW.name, NEW.mark, NEW.exception_id, NEW.at, NEW.created_at)
       IS DISTINCT FROM (OLD.id, OLD.person_id, OLD.subject_id, OLD.name, OLD.mark, OLD.exception_id, OLD.at, OLD.created_at)
     OR (OLD.read_at IS NOT NULL AND NEW.read_at IS DISTINCT FROM OLD.read_at)
     OR (OLD.mail <> 'DUE' AND NEW.mail <> OLD.mail) OR NEW.mail_tries < OLD.mail_tries THEN
    PERFORM refuse('TP900', 'what was told was told, read and mailed once');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_notice_is_read_and_mailed_once BEFORE UPDATE ON notices FOR EACH ROW EXECUTE FUNCTION a_notice_is_read_and_mailed_once();

DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['disputes', 'notices'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE DELETE ON %I FOR EACH ROW EXECUTE FUNCTION append_only()', kept || '_are_kept', kept);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION append_only()', kept || '_are_not_truncated', kept);
  END LOOP;
END $$;

REVOKE ALL ON FUNCTION frozen_means_an_open_dispute(), a_signature_is_disowned(), who_disowns_is_safe(), two_admins_settle_a_dispute(), what_was_settled_happens(),
  a_notice_is_read_and_mailed_once() FROM PUBLIC;
GRANT SELECT, INSERT (id, exception_id, revision, human_id, opened_by), UPDATE (turn, outcome, proposed_by, proposed_human, settled_by, settled_human, reason_id)
  ON disputes TO countersign_api;
-- The api shows notices and marks them as read; it can neither make nor hold back one: whoever has its password cannot keep a signer from being told.
GRANT SELECT, UPDATE (read_at) ON notices TO countersign_api;
GRANT SELECT ON disputes TO countersign_worker;
GRANT SELECT, INSERT (id, person_id, subject_id, name, mark, exception_id, at, mail), UPDATE (mail, mail_tries, mail_next_at, mail_problem)
  ON notices TO countersign_worker;
`;
