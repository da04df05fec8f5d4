import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Get-backs: "we return by then". One state each, one way; due by the clock of the database; reminded of before and at the time, once each. */
export class GetBacks1763700000031 implements MigrationInterface {
  name = 'GetBacks1763700000031';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const SUBJECTS_AFTER = 'SELECT c.id FROM cases c WHERE c.customer_id = who\n';
const SUBJECTS = `${SUBJECTS_AFTER}  UNION ALL SELECT g.id FROM cases c JOIN get_backs g ON g.case_id = c.id WHERE c.customer_id = who\n`;

/** Of these the words and the repeated calls of a customer are found; put into the function as the migrations before left it. */
const subjects = (from: string, to: string): string => `
GRANT CREATE ON SCHEMA public TO countersign_erase; SET LOCAL ROLE countersign_erase;
DO $do$ DECLARE before text := pg_get_functiondef('subjects_of_customer'::regproc); BEGIN
  IF position($cut$${from}$cut$ IN before) = 0 THEN RAISE EXCEPTION 'subjects_of_customer is not as it is expected'; END IF;
  EXECUTE replace(before, $cut$${from}$cut$, $cut$${to}$cut$);
END $do$;
SET LOCAL ROLE countersign_owner; REVOKE CREATE ON SCHEMA public FROM countersign_erase;`;

/** What is due next in a case, with or without get-backs. A broken promise stays due until it is delivered. */
const nextDue = (owned: string): string => `
CREATE OR REPLACE FUNCTION next_due_of(c cases) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE c.status WHEN 'NEW' THEN c.acknowledge_by${owned} WHEN 'SOLVED' THEN (SELECT min(f.due_at) FROM follow_ups f WHERE f.case_id = c.id AND f.outcome IS NULL) END
$$;`;

const reminders = (kinds: string, more: string): string => `
ALTER TABLE case_reminders DROP CONSTRAINT a_reminder_is_of_a_known_kind,
  ADD CONSTRAINT a_reminder_is_of_a_known_kind CHECK (kind IN ('ACKNOWLEDGE', 'FOLLOW_UP'${kinds}));
CREATE OR REPLACE FUNCTION a_reminder_is_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.at := house_now();
  IF NOT (CASE NEW.kind
    WHEN 'ACKNOWLEDGE' THEN EXISTS (SELECT 1 FROM cases c WHERE c.id = NEW.thing_id AND c.id = NEW.case_id AND c.status = 'NEW' AND c.acknowledge_by <= NEW.at)
    WHEN 'FOLLOW_UP' THEN EXISTS (SELECT 1 FROM follow_ups f WHERE f.id = NEW.thing_id AND f.case_id = NEW.case_id AND f.outcome IS NULL AND f.due_at <= NEW.at)${more}
    ELSE false END) THEN
    PERFORM refuse('TP184', 'a reminder comes when its time has come, for what is still to be done');
  END IF;
  RETURN NEW;
END $$;`;

const UP = `
CREATE TABLE get_backs (
  id text PRIMARY KEY CHECK (starts_with(id, 'gbk_')),
  case_id text NOT NULL REFERENCES cases,
  promised_by text NOT NULL,
  promised_human text NOT NULL,
  what_id text NOT NULL REFERENCES remarks,
  made_at timestamptz NOT NULL DEFAULT house_now(),
  remind_at timestamptz NOT NULL,
  due_at timestamptz NOT NULL,
  status text NOT NULL DEFAULT 'MADE' CONSTRAINT a_get_back_status_is_known CHECK (status IN ('MADE', 'KEPT', 'BROKEN', 'RENEGOTIATED', 'VOID')),
  delivered_at timestamptz,
  said_id text REFERENCES remarks,
  customer_told_at timestamptz,
  next_id text UNIQUE REFERENCES get_backs DEFERRABLE INITIALLY DEFERRED,
  ended_at timestamptz,
  CONSTRAINT a_promise_is_of_one_human FOREIGN KEY (promised_by, promised_human) REFERENCES people (id, human_id),
  CONSTRAINT a_promise_is_of_a_time_to_come CHECK (due_at > made_at),
  CONSTRAINT a_promise_is_called_to_mind_before_it_is_due CHECK (remind_at < due_at),
  CONSTRAINT made_means_open CHECK ((status = 'MADE') = (ended_at IS NULL)),
  CONSTRAINT kept_means_delivered_in_time CHECK (status <> 'KEPT' OR coalesce(delivered_at <= due_at, false)),
  CONSTRAINT delivered_means_what_was_said CHECK ((delivered_at IS NULL) = (said_id IS NULL) AND (delivered_at IS NULL OR status IN ('KEPT', 'BROKEN'))),
  CONSTRAINT broken_means_after_its_time CHECK (status <> 'BROKEN' OR ended_at > due_at),
  CONSTRAINT renegotiated_means_told_and_linked CHECK ((status = 'RENEGOTIATED') = (next_id IS NOT NULL) AND (status = 'RENEGOTIATED') = (customer_told_at IS NOT NULL))
);
CREATE INDEX get_backs_by_case ON get_backs (case_id, made_at, id);
CREATE INDEX get_backs_to_call_to_mind ON get_backs (remind_at, id) WHERE status = 'MADE';
CREATE INDEX get_backs_due ON get_backs (due_at, id) WHERE status = 'MADE';
${nextDue(` WHEN 'OWNED' THEN (SELECT min(g.due_at) FROM get_backs g WHERE g.case_id = c.id AND (g.status = 'MADE' OR g.status = 'BROKEN' AND g.delivered_at IS NULL))`)}

-- Due is judged here, by the clock of the database, at the moment of the attempt. What was promised, and by when, never changes.
CREATE FUNCTION get_backs_move_one_way() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  t timestamptz := house_now();
BEGIN
  IF TG_OP = 'INSERT' THEN
    PERFORM 1 FROM cases c WHERE c.id = NEW.case_id AND c.status = 'OWNED' FOR NO KEY UPDATE;
    IF NOT FOUND THEN PERFORM refuse('TP184', 'a promise is made in an open case'); END IF;
    IF NOT owns(NEW.case_id, NEW.promised_by) THEN PERFORM refuse('TP110', 'only the owner promises'); END IF;
    IF NEW.status <> 'MADE' THEN PERFORM refuse('TP187', 'a promise begins open'); END IF;
    NEW.made_at := t;
    RETURN NEW;
  END IF;
  IF (NEW.id, NEW.case_id, NEW.promised_by, NEW.promised_human, NEW.what_id, NEW.made_at, NEW.remind_at, NEW.due_at)
     IS DISTINCT FROM (OLD.id, OLD.case_id, OLD.promised_by, OLD.promised_human, OLD.what_id, OLD.made_at, OLD.remind_at, OLD.due_at) THEN
    PERFORM refuse('TP900', 'what was promised stands');
  END IF;
  IF NOT (CASE OLD.status || ' ' || NEW.status
    WHEN 'MADE KEPT' THEN t <= OLD.due_at
    WHEN 'MADE BROKEN' THEN t > OLD.due_at
    WHEN 'BROKEN BROKEN' THEN OLD.delivered_at IS NULL AND NEW.said_id IS NOT NULL
    WHEN 'MADE RENEGOTIATED' THEN t < OLD.due_at AND NEW.customer_told_at BETWEEN OLD.made_at AND t
      AND EXISTS (SELECT 1 FROM get_backs n WHERE n.id = NEW.next_id AND n.case_id = OLD.case_id AND n.id <> OLD.id)
    WHEN 'MADE VOID' THEN t <= OLD.due_at AND EXISTS (SELECT 1 FROM case_answers a JOIN cases c ON c.id = a.case_id WHERE a.case_id = OLD.case_id AND a.turn >= c.turn)
    ELSE false END) THEN
    PERFORM refuse('TP187', format('a promise does not go so from %s to %s', OLD.status, NEW.status));
  END IF;
  NEW.ended_at := coalesce(OLD.ended_at, t);
  NEW.delivered_at := CASE WHEN NEW.said_id IS NOT NULL THEN coalesce(OLD.delivered_at, t) END;
  RETURN NEW;
END $$;
CREATE TRIGGER get_backs_move_one_way BEFORE INSERT OR UPDATE ON get_backs FOR EACH ROW EXECUTE FUNCTION get_backs_move_one_way();
-- Its name comes later, so that the case is locked before the customer.
CREATE TRIGGER the_customer_is_not_erased BEFORE INSERT ON get_backs FOR EACH ROW EXECUTE FUNCTION the_customer_is_not_erased();
CREATE TRIGGER what_is_due_next_is_kept AFTER INSERT OR UPDATE ON get_backs FOR EACH ROW EXECUTE FUNCTION what_is_due_next_is_kept();
CREATE TRIGGER get_backs_are_kept BEFORE DELETE ON get_backs FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER get_backs_are_not_truncated BEFORE TRUNCATE ON get_backs FOR EACH STATEMENT EXECUTE FUNCTION append_only();

-- Who has their answer waits for nothing any more.
CREATE FUNCTION no_promise_outlives_the_case() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM cases c JOIN get_backs g ON g.case_id = c.id WHERE c.id = NEW.case_id AND c.status <> 'OWNED' AND g.status = 'MADE') THEN
    PERFORM refuse('TP904', 'a case that was answered has no open promise');
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER no_promise_outlives_the_case AFTER INSERT ON case_answers
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION no_promise_outlives_the_case();
${reminders(
  `, 'GET_BACK_SOON', 'GET_BACK_DUE'`,
  `
    WHEN 'GET_BACK_SOON' THEN EXISTS (SELECT 1 FROM get_backs g WHERE g.id = NEW.thing_id AND g.case_id = NEW.case_id AND g.status = 'MADE' AND g.remind_at <= NEW.at)
    WHEN 'GET_BACK_DUE' THEN EXISTS (SELECT 1 FROM get_backs g WHERE g.id = NEW.thing_id AND g.case_id = NEW.case_id AND g.status IN ('MADE', 'BROKEN') AND g.due_at < NEW.at)`,
)}
REVOKE ALL ON FUNCTION get_backs_move_one_way(), no_promise_outlives_the_case() FROM PUBLIC;
GRANT SELECT, INSERT (id, case_id, promised_by, promised_human, what_id, remind_at, due_at), UPDATE (status, said_id, customer_told_at, next_id) ON get_backs TO countersign_api;
GRANT SELECT, UPDATE (status) ON get_backs TO countersign_worker;
GRANT SELECT (id, case_id) ON get_backs TO countersign_erase;
${subjects(SUBJECTS_AFTER, SUBJECTS)}
`;

const DOWN = `
${subjects(SUBJECTS, SUBJECTS_AFTER)}
${nextDue('')}
${reminders('', '')}
DROP TRIGGER no_promise_outlives_the_case ON case_answers;
DROP TABLE get_backs;
DROP FUNCTION get_backs_move_one_way, no_promise_outlives_the_case;
`;
