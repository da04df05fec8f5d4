import type { MigrationInterface, QueryRunner } from 'typeorm';
import { swap } from './swap.js';

/** The owner of a case that nobody has taken on is called before its time is over, too, while something can still be done about it. */
export class CalledBeforeTheDayIsOver1763700000066 implements MigrationInterface {
  name = 'CalledBeforeTheDayIsOver1763700000066';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SOON);
    await runner.query(kinds(`'ACKNOWLEDGE_SOON', 'ACKNOWLEDGE'`));
    await swap(runner, 'a_reminder_is_due', LATE, `${EARLY}${LATE}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await swap(runner, 'a_reminder_is_due', `${EARLY}${LATE}`, LATE);
    await runner.query(`ALTER TABLE case_reminders DISABLE TRIGGER case_reminders_are_append_only;
      DELETE FROM case_reminders WHERE kind = 'ACKNOWLEDGE_SOON';
      ALTER TABLE case_reminders ENABLE TRIGGER case_reminders_are_append_only;
      ${kinds(`'ACKNOWLEDGE'`)}
      DROP FUNCTION acknowledge_soon_at;`);
  }
}

const SOON = `
-- When a sixth of the time to take a case on is left: four hours, of the day that the house ships with, as for complaints.
CREATE FUNCTION acknowledge_soon_at(opened timestamptz, due timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
  SELECT due - make_interval(secs => extract(epoch FROM due - opened)::float8 / 6)
$$;
REVOKE ALL ON FUNCTION acknowledge_soon_at(timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION acknowledge_soon_at(timestamptz, timestamptz) TO countersign_worker;
`;

const kinds = (acknowledge: string): string => `
ALTER TABLE case_reminders DROP CONSTRAINT a_reminder_is_of_a_known_kind,
  ADD CONSTRAINT a_reminder_is_of_a_known_kind CHECK (kind IN (${acknowledge}, 'FOLLOW_UP', 'GET_BACK_SOON', 'GET_BACK_DUE', 'COMPLAINT_ACKNOWLEDGE_SOON',
    'COMPLAINT_ACKNOWLEDGE_DUE', 'COMPLAINT_ANSWER_SOON', 'COMPLAINT_ANSWER_DUE', 'COMPLAINT_FINAL_SOON', 'COMPLAINT_FINAL_DUE'));`;

const LATE = `WHEN 'ACKNOWLEDGE' THEN`;
const EARLY = `WHEN 'ACKNOWLEDGE_SOON' THEN EXISTS (SELECT 1 FROM cases c WHERE c.id = NEW.thing_id AND c.id = NEW.case_id AND c.status = 'NEW' AND acknowledge_soon_at(c.opened_at, c.acknowledge_by) <= NEW.at)
    `;
