import { afterAll, beforeAll, expect, it } from '@jest/globals';
import pg from 'pg';
import { eventually } from '../../test/support/eventually.js';
import { cloneDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { proxyTo } from '../../test/support/proxy.js';
import { lineOptions } from './line.js';

let house: TestDatabase;
beforeAll(async () => {
  house = await cloneDatabase();
});
afterAll(() => house.drop());

it('promise 17: Postgres lets go of the locks of a line on which nobody speaks any more', async () => {
  const wire = await proxyTo(house.workerUrl);
  const gone = new pg.Client({ connectionString: wire.url, ...lineOptions({ databaseConnectMs: 3_000, databaseQueryMs: 6_000 }) });
  const here = new pg.Client({ connectionString: house.workerUrl });
  gone.on('error', () => undefined);
  await Promise.all([gone.connect(), here.connect()]);
  await gone.query('SELECT pg_advisory_lock(1, 1)');
  wire.freeze();
  const has = async (): Promise<boolean> =>
    (await here.query<{ has: boolean }>('SELECT pg_try_advisory_lock(1, 1) AS has')).rows[0]?.has === true;
  expect(await has()).toBe(false);
  expect(await eventually(has, Boolean, 20_000)).toBe(true);
  await here.end();
  gone.connection.stream.destroy();
  await wire.close();
}, 30_000);
