import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Of a job's starts, those that somebody saw fail: the others may have ended their process. See apps/worker/src/job-starts.ts. */
export class StartsThatFailed1763700000021 implements MigrationInterface {
  name = 'StartsThatFailed1763700000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE job_starts ADD COLUMN fails integer NOT NULL DEFAULT 0;
ALTER TABLE job_starts ADD CONSTRAINT what_failed_was_started CHECK (fails BETWEEN 0 AND starts);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE job_starts DROP COLUMN fails');
  }
}
