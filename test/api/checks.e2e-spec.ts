import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { Database } from '#database';
import { readSettings } from '#settings';
import { Checks } from '../../apps/api/src/http/checks.js';
import { openLog } from '../../apps/api/src/http/log.js';
import { Readiness } from '../../apps/api/src/http/readiness.js';
import { cloneDatabase, type TestDatabase } from '../support/postgres.js';

/** The checks of the api with the rights of the api, on a house in which no worker works yet. */
let house: TestDatabase;
let pool: pg.Pool;
let admin: pg.Client;
const line = { isUp: true };

beforeAll(async () => {
  house = await cloneDatabase();
  pool = new pg.Pool({ connectionString: house.apiUrl });
  pool.on('error', () => undefined);
  admin = new pg.Client({ connectionString: house.adminUrl });
  await admin.connect();
});
afterAll(async () => {
  await pool.end();
  await admin.end();
  await house.drop();
});

async function failing(url = house.apiUrl): Promise<readonly string[]> {
  const readiness = new Readiness(openLog('silent'));
  const db = url === house.apiUrl ? new Database(pool) : new Database(new pg.Pool({ connectionString: url, connectionTimeoutMillis: 300 }));
  new Checks(db, line as never, readiness, readSettings({ DATABASE_URL: url })).onModuleInit();
  return (await readiness.report()).failing;
}

it('promise 17: says that no canary sang, until one did', async () => {
  expect(await failing()).toEqual(['canary']);
  await admin.query(`INSERT INTO heartbeats (process, kind) VALUES ('worker-1', 'canary')`);
  expect(await failing()).toEqual([]);
});

it('promise 17: says that the last canary is three songs old', async () => {
  await admin.query(`UPDATE heartbeats SET at = clock_timestamp() - interval '31 seconds'`);
  expect(await failing()).toEqual(['canary']);
  await admin.query(`UPDATE heartbeats SET at = clock_timestamp() - interval '29 seconds'`);
  expect(await failing()).toEqual([]);
});

it('promise 17: says that facts wait in the outbox for more than a minute', async () => {
  await admin.query(`SET session_replication_role = replica; DELETE FROM outbox;
    INSERT INTO outbox (fact_id, subject_id, seq, name, at) VALUES (1, 'exc_x', 1, 'exception.proposed', house_now() - interval '61 seconds')`);
  expect(await failing()).toEqual(['outbox']);
  await admin.query(`UPDATE outbox SET at = house_now() - interval '55 seconds'`);
  expect(await failing()).toEqual([]);
  await admin.query('DELETE FROM outbox');
});

it('promise 17: says that the schema is not at head', async () => {
  await admin.query(`UPDATE migrations SET name = name || '-not' WHERE id = (SELECT max(id) FROM migrations)`);
  expect(await failing()).toEqual(['schema']);
  await admin.query(`UPDATE migrations SET name = replace(name, '-not', '')`);
  expect(await failing()).toEqual([]);
});

it('promise 17: says that the line for facts is down', async () => {
  line.isUp = false;
  expect(await failing()).toEqual(['facts']);
  line.isUp = true;
});

it('promise 17: says within a second that the database is gone', async () => {
  const start = performance.now();
  expect(await failing('postgres://nobody@127.0.0.1:9/none')).toEqual(['database', 'schema', 'outbox', 'canary', 'clock']);
  expect(performance.now() - start).toBeLessThan(1_000);
});
