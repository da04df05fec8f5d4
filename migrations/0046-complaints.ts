import type { MigrationInterface, QueryRunner } from 'typeorm';
import { COMPLAINT_PROFILES } from './complaint-profiles.of-0046.js';

/** Complaints: a case that is one has three clocks, by the profile that held when it became one. They never move, and are met by what is told. */
export class Complaints1763700000046 implements MigrationInterface {
  name = 'Complaints1763700000046';

  async up(runner: QueryRunner): Promise<void> {
    for (const part of [COMPLAINT_PROFILES, TABLE, WALLS, ANSWERS, `${nextDue(OF_A_COMPLAINT)}${reminders(KINDS, DUE)}`, RIGHTS])
      await runner.query(part);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(DOWN);
  }
}

const TABLE = `
-- One row for a case that is a complaint; it stays one. Every column but the first four is the database's own.
CREATE TABLE complaints (
  case_id text PRIMARY KEY REFERENCES cases,
  profile text NOT NULL,
  began_at timestamptz NOT NULL,
  by_id text NOT NULL REFERENCES people,
  marked_at timestamptz NOT NULL DEFAULT house_now(),
  time_zone text NOT NULL,
  acknowledge_by timestamptz NOT NULL,
  answer_by timestamptz NOT NULL,
  final_by timestamptz NOT NULL,
  acknowledged_at timestamptz,
  answered_at timestamptz,
  CONSTRAINT a_complaint_is_not_of_the_future CHECK (began_at <= marked_at),
  CONSTRAINT acknowledged_after_the_customer_complained CHECK (acknowledged_at >= began_at),
  CONSTRAINT answered_after_the_customer_complained CHECK (answered_at >= began_at)
);
CREATE INDEX complaints_in_time ON complaints (began_at, case_id);
CREATE INDEX complaints_running ON complaints (final_by, case_id) WHERE answered_at IS NULL;
`;

const WALLS = `
-- What a clock of a profile shows for a complaint: hours by the hour; days at the same time of day, and business days at five in the afternoon
-- of the last of them, both where the customer lives. Business days are Monday to Friday: a holiday makes us early, never late.
CREATE FUNCTION complaint_due(which_profile text, which_clock text, began timestamptz, zone text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE p.unit
      WHEN 'HOURS' THEN began + make_interval(hours => p.amount)
      WHEN 'DAYS' THEN ((began AT TIME ZONE zone) + make_interval(days => p.amount)) AT TIME ZONE zone
      WHEN 'BUSINESS_DAYS' THEN (SELECT d.day + interval '17 hours' FROM (SELECT date_trunc('day', began AT TIME ZONE zone) + make_interval(days => n) AS day
          FROM generate_series(1, 2 * p.amount + 3) AS n) d WHERE extract(isodow FROM d.day) < 6 ORDER BY d.day OFFSET p.amount - 1 LIMIT 1) AT TIME ZONE zone END
    FROM complaint_profiles p WHERE p.name = which_profile AND p.clock = which_clock
$$;

-- Whether Postgres knows the rules of a zone, too: it and the service bring their own lists.
CREATE FUNCTION knows_zone(zone text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN timezone(zone, timestamptz '2026-01-01T00:00:00Z') IS NOT NULL;
EXCEPTION WHEN invalid_parameter_value THEN
  RETURN false;
END $$;

-- The owner says so of an open case; when it was acknowledged already, the customer was told by then.
CREATE FUNCTION a_complaint_begins() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  c cases;
BEGIN
  SELECT * INTO c FROM cases WHERE id = NEW.case_id FOR NO KEY UPDATE;
  IF c.status NOT IN ('NEW', 'OWNED') OR c.status IS NULL THEN PERFORM refuse('TP184', 'only an open case becomes a complaint'); END IF;
  IF NOT owns(NEW.case_id, NEW.by_id) THEN PERFORM refuse('TP110', 'only the owner says that a case is a complaint'); END IF;
  NEW.marked_at := house_now();
  IF (c.status = 'NEW') <> (NEW.acknowledged_at IS NULL) OR NEW.acknowledged_at NOT BETWEEN NEW.began_at AND NEW.marked_at THEN
    PERFORM refuse('TP186', 'who complains is told that we have it, when somebody has taken it on');
  END IF;
  NEW.time_zone := (SELECT CASE WHEN knows_zone(u.time_zone) THEN u.time_zone ELSE h.time_zone END FROM customers u, house h WHERE u.id = c.customer_id);
  NEW.acknowledge_by := complaint_due(NEW.profile, 'ACKNOWLEDGE', NEW.began_at, NEW.time_zone);
  NEW.answer_by := complaint_due(NEW.profile, 'ANSWER', NEW.began_at, NEW.time_zone);
  NEW.final_by := complaint_due(NEW.profile, 'FINAL', NEW.began_at, NEW.time_zone);
  NEW.answered_at := NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER a_complaint_begins BEFORE INSERT ON complaints FOR EACH ROW EXECUTE FUNCTION a_complaint_begins();
-- Its name comes later, so that the case is locked before the customer.
CREATE TRIGGER the_customer_is_not_erased BEFORE INSERT ON complaints FOR EACH ROW EXECUTE FUNCTION the_customer_is_not_erased();

-- Clocks stand. They are met once each: by the case being taken on, and by the first answer since the customer complained.
CREATE FUNCTION a_complaint_is_met_by_what_is_told() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF (NEW.case_id, NEW.profile, NEW.began_at, NEW.by_id, NEW.marked_at, NEW.time_zone, NEW.acknowledge_by, NEW.answer_by, NEW.final_by)
     IS DISTINCT FROM (OLD.case_id, OLD.profile, OLD.began_at, OLD.by_id, OLD.marked_at, OLD.time_zone, OLD.acknowledge_by, OLD.answer_by, OLD.final_by)
     OR NEW.acknowledged_at IS DISTINCT FROM coalesce(OLD.acknowledged_at, (SELECT c.acknowledged_at FROM cases c WHERE c.id = OLD.case_id))
     OR NEW.answered_at IS DISTINCT FROM coalesce(OLD.answered_at, first_answer_since(OLD.case_id, OLD.marked_at)) THEN
    PERFORM refuse('TP900', 'the clocks of a complaint stand, and are met by what is told');
  END IF;
  RETURN NEW;
END $$;
-- When the customer was told of the first answer that was given since the case was marked.
CREATE FUNCTION first_answer_since(which text, since timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT a.customer_told_at FROM case_answers a WHERE a.case_id = which AND a.at >= since ORDER BY a.turn LIMIT 1
$$;
CREATE TRIGGER a_complaint_is_met_by_what_is_told BEFORE UPDATE ON complaints FOR EACH ROW EXECUTE FUNCTION a_complaint_is_met_by_what_is_told();
CREATE TRIGGER complaints_are_kept BEFORE DELETE ON complaints FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER complaints_are_not_truncated BEFORE TRUNCATE ON complaints FOR EACH STATEMENT EXECUTE FUNCTION append_only();
`;

const ANSWERS = `
-- Who complained is told of the answer after they did.
CREATE FUNCTION an_answer_comes_after_the_complaint() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM complaints k WHERE k.case_id = NEW.case_id AND NEW.customer_told_at < k.began_at) THEN
    PERFORM refuse('TP186', 'the customer complained after this time');
  END IF;
  RETURN NEW;
END $$;
-- Its name comes after the_owner_answers, which locks the case.
CREATE TRIGGER who_complained_is_answered BEFORE INSERT ON case_answers FOR EACH ROW EXECUTE FUNCTION an_answer_comes_after_the_complaint();

CREATE FUNCTION a_complaint_is_met() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  UPDATE complaints k SET acknowledged_at = coalesce(k.acknowledged_at, c.acknowledged_at), answered_at = coalesce(k.answered_at, first_answer_since(c.id, k.marked_at))
    FROM cases c WHERE c.id = k.case_id AND c.id = coalesce(to_jsonb(NEW) ->> 'case_id', to_jsonb(NEW) ->> 'id')
     AND (k.acknowledged_at IS NULL OR k.answered_at IS NULL);
  RETURN NULL;
END $$;
CREATE TRIGGER a_complaint_is_acknowledged AFTER UPDATE ON cases FOR EACH ROW WHEN (OLD.status = 'NEW' AND NEW.status <> 'NEW') EXECUTE FUNCTION a_complaint_is_met();
CREATE TRIGGER a_complaint_is_answered AFTER INSERT ON case_answers FOR EACH ROW EXECUTE FUNCTION a_complaint_is_met();
CREATE TRIGGER what_is_due_next_is_kept AFTER INSERT OR UPDATE ON complaints FOR EACH ROW EXECUTE FUNCTION what_is_due_next_is_kept();
-- Once the owner was called at the end of the time without ado, the last answer is what is due next.
CREATE TRIGGER what_is_due_next_is_kept AFTER INSERT ON case_reminders FOR EACH ROW WHEN (NEW.kind = 'COMPLAINT_ANSWER_DUE') EXECUTE FUNCTION what_is_due_next_is_kept();
`;

const OWNED = `(SELECT min(g.due_at) FROM get_backs g WHERE g.case_id = c.id AND (g.status = 'MADE' OR g.status = 'BROKEN' AND g.delivered_at IS NULL))`;
/** An answer that did not hold leaves the last clock where it was: it is due again. */
const COMPLAINT = `(SELECT CASE WHEN k.answered_at IS NULL AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE (r.thing_id, r.kind) = (c.id, 'COMPLAINT_ANSWER_DUE'))
    THEN least(k.answer_by, k.final_by) ELSE k.final_by END FROM complaints k WHERE k.case_id = c.id)`;
const OF_A_COMPLAINT = {
  fresh: `least(c.acknowledge_by, (SELECT k.acknowledge_by FROM complaints k WHERE k.case_id = c.id))`,
  owned: `least(${OWNED}, ${COMPLAINT})`,
};

const nextDue = ({ fresh, owned }: typeof OF_A_COMPLAINT): string => `
CREATE OR REPLACE FUNCTION next_due_of(c cases) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT CASE c.status WHEN 'NEW' THEN ${fresh} WHEN 'OWNED' THEN ${owned} WHEN 'SOLVED' THEN (SELECT min(f.due_at) FROM follow_ups f WHERE f.case_id = c.id AND f.outcome IS NULL) END
$$;`;

const KINDS = ['ACKNOWLEDGE', 'ANSWER', 'FINAL'].flatMap((clock) => [`, 'COMPLAINT_${clock}_SOON'`, `, 'COMPLAINT_${clock}_DUE'`]).join('');
const RUNNING = {
  ACKNOWLEDGE: `k.acknowledged_at IS NULL`,
  ANSWER: `k.answered_at IS NULL`,
  FINAL: `k.answered_at IS NULL`,
} as const;
const by = { ACKNOWLEDGE: 'acknowledge_by', ANSWER: 'answer_by', FINAL: 'final_by' } as const;
const DUE = (['ACKNOWLEDGE', 'ANSWER', 'FINAL'] as const)
  .map((clock) => {
    const of = `EXISTS (SELECT 1 FROM complaints k WHERE k.case_id = NEW.thing_id AND k.case_id = NEW.case_id AND ${RUNNING[clock]}`;
    return `
    WHEN 'COMPLAINT_${clock}_SOON' THEN ${of} AND complaint_remind_at(k.profile, '${clock}', k.${by[clock]}) <= NEW.at)
    WHEN 'COMPLAINT_${clock}_DUE' THEN ${of} AND k.${by[clock]} < NEW.at)`;
  })
  .join('');

const reminders = (kinds: string, more: string): string => `
ALTER TABLE case_reminders DROP CONSTRAINT a_reminder_is_of_a_known_kind,
  ADD CONSTRAINT a_reminder_is_of_a_known_kind CHECK (kind IN ('ACKNOWLEDGE', 'FOLLOW_UP', 'GET_BACK_SOON', 'GET_BACK_DUE'${kinds}));
CREATE OR REPLACE FUNCTION a_reminder_is_due() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  NEW.at := house_now();
  IF NOT (CASE NEW.kind
    WHEN 'ACKNOWLEDGE' THEN EXISTS (SELECT 1 FROM cases c WHERE c.id = NEW.thing_id AND c.id = NEW.case_id AND c.status = 'NEW' AND c.acknowledge_by <= NEW.at)
    WHEN 'FOLLOW_UP' THEN EXISTS (SELECT 1 FROM follow_ups f WHERE f.id = NEW.thing_id AND f.case_id = NEW.case_id AND f.outcome IS NULL AND f.due_at <= NEW.at)
    WHEN 'GET_BACK_SOON' THEN EXISTS (SELECT 1 FROM get_backs g WHERE g.id = NEW.thing_id AND g.case_id = NEW.case_id AND g.status = 'MADE' AND g.remind_at <= NEW.at)
    WHEN 'GET_BACK_DUE' THEN EXISTS (SELECT 1 FROM get_backs g WHERE g.id = NEW.thing_id AND g.case_id = NEW.case_id AND g.status IN ('MADE', 'BROKEN') AND g.due_at < NEW.at)${more}
    ELSE false END) THEN
    PERFORM refuse('TP184', 'a reminder comes when its time has come, for what is still to be done');
  END IF;
  RETURN NEW;
END $$;`;

const RIGHTS = `
REVOKE ALL ON FUNCTION complaint_due(text, text, timestamptz, text), complaint_remind_at(text, text, timestamptz), knows_zone(text), first_answer_since(text, timestamptz), a_complaint_begins(),
  a_complaint_is_met_by_what_is_told(), an_answer_comes_after_the_complaint(), a_complaint_is_met() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION complaint_due(text, text, timestamptz, text) TO countersign_api;
GRANT EXECUTE ON FUNCTION complaint_remind_at(text, text, timestamptz) TO countersign_worker;
GRANT SELECT, INSERT (case_id, profile, began_at, by_id, acknowledged_at) ON complaints TO countersign_api;
GRANT SELECT ON complaints TO countersign_worker;
GRANT SELECT ON complaint_profiles TO countersign_api, countersign_worker;
`;

const DOWN = `
DROP TRIGGER what_is_due_next_is_kept ON case_reminders;
DROP TRIGGER a_complaint_is_answered ON case_answers;
DROP TRIGGER who_complained_is_answered ON case_answers;
DROP TRIGGER a_complaint_is_acknowledged ON cases;
${nextDue({ fresh: 'c.acknowledge_by', owned: OWNED })}
${reminders('', '')}
DROP TABLE complaints;
DROP FUNCTION a_complaint_is_met, an_answer_comes_after_the_complaint, a_complaint_is_met_by_what_is_told, first_answer_since, a_complaint_begins, knows_zone,
  complaint_due, complaint_remind_at;
DROP TABLE complaint_profiles;
`;
