import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NestFactory } from '@nestjs/core';
import { SettingsModule, readSettings } from '#settings';
import pg from 'pg';
import { cloneDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { Database } from './database.js';
import { DatabaseModule } from './database.module.js';
import { expectedWalls, SelfCheck, WallsDownError } from './self-check.js';
import { SERVICE_ROLES, wallsNow } from './walls-now.js';

const HINT = 'When a migration changed this on purpose, run "npm run walls-list" and commit the list with it.';

describe('a service checks its own walls', () => {
  let database: TestDatabase;
  let admin: pg.Client;
  let pools: pg.Pool[];
  const openPool = (connectionString: string): pg.Pool => new pg.Pool({ connectionString, max: 1 }).on('error', () => undefined);

  beforeAll(async () => {
    database = await cloneDatabase();
    admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    pools = [openPool(database.apiUrl), openPool(database.workerUrl), openPool(database.adminUrl), openPool(database.sealUrl)];
  });
  afterAll(async () => {
    await Promise.all(pools.map((pool) => pool.end()));
    await admin.end();
    await database.drop();
  });

  const check = (which: number, nodeEnv: 'test' | 'production' = 'production'): Promise<void> =>
    new SelfCheck(new Database(pools[which] as pg.Pool), { nodeEnv }).onModuleInit();
  const faults = async (which = 0): Promise<readonly string[]> => {
    const error = await check(which).catch((refused: unknown) => refused);
    return error instanceof WallsDownError ? error.faults : [String(error)];
  };

  it('finds a freshly migrated database to be exactly what the committed list says', async () => {
    const walls = await new Database(pools[2] as pg.Pool).transaction((tx) => wallsNow(tx, SERVICE_ROLES));
    expect(walls).toEqual(expectedWalls());
  });

  it('lets the services start, and takes no time to speak of', async () => {
    await check(0);
    await check(1);
    const began = performance.now();
    await check(0);
    const ms = performance.now() - began;
    process.stdout.write(`      The self-check took ${ms.toFixed(0)} ms.\n`);
    expect(ms).toBeLessThan(1_000);
  });

  it.each<[string, string, string, string]>([
    [
      'a trigger that was dropped',
      'DROP TRIGGER facts_are_append_only ON facts',
      `CREATE TRIGGER facts_are_append_only BEFORE UPDATE OR DELETE ON facts FOR EACH ROW EXECUTE FUNCTION append_only()`,
      'The trigger facts.facts_are_append_only is gone.',
    ],
    [
      'a trigger that was switched off',
      'ALTER TABLE approvals DISABLE TRIGGER approval_holds',
      'ALTER TABLE approvals ENABLE TRIGGER approval_holds',
      'The trigger approvals.approval_holds is switched off.',
    ],
    [
      'a foreign key that does not fire',
      `UPDATE pg_trigger SET tgenabled = 'D' WHERE tgconstraint = (SELECT oid FROM pg_constraint WHERE conname = 'exactly_one_review') AND tgrelid = 'approvals'::regclass`,
      `UPDATE pg_trigger SET tgenabled = 'O' WHERE tgconstraint = (SELECT oid FROM pg_constraint WHERE conname = 'exactly_one_review') AND tgrelid = 'approvals'::regclass`,
      'The constraint approvals.exactly_one_review is switched off.',
    ],
    [
      'a check that was dropped',
      'ALTER TABLE approvals DROP CONSTRAINT enough_signatures_counted',
      'ALTER TABLE approvals ADD CONSTRAINT enough_signatures_counted CHECK (counted >= quorum AND quorum >= 1)',
      'The constraint approvals.enough_signatures_counted is gone.',
    ],
    [
      'a column that may be empty',
      'ALTER TABLE approvals ALTER COLUMN quorum DROP NOT NULL',
      'ALTER TABLE approvals ALTER COLUMN quorum SET NOT NULL',
      'The demand for a value approvals.quorum is gone.',
    ],
    [
      'a right too many',
      'GRANT DELETE ON facts TO countersign_api',
      'REVOKE DELETE ON facts FROM countersign_api',
      'The role countersign_api has DELETE on facts, which it should not have.',
    ],
    [
      'a right on one column too many, given to everybody',
      'GRANT UPDATE (human_id) ON people TO PUBLIC',
      'REVOKE UPDATE (human_id) ON people FROM PUBLIC',
      'The role countersign_api has UPDATE (human_id) on people, which it should not have.',
    ],
    [
      'a right too few',
      'REVOKE INSERT ON approvals FROM countersign_api',
      'GRANT INSERT ON approvals TO countersign_api',
      'The role countersign_api lacks INSERT on approvals, which it should have.',
    ],
    [
      'a right to run what runs as the owner',
      'GRANT EXECUTE ON FUNCTION peers_vote() TO countersign_api',
      'REVOKE EXECUTE ON FUNCTION peers_vote() FROM countersign_api',
      'The role countersign_api has EXECUTE on peers_vote(), which it should not have.',
    ],
    [
      'the clock moved by hand',
      `CREATE OR REPLACE FUNCTION house_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() - interval '1 day' $$`,
      `CREATE OR REPLACE FUNCTION house_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT date_trunc('milliseconds', clock_timestamp()) $$`,
      'The function house_now() does not do what it should.',
    ],
  ])('refuses %s, by name', async (_story, harm, mend, fault) => {
    expect(await faults()).toEqual(['undefined']);
    await admin.query(harm);
    const found = await faults();
    await admin.query(mend);
    expect(found).toEqual([fault]);
  });

  it('tells everything at once', async () => {
    await admin.query('DROP TRIGGER reviews_are_kept ON reviews; GRANT TRUNCATE ON reviews TO countersign_worker');
    expect(await faults(1)).toEqual([
      'The trigger reviews.reviews_are_kept is gone.',
      'The role countersign_worker has TRUNCATE on reviews, which it should not have.',
    ]);
    await admin.query(`CREATE TRIGGER reviews_are_kept BEFORE DELETE ON reviews FOR EACH ROW EXECUTE FUNCTION append_only();
      REVOKE TRUNCATE ON reviews FROM countersign_worker`);
  });

  it('refuses a superuser', async () => {
    expect(await faults(2)).toEqual(['The login postgres is a superuser, for whom no wall holds; log in as one of the service roles.']);
  });

  it('refuses a schema that is behind, before anything else', async () => {
    const [last] = (
      await admin.query<{ name: string }>('DELETE FROM migrations WHERE id = (SELECT max(id) FROM migrations) RETURNING name')
    ).rows;
    expect((await faults())[0]).toContain(`lacks 1 migrations (the first is ${last?.name})`);
    await admin.query(`INSERT INTO migrations (timestamp, name) VALUES ($1, $2)`, [last?.name.replace(/\D/g, ''), last?.name]);
    expect(await faults()).toEqual(['undefined']);
  });

  it('keeps the process from starting', async () => {
    await admin.query('ALTER TABLE facts DISABLE TRIGGER facts_are_append_only');
    const settings = readSettings({ DATABASE_URL: database.apiUrl, NODE_ENV: 'test' });
    class House {}
    const start = NestFactory.createApplicationContext(
      { module: House, imports: [SettingsModule.of(settings), DatabaseModule.of('countersign api')] },
      { logger: false, abortOnError: false },
    );
    await expect(start).rejects.toThrow(`does not start:\n- The trigger facts.facts_are_append_only is switched off.\n- ${HINT}`);
    await admin.query('ALTER TABLE facts ENABLE TRIGGER facts_are_append_only');
  });
});
