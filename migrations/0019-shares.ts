import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What everybody has used of their shares, where no Redis counts it: see libs/shares. The columns are those that the library writes. */
export class Shares1763700000019 implements MigrationInterface {
  name = 'Shares1763700000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
-- Unlogged: a crash of the server forgets it, which costs nobody more than a minute's or an hour's count, and no write waits for the disk.
CREATE UNLOGGED TABLE shares_used (
  key text PRIMARY KEY CHECK (length(key) <= 255),
  points integer NOT NULL,
  expire bigint
) WITH (fillfactor = 50);
COMMENT ON TABLE shares_used IS 'What each key has used of its share, until when (milliseconds since 1970). Holds ids and addresses only, for an hour after.';
GRANT SELECT, INSERT, UPDATE, DELETE ON shares_used TO countersign_api;
`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE shares_used');
  }
}
