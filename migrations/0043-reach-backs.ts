import type { MigrationInterface, QueryRunner } from 'typeorm';

/** For which earlier case a person opened a follow-up case, because a policy came to allow what its customer was refused. */
export class ReachBacks1763700000043 implements MigrationInterface {
  name = 'ReachBacks1763700000043';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE reach_backs (
  policy_id text NOT NULL REFERENCES policies,
  earlier_case_id text NOT NULL REFERENCES cases,
  policy_version_id text NOT NULL REFERENCES policy_versions,
  case_id text NOT NULL CONSTRAINT a_case_follows_one_other UNIQUE REFERENCES cases,
  opened_by text NOT NULL REFERENCES people,
  at timestamptz NOT NULL DEFAULT house_now(),
  CONSTRAINT reached_back_once PRIMARY KEY (policy_id, earlier_case_id),
  CONSTRAINT a_case_does_not_follow_itself CHECK (case_id <> earlier_case_id)
);
CREATE TRIGGER reach_backs_are_append_only BEFORE UPDATE OR DELETE ON reach_backs FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER reach_backs_are_not_truncated BEFORE TRUNCATE ON reach_backs FOR EACH STATEMENT EXECUTE FUNCTION append_only();
GRANT SELECT, INSERT ON reach_backs TO countersign_api;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE reach_backs;`);
  }
}
