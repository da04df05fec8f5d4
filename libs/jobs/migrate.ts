import { DEFAULT_SCHEMA, runMigrations } from 'bullmq';
import pg from 'pg';
import { JOB_KINDS } from './kinds.js';

/** Adding in bulk makes temporary tables. Only who may administer the database can give that right. */
const TEMPORARY_TABLES = `
DO $$ BEGIN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO countersign_worker', current_database()); END $$`;

/** Rows and numbers for the worker, which makes nothing of its own here; the api may look, so that admins see what waits. A job holds ids only. */
const RIGHTS = `
GRANT USAGE ON SCHEMA bullmq TO countersign_worker, countersign_api;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA bullmq TO countersign_worker;
REVOKE INSERT, UPDATE, DELETE ON bullmq.migration FROM countersign_worker;
GRANT USAGE, SELECT, UPDATE ON ALL SEQUENCES IN SCHEMA bullmq TO countersign_worker;
GRANT SELECT ON ALL TABLES IN SCHEMA bullmq TO countersign_api`;

/**
 * Brings the schema `bullmq` up to what the installed BullMQ needs, makes the number sequence of each queue, and gives the worker the
 * rights to work with them. Call it after our own migrations, which make the roles. Safe to repeat, also from several processes at once:
 * BullMQ takes a lock of its own. Needed for its PostgreSQL backend only, harmless beside Redis.
 * @param adminUrl of the login that ran our own migrations
 */
export async function runQueueMigrations(adminUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await client.query(TEMPORARY_TABLES);
    await client.query('SET ROLE countersign_owner');
    await runMigrations(client, DEFAULT_SCHEMA);
    // A queue's first job would make its sequence otherwise, and the worker may not make any.
    await client.query('SELECT bullmq.next_job_id(kind) FROM unnest($1::text[]) AS kind', [JOB_KINDS]);
    await client.query(RIGHTS);
  } finally {
    await client.end();
  }
}
