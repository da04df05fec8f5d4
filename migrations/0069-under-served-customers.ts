import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of a customer who was given far less than others in like cases, reviewers are told once; whose amounts are to be measured anew is a row, not a guess. */
export class UnderServedCustomers1763700000069 implements MigrationInterface {
  name = 'UnderServedCustomers1763700000069';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(UP);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
DROP TRIGGER what_comes_is_measured ON precedents;
DROP TRIGGER what_was_stopped_is_measured ON precedents;
DROP FUNCTION amounts_are_measured_anew;
DROP TABLE patterns_to_measure, under_served;`);
  }
}

const UP = `
-- The one notice that there is of each: of an exception once, whichever pattern it is in by then.
CREATE TABLE under_served (
  exception_id text NOT NULL REFERENCES approvals,
  pattern_id text NOT NULL,
  told_at timestamptz NOT NULL DEFAULT house_now(),
  CONSTRAINT an_under_served_customer_is_told_of_once PRIMARY KEY (exception_id)
);
CREATE TRIGGER under_served_is_append_only BEFORE UPDATE OR DELETE ON under_served FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER under_served_is_not_truncated BEFORE TRUNCATE ON under_served FOR EACH STATEMENT EXECUTE FUNCTION append_only();
GRANT SELECT ON under_served TO countersign_api;
GRANT SELECT, INSERT ON under_served TO countersign_worker;

-- Patterns whose amounts changed since they were measured. The turn tells whoever measures that they changed once more meanwhile.
CREATE TABLE patterns_to_measure (
  cause text NOT NULL,
  kind text NOT NULL,
  turn integer NOT NULL DEFAULT 1,
  CONSTRAINT a_pattern_is_to_be_measured_once PRIMARY KEY (cause, kind)
);
GRANT SELECT ON patterns_to_measure TO countersign_api;
GRANT SELECT, DELETE ON patterns_to_measure TO countersign_worker;
GRANT SELECT ON pattern_tallies TO countersign_worker;
INSERT INTO patterns_to_measure (cause, kind) SELECT DISTINCT cause, kind FROM pattern_tallies WHERE currency <> '' AND count > 0;

-- For a statement, not for a row, as they are tallied (migration 0056).
CREATE FUNCTION amounts_are_measured_anew() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO patterns_to_measure AS m (cause, kind) SELECT DISTINCT cause, kind FROM came WHERE stands AND currency IS NOT NULL ORDER BY 1, 2
      ON CONFLICT (cause, kind) DO UPDATE SET turn = m.turn + 1;
  ELSE
    INSERT INTO patterns_to_measure AS m (cause, kind) SELECT DISTINCT c.cause, c.kind FROM came c JOIN went w ON w.exception_id = c.exception_id
       WHERE c.stands <> w.stands AND c.currency IS NOT NULL ORDER BY 1, 2
      ON CONFLICT (cause, kind) DO UPDATE SET turn = m.turn + 1;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER what_comes_is_measured AFTER INSERT ON precedents REFERENCING NEW TABLE AS came FOR EACH STATEMENT EXECUTE FUNCTION amounts_are_measured_anew();
CREATE TRIGGER what_was_stopped_is_measured AFTER UPDATE ON precedents REFERENCING OLD TABLE AS went NEW TABLE AS came
  FOR EACH STATEMENT EXECUTE FUNCTION amounts_are_measured_anew();
REVOKE ALL ON FUNCTION amounts_are_measured_anew FROM PUBLIC;
`;
