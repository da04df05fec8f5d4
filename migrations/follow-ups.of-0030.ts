/** The part of migration 0030 that is about follow-ups and reminders; a file of its own for its length. */
export const FOLLOW_UPS_UP = `
CREATE TABLE follow_ups (
  id text PRIMARY KEY CHECK (starts_with(id, 'fol_')),
  case_id text NOT NULL,
  answer_turn integer NOT NULL,
  made_at timestamptz NOT NULL DEFAULT house_now(),
  due_at timestamptz NOT NULL,
  outcome text CONSTRAINT a_follow_up_outcome_is_known CHECK (outcome IN ('HELPED', 'DID_NOT_HELP', 'UNREACHABLE')),
  ended_turn integer,
  ended_at timestamptz,
  CONSTRAINT a_solution_is_followed_up_once UNIQUE (case_id, answer_turn),
  CONSTRAINT what_is_followed_up_was_answered FOREIGN KEY (case_id, answer_turn) REFERENCES case_answers,
  CONSTRAINT a_follow_up_comes_later CHECK (due_at > made_at),
  CONSTRAINT followed_up_means_an_outcome CHECK (num_nulls(outcome, ended_turn, ended_at) IN (0, 3))
);
CREATE INDEX follow_ups_due ON follow_ups (due_at, id) WHERE outcome IS NULL;

-- Each time the customer was asked, or could not be reached.
CREATE TABLE follow_up_tries (
  follow_up_id text NOT NULL REFERENCES follow_ups,
  number integer NOT NULL,
  outcome text NOT NULL CONSTRAINT a_try_has_an_outcome CHECK (outcome IN ('HELPED', 'DID_NOT_HELP', 'UNREACHABLE')),
  channel text NOT NULL CONSTRAINT a_channel_is_a_short_word CHECK (channel ~ '^[a-z][a-z0-9-]{0,31}$'),
  by_id text NOT NULL REFERENCES people,
  note_id text REFERENCES remarks,
  at timestamptz NOT NULL DEFAULT house_now(),
  PRIMARY KEY (follow_up_id, number)
);

-- That a clock called the owner: once for each clock, whoever counts it and however often.
CREATE TABLE case_reminders (
  kind text NOT NULL CONSTRAINT a_reminder_is_of_a_known_kind CHECK (kind IN ('ACKNOWLEDGE', 'FOLLOW_UP')),
  thing_id text NOT NULL,
  case_id text NOT NULL REFERENCES cases,
  fact_seq integer NOT NULL,
  at timestamptz NOT NULL DEFAULT house_now(),
  CONSTRAINT reminded_once PRIMARY KEY (thing_id, kind),
  CONSTRAINT a_reminder_is_told_by_a_fact FOREIGN KEY (case_id, fact_seq) REFERENCES facts (subject_id, seq)
);
CREATE INDEX case_reminders_by_time ON case_reminders USING brin (at);

-- At the end of each transaction: a solution that nobody has asked about yet has its follow-up, and nothing else has an open one.
CREATE FUNCTION a_solution_is_followed_up() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM cases c WHERE c.id = NEW.case_id AND (c.status = 'SOLVED') <>
       EXISTS (SELECT 1 FROM follow_ups f WHERE f.case_id = c.id AND f.outcome IS NULL)) THEN
    PERFORM refuse('TP903', 'a solved case has its follow-up, and no other case has an open one');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER a_solution_is_followed_up AFTER INSERT ON case_answers
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_solution_is_followed_up();
-- What is said in a turn of a case is said in a turn that it took.
CREATE FUNCTION the_case_took_this_turn() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM cases c WHERE c.id = NEW.case_id AND c.turn >= NEW.turn) THEN
    PERFORM refuse('TP903', 'an answer, or that it did not hold, changes the case');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER an_answer_is_a_turn AFTER INSERT ON case_answers
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION the_case_took_this_turn();
CREATE CONSTRAINT TRIGGER a_reopening_is_a_turn AFTER INSERT ON case_reopenings
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION the_case_took_this_turn();
CREATE CONSTRAINT TRIGGER a_follow_up_has_its_solution AFTER INSERT OR UPDATE ON follow_ups
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION a_solution_is_followed_up();

-- Ended once, by what the last try found; unreachable only after three tries on two channels over ten days. Same as isEnough() in follow-up.rules.ts.
CREATE FUNCTION a_follow_up_ends_once() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  enough boolean;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.outcome IS NOT NULL THEN PERFORM refuse('TP184', 'a follow-up begins open'); END IF;
    NEW.made_at := house_now();
    RETURN NEW;
  END IF;
  IF OLD.outcome IS NOT NULL OR NEW.outcome IS NULL OR (NEW.id, NEW.case_id, NEW.answer_turn, NEW.made_at, NEW.due_at)
     IS DISTINCT FROM (OLD.id, OLD.case_id, OLD.answer_turn, OLD.made_at, OLD.due_at) THEN
    PERFORM refuse('TP900', 'a follow-up ends once, and otherwise stands');
  END IF;
  SELECT CASE NEW.outcome WHEN 'UNREACHABLE'
      THEN count(*) >= 3 AND count(DISTINCT t.channel) >= 2 AND max(t.at) - min(t.at) >= interval '10 days' ELSE true END
      AND (array_agg(t.outcome ORDER BY t.number DESC))[1] = NEW.outcome INTO enough FROM follow_up_tries t WHERE t.follow_up_id = NEW.id;
  IF enough IS NOT TRUE THEN PERFORM refuse('TP184', 'a follow-up ends by what was found, unreachable after three tries on two channels over ten days'); END IF;
  NEW.ended_at := house_now();
  RETURN NEW;
END $$;
CREATE TRIGGER a_follow_up_ends_once BEFORE INSERT OR UPDATE ON follow_ups FOR EACH ROW EXECUTE FUNCTION a_follow_up_ends_once();

CREATE FUNCTION tries_are_numbered() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM follow_ups f JOIN cases c ON c.id = f.case_id WHERE f.id = NEW.follow_up_id AND f.outcome IS NULL FOR NO KEY UPDATE OF c) THEN
    PERFORM refuse('TP184', 'this follow-up has ended');
  END IF;
  IF NOT owns((SELECT f.case_id FROM follow_ups f WHERE f.id = NEW.follow_up_id), NEW.by_id) THEN PERFORM refuse('TP110', 'only the owner follows up'); END IF;
  IF NEW.number <> 1 + (SELECT count(*) FROM follow_up_tries t WHERE t.follow_up_id = NEW.follow_up_id) THEN PERFORM refuse('TP900', 'tries are numbered'); END IF;
  NEW.at := house_now();
  RETURN NEW;
END $$;
CREATE TRIGGER tries_are_numbered BEFORE INSERT ON follow_up_tries FOR EACH ROW EXECUTE FUNCTION tries_are_numbered();

-- Nobody is called before the time, or for what is done.
CREATE FUNCTION a_reminder_is_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.at := house_now();
  IF NOT (CASE NEW.kind
    WHEN 'ACKNOWLEDGE' THEN EXISTS (SELECT 1 FROM cases c WHERE c.id = NEW.thing_id AND c.id = NEW.case_id AND c.status = 'NEW' AND c.acknowledge_by <= NEW.at)
    WHEN 'FOLLOW_UP' THEN EXISTS (SELECT 1 FROM follow_ups f WHERE f.id = NEW.thing_id AND f.case_id = NEW.case_id AND f.outcome IS NULL AND f.due_at <= NEW.at)
    ELSE false END) THEN
    PERFORM refuse('TP184', 'a reminder comes when its time has come, for what is still to be done');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER a_reminder_is_due BEFORE INSERT ON case_reminders FOR EACH ROW EXECUTE FUNCTION a_reminder_is_due();

CREATE FUNCTION what_is_due_next_is_kept() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE cases c SET next_due_at = next_due_of(c) WHERE c.id = NEW.case_id AND c.next_due_at IS DISTINCT FROM next_due_of(c);
  RETURN NULL;
END $$;
CREATE TRIGGER what_is_due_next_is_kept AFTER INSERT OR UPDATE ON follow_ups FOR EACH ROW EXECUTE FUNCTION what_is_due_next_is_kept();
CREATE TRIGGER follow_ups_are_kept BEFORE DELETE ON follow_ups FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER follow_ups_are_not_truncated BEFORE TRUNCATE ON follow_ups FOR EACH STATEMENT EXECUTE FUNCTION append_only();
`;
