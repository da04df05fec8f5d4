import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the worker keeps about itself: which jobs it started and has not ended, and when it was last seen to work. */
export class Jobs1763700000010 implements MigrationInterface {
  name = 'Jobs1763700000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- A job is counted when it starts and taken off when it ends. One that starts again and again without an end is parked.
CREATE TABLE job_starts (
  kind text NOT NULL,
  id text NOT NULL,
  generation integer NOT NULL,
  starts integer NOT NULL CONSTRAINT starts_are_counted_up CHECK (starts >= 0),
  started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  parked_at timestamptz,
  PRIMARY KEY (kind, id, generation)
);
CREATE INDEX job_starts_parked ON job_starts (parked_at) WHERE parked_at IS NOT NULL;

-- One row per process: when its canary last came through the queue. By the real clock, since it is about machines, not about promises.
CREATE TABLE heartbeats (
  process text PRIMARY KEY CHECK (char_length(process) BETWEEN 1 AND 200),
  kind text NOT NULL,
  at timestamptz NOT NULL DEFAULT clock_timestamp()
);

GRANT SELECT, INSERT, UPDATE, DELETE ON job_starts, heartbeats TO countersign_worker;
GRANT SELECT ON job_starts, heartbeats TO countersign_api;

-- Rows here live for milliseconds: room for the update that takes them on the same page, and a vacuum that does not wait for the table to grow.
ALTER TABLE outbox SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
ALTER TABLE job_starts SET (fillfactor = 50, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000);
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE outbox RESET (fillfactor, autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold);
DROP TABLE heartbeats, job_starts;
`);
  }
}
