import type { MigrationInterface, QueryRunner } from 'typeorm';
import { FOLLOW_UPS_UP } from './follow-ups.of-0030.js';

/** The life of a case: acknowledged, answered by a solution or an honest no, followed up, taken up again. One owner in every state. */
export class TheLifeOfACase1763700000030 implements MigrationInterface {
  name = 'TheLifeOfACase1763700000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

/** Of these the words and the repeated calls of a customer are found; put into the function as the migrations before left it. */
const SUBJECTS_AFTER = 'SELECT c.id FROM cases c WHERE c.customer_id = who\n';
const SUBJECTS = `${SUBJECTS_AFTER}  UNION ALL SELECT f.id FROM cases c JOIN follow_ups f ON f.case_id = c.id WHERE c.customer_id = who\n`;

const subjects = (from: string, to: string): string => `
GRANT CREATE ON SCHEMA public TO countersign_erase; SET LOCAL ROLE countersign_erase;
DO $do$ DECLARE before text := pg_get_functiondef('subjects_of_customer'::regproc); BEGIN
  IF position($cut$${from}$cut$ IN before) = 0 THEN RAISE EXCEPTION 'subjects_of_customer is not as it is expected'; END IF;
  EXECUTE replace(before, $cut$${from}$cut$, $cut$${to}$cut$);
END $do$;
SET LOCAL ROLE countersign_owner; REVOKE CREATE ON SCHEMA public FROM countersign_erase;`;

const UP = `
ALTER TABLE cases ADD turn integer NOT NULL DEFAULT 1,
  ADD owner_id text,
  ADD acknowledge_by timestamptz,
  ADD answered_at timestamptz,
  ADD next_due_at timestamptz,
  ADD CONSTRAINT answered_means_no_longer_open CHECK ((status IN ('NEW', 'OWNED')) = (answered_at IS NULL)),
  ADD CONSTRAINT new_means_not_acknowledged CHECK (status <> 'NEW' OR acknowledged_at IS NULL);
UPDATE cases c SET owner_id = o.person_id FROM ownership o WHERE o.case_id = c.id AND o.until_at IS NULL;

-- What the customer was answered, in one turn of the case: never changed. The words stand in remarks of the case.
CREATE TABLE case_answers (
  case_id text NOT NULL REFERENCES cases,
  turn integer NOT NULL,
  kind text NOT NULL CONSTRAINT an_answer_is_a_solution_or_an_honest_no CHECK (kind IN ('SOLUTION', 'HONEST_NO')),
  by_id text NOT NULL,
  by_human text NOT NULL,
  customer_told_at timestamptz NOT NULL,
  words_id text NOT NULL REFERENCES remarks,
  told_by_id text REFERENCES remarks,
  appeal_id text REFERENCES remarks,
  at timestamptz NOT NULL DEFAULT house_now(),
  PRIMARY KEY (case_id, turn),
  CONSTRAINT an_answer_is_by_one_human FOREIGN KEY (by_id, by_human) REFERENCES people (id, human_id),
  CONSTRAINT an_honest_no_says_who_told_it_and_where_to_appeal CHECK (num_nulls(told_by_id, appeal_id) = CASE kind WHEN 'HONEST_NO' THEN 0 ELSE 2 END)
);

-- That an answer did not hold: the case is open again, of the same owner.
CREATE TABLE case_reopenings (
  case_id text NOT NULL,
  turn integer NOT NULL,
  answer_turn integer NOT NULL,
  by_id text NOT NULL REFERENCES people,
  reason_id text NOT NULL REFERENCES remarks,
  at timestamptz NOT NULL DEFAULT house_now(),
  PRIMARY KEY (case_id, turn),
  CONSTRAINT an_answer_is_taken_up_again_once UNIQUE (case_id, answer_turn),
  CONSTRAINT what_is_taken_up_again_was_answered FOREIGN KEY (case_id, answer_turn) REFERENCES case_answers
);

${FOLLOW_UPS_UP}
CREATE INDEX cases_to_acknowledge ON cases (acknowledge_by, id) WHERE status = 'NEW';
CREATE INDEX cases_by_owner_and_next_due ON cases (owner_id, coalesce(next_due_at, timestamptz '9999-12-31T00:00:00Z'), id) WHERE answered_at IS NULL;
CREATE INDEX cases_by_owner_and_time ON cases (owner_id, opened_at, id);

-- What is due next in a case, and what is overdue: what its owner looks at first. Null: nothing was promised.
CREATE FUNCTION next_due_of(c cases) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE c.status WHEN 'NEW' THEN c.acknowledge_by WHEN 'SOLVED' THEN (SELECT min(f.due_at) FROM follow_ups f WHERE f.case_id = c.id AND f.outcome IS NULL) END
$$;

-- The same table as CASE_STEPS of libs/cases/case.rules.ts. An answer never goes back by itself: it is taken up again, by a row that says why.
CREATE FUNCTION a_case_moves_forward() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t timestamptz := house_now();
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.status IN ('SOLVED', 'CONFIRMED', 'CLOSED_UNCONFIRMED', 'HONEST_NO') OR NEW.turn <> 1 THEN PERFORM refuse('TP184', 'a case begins new or owned'); END IF;
    NEW.acknowledge_by := CASE NEW.status WHEN 'NEW' THEN coalesce(NEW.acknowledge_by, NEW.opened_at + interval '24 hours') END;
    NEW.next_due_at := NEW.acknowledge_by;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.customer_id, NEW.internal, NEW.opened_by, NEW.opened_at, NEW.acknowledge_by)
     IS DISTINCT FROM (OLD.id, OLD.customer_id, OLD.internal, OLD.opened_by, OLD.opened_at, OLD.acknowledge_by) THEN
    PERFORM refuse('TP900', 'what stood when a case was opened stands');
  END IF;
  IF NEW.turn <> OLD.turn + 1 THEN PERFORM refuse('TP900', 'every change of a case is one turn'); END IF;
  IF OLD.status <> NEW.status THEN
    NEW.acknowledged_at := coalesce(OLD.acknowledged_at, CASE OLD.status WHEN 'NEW' THEN t END);
    NEW.answered_at := CASE WHEN NEW.status = 'OWNED' THEN NULL WHEN OLD.status = 'OWNED' THEN t ELSE OLD.answered_at END;
  ELSIF (NEW.acknowledged_at, NEW.answered_at) IS DISTINCT FROM (OLD.acknowledged_at, OLD.answered_at) THEN
    PERFORM refuse('TP900', 'the times of a case are those of its steps');
  END IF;
  IF NOT (CASE OLD.status || ' ' || NEW.status
    WHEN 'NEW NEW' THEN true WHEN 'OWNED OWNED' THEN true WHEN 'SOLVED SOLVED' THEN true WHEN 'NEW OWNED' THEN true
    WHEN 'OWNED SOLVED' THEN EXISTS (SELECT 1 FROM case_answers a WHERE (a.case_id, a.turn, a.kind) = (NEW.id, NEW.turn, 'SOLUTION'))
    WHEN 'OWNED HONEST_NO' THEN EXISTS (SELECT 1 FROM case_answers a WHERE (a.case_id, a.turn, a.kind) = (NEW.id, NEW.turn, 'HONEST_NO'))
    WHEN 'SOLVED CONFIRMED' THEN EXISTS (SELECT 1 FROM follow_ups f WHERE (f.case_id, f.ended_turn, f.outcome) = (NEW.id, NEW.turn, 'HELPED'))
    WHEN 'SOLVED CLOSED_UNCONFIRMED' THEN EXISTS (SELECT 1 FROM follow_ups f WHERE (f.case_id, f.ended_turn, f.outcome) = (NEW.id, NEW.turn, 'UNREACHABLE'))
    WHEN 'SOLVED OWNED' THEN EXISTS (SELECT 1 FROM follow_ups f JOIN case_reopenings r ON (r.case_id, r.turn) = (f.case_id, f.ended_turn)
      WHERE (f.case_id, f.ended_turn, f.outcome) = (NEW.id, NEW.turn, 'DID_NOT_HELP'))
    WHEN 'HONEST_NO OWNED' THEN EXISTS (SELECT 1 FROM case_reopenings r WHERE (r.case_id, r.turn) = (NEW.id, NEW.turn))
    ELSE false END) THEN
    PERFORM refuse('TP184', format('a case does not go so from %s to %s', OLD.status, NEW.status));
  END IF;
  NEW.next_due_at := next_due_of(NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER a_case_begins BEFORE INSERT ON cases FOR EACH ROW EXECUTE FUNCTION a_case_moves_forward();
-- Not for what an erasure takes away and what the database itself keeps up to date: those are no steps.
CREATE TRIGGER a_case_moves_forward BEFORE UPDATE ON cases FOR EACH ROW
  WHEN ((NEW.id, NEW.status, NEW.turn, NEW.customer_id, NEW.internal, NEW.opened_by, NEW.opened_at, NEW.acknowledge_by, NEW.acknowledged_at, NEW.answered_at)
    IS DISTINCT FROM (OLD.id, OLD.status, OLD.turn, OLD.customer_id, OLD.internal, OLD.opened_by, OLD.opened_at, OLD.acknowledge_by, OLD.acknowledged_at, OLD.answered_at))
  EXECUTE FUNCTION a_case_moves_forward();
CREATE TRIGGER cases_are_kept BEFORE DELETE ON cases FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER cases_are_not_truncated BEFORE TRUNCATE ON cases FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Whether a case is theirs at this moment, from whichever account of theirs.
CREATE FUNCTION owns(a_case text, person text) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT 1 FROM ownership o JOIN people p ON p.human_id = o.human_id WHERE o.case_id = a_case AND o.until_at IS NULL AND p.id = person)
$$;

-- The owner answers, when the customer was told and nothing waits for a signature. The lock makes a proposal and an answer wait for each other.
CREATE FUNCTION the_owner_answers() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c cases;
BEGIN
  SELECT * INTO c FROM cases WHERE id = NEW.case_id FOR NO KEY UPDATE;
  IF c.status <> 'OWNED' OR NEW.turn <> c.turn + 1 THEN PERFORM refuse('TP184', 'only an open case is answered'); END IF;
  IF NOT owns(NEW.case_id, NEW.by_id) THEN PERFORM refuse('TP110', 'only the owner answers a case'); END IF;
  IF EXISTS (SELECT 1 FROM policy_exceptions e WHERE e.case_id = NEW.case_id AND e.status = 'PROPOSED') THEN
    PERFORM refuse('TP185', 'a proposal of this case still waits for signatures');
  END IF;
  NEW.at := house_now();
  IF NEW.customer_told_at > NEW.at OR NEW.customer_told_at < c.opened_at THEN PERFORM refuse('TP186', 'the customer is told while the case is open, and not in the future'); END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER the_owner_answers BEFORE INSERT ON case_answers FOR EACH ROW EXECUTE FUNCTION the_owner_answers();

CREATE FUNCTION the_owner_takes_it_up_again() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM 1 FROM cases c WHERE c.id = NEW.case_id AND c.status IN ('SOLVED', 'HONEST_NO') AND c.turn = NEW.turn - 1 FOR NO KEY UPDATE;
  IF NOT FOUND THEN PERFORM refuse('TP184', 'only what was answered is taken up again'); END IF;
  IF NOT owns(NEW.case_id, NEW.by_id) THEN PERFORM refuse('TP110', 'only the owner takes a case up again'); END IF;
  NEW.at := house_now();
  RETURN NEW;
END $$;
CREATE TRIGGER the_owner_takes_it_up_again BEFORE INSERT ON case_reopenings FOR EACH ROW EXECUTE FUNCTION the_owner_takes_it_up_again();

-- Kept by the database, so that one index finds the open cases of somebody by what is due next.
CREATE FUNCTION the_owner_is_kept() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE cases SET owner_id = NEW.person_id WHERE id = NEW.case_id AND owner_id IS DISTINCT FROM NEW.person_id;
  RETURN NULL;
END $$;
CREATE TRIGGER the_owner_is_kept AFTER INSERT ON ownership FOR EACH ROW WHEN (NEW.until_at IS NULL) EXECUTE FUNCTION the_owner_is_kept();
DO $$
DECLARE
  kept text;
BEGIN
  FOREACH kept IN ARRAY ARRAY['case_answers', 'case_reopenings', 'follow_up_tries', 'case_reminders'] LOOP
    EXECUTE format('CREATE TRIGGER %I BEFORE UPDATE OR DELETE ON %I FOR EACH ROW EXECUTE FUNCTION append_only()', kept || '_are_append_only', kept);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON %I FOR EACH STATEMENT EXECUTE FUNCTION append_only()', kept || '_are_not_truncated', kept);
  END LOOP;
END $$;

REVOKE ALL ON FUNCTION next_due_of(cases), a_case_moves_forward(), the_owner_answers(), the_owner_takes_it_up_again(), owns(text, text), a_solution_is_followed_up(), the_case_took_this_turn(), a_follow_up_ends_once(), tries_are_numbered(),
  a_reminder_is_due(), the_owner_is_kept(), what_is_due_next_is_kept() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION next_due_of(cases) TO countersign_api;
GRANT SELECT ON case_answers, case_reopenings, follow_ups, follow_up_tries, case_reminders TO countersign_api;
GRANT INSERT ON case_answers, case_reopenings, follow_ups, follow_up_tries TO countersign_api;
GRANT UPDATE (turn) ON cases TO countersign_api;
REVOKE UPDATE (acknowledged_at) ON cases FROM countersign_api;
GRANT UPDATE (outcome, ended_turn) ON follow_ups TO countersign_api;
GRANT SELECT ON follow_ups, case_reminders TO countersign_worker;
GRANT INSERT (kind, thing_id, case_id, fact_seq) ON case_reminders TO countersign_worker;
GRANT SELECT (id, case_id) ON follow_ups TO countersign_erase;
${subjects(SUBJECTS_AFTER, SUBJECTS)}
`;

const DOWN = `
${subjects(SUBJECTS, SUBJECTS_AFTER)}
DROP TRIGGER the_owner_is_kept ON ownership;
DROP TRIGGER cases_are_not_truncated ON cases;
DROP TRIGGER cases_are_kept ON cases;
DROP TRIGGER a_case_moves_forward ON cases;
DROP TRIGGER a_case_begins ON cases;
DROP TABLE case_reminders, follow_up_tries, follow_ups, case_reopenings, case_answers;
DROP FUNCTION a_case_moves_forward, the_owner_answers, the_owner_takes_it_up_again, owns, a_solution_is_followed_up, the_case_took_this_turn, a_follow_up_ends_once, tries_are_numbered, a_reminder_is_due,
  the_owner_is_kept, what_is_due_next_is_kept, next_due_of;
DROP INDEX cases_by_owner_and_time, cases_by_owner_and_next_due, cases_to_acknowledge;
ALTER TABLE cases DROP CONSTRAINT answered_means_no_longer_open, DROP CONSTRAINT new_means_not_acknowledged,
  DROP turn, DROP owner_id, DROP acknowledge_by, DROP answered_at, DROP next_due_at;
GRANT UPDATE (acknowledged_at) ON cases TO countersign_api;
`;
