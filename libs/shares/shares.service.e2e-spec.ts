import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import pg from 'pg';

import { eventually } from '../../test/support/eventually.js';
import { cloneDatabase, type TestDatabase } from '../../test/support/postgres.js';
import { proxyTo } from '../../test/support/proxy.js';
import { hasRedis, startRedis, type TestRedis } from '../../test/support/redis.js';
import { lumpOf, type Share } from './share.rules.js';
import { HouseCount } from './house-count.js';
import { Shares } from './shares.service.js';

let database: TestDatabase;
let redis: TestRedis | undefined;
const withRedis = hasRedis();
const ends: (() => Promise<unknown>)[] = [];
let made = 0;

beforeAll(async () => {
  database = await cloneDatabase();
  redis = withRedis ? await startRedis() : undefined;
});
afterAll(async () => {
  for (const end of ends) await end();
  await redis?.stop();
  await database.drop();
});

const share = (points: number, seconds = 600): Share => ({ name: `test${++made}`, points, seconds });

function inPostgres(url = database.apiUrl): HouseCount {
  const pool = new pg.Pool({ connectionString: url, max: 2, connectionTimeoutMillis: 1_000 }).on('error', () => undefined);
  ends.push(() => pool.end());
  return new HouseCount(pool);
}

async function inRedis(): Promise<HouseCount> {
  const store = HouseCount.inRedis(redis?.url ?? '');
  ends.push(() => store.onApplicationShutdown());
  const isThere = (): Promise<boolean> => store.add(share(1), 'warm', 1).then(Boolean, () => false);
  await eventually(isThere, Boolean);
  return store;
}

/** Uses one point at a time until it is refused, many at once. Answers how many were let through. */
async function useUp(shares: Shares, of: Share, points: number, lanes: number): Promise<number> {
  let used = 0;
  const lane = async (): Promise<void> => {
    while (!(await shares.use(of, 'hum_priya', points)).isSpent) used += points;
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  return used;
}

type Engine = [name: string, count: () => Promise<HouseCount>];
const REDIS: Engine = ['Redis', inRedis];
const ENGINES: Engine[] = [['Postgres', async () => inPostgres()], ...(withRedis ? [REDIS] : [])];

describe.each(ENGINES)('promise 13: a share that several processes count in %s', (_engine, store) => {
  it.each([
    ['one point at a time', 1_000, 1, 1],
    ['one point at a time, sixteen at once', 1_000, 1, 16],
    ['seven points at a time, sixteen at once', 2_000, 7, 16],
    ['more than a lump at a time', 1_000, 60, 4],
    ['of a few, each told at once', 10, 1, 8],
  ])('lets through at most the share and a lump for each process: %s', async (_story, points, each, lanes) => {
    const of = share(points);
    const processes = await Promise.all(Array.from({ length: 3 }, async () => new Shares(await store())));
    const used = (await Promise.all(processes.map((shares) => useUp(shares, of, each, lanes)))).reduce((sum, one) => sum + one, 0);
    expect(used).toBeLessThanOrEqual(points + processes.length * lumpOf(of));
    expect(used).toBeGreaterThan(points - processes.length * lanes * each - each);
  });

  it('is known to be spent by a process that lets through a lump first', async () => {
    const of = share(100);
    await useUp(new Shares(await store()), of, 1, 1);
    expect(await useUp(new Shares(await store()), of, 1, 1)).toBeLessThanOrEqual(lumpOf(of));
  });

  it('says when it begins anew, and does', async () => {
    const of = share(4, 1);
    const shares = new Shares(await store());
    expect(await useUp(shares, of, 1, 1)).toBe(4);
    const { resetMs } = await shares.use(of, 'hum_priya', 1);
    expect(resetMs).toBeGreaterThan(0);
    expect(resetMs).toBeLessThanOrEqual(1_000);
    await new Promise((resolve) => setTimeout(resolve, resetMs + 50));
    expect((await shares.use(of, 'hum_priya', 1)).isSpent).toBe(false);
    expect((await shares.use(of, 'hum_tom', 4)).isSpent).toBe(false);
  });

  it('asks the store once in a lump, however many wishes come at once', async () => {
    const counted = await store();
    const add = jest.spyOn(counted, 'add');
    const of = share(2_000);
    await useUp(new Shares(counted), of, 1, 32);
    expect(add.mock.calls.length).toBeLessThanOrEqual(2_000 / lumpOf(of) + 2);
  });
});

describe('a store that is away', () => {
  it('neither opens the gates nor closes them: each process goes by the whole share, and the log says so once', async () => {
    const proxy = await proxyTo(database.apiUrl);
    const store = inPostgres(proxy.url);
    const shares = new Shares(store);
    const warn = jest.spyOn(shares['log'], 'warn').mockReturnValue(undefined);
    const of = share(1_000);
    await shares.use(of, 'hum_priya', 100);
    proxy.cut();
    const began = performance.now();
    expect(await useUp(shares, of, 1, 8)).toBe(900);
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(warn).toHaveBeenCalledTimes(1);
    proxy.heal();
    shares['aloneUntil'] = 0;
    await shares.use(share(10), 'hum_priya', 1);
    expect(warn.mock.calls.map(([words]) => String(words).split(' ').slice(5, 6).join())).toEqual(['does', 'answers']);
    await proxy.close();
  });

  (withRedis ? it : it.skip)('that is a Redis and falls silent without a word is asked again on a new line', async () => {
    const proxy = await proxyTo(redis?.url ?? '');
    const store = HouseCount.inRedis(proxy.url);
    const answers = (): Promise<boolean> => Promise.race([store.add(share(100), 'silent', 1).then(Boolean, () => false), patience(500)]);
    expect(await eventually(answers, Boolean)).toBe(true);
    proxy.freeze();
    expect(await answers()).toBe(false);
    expect(await eventually(answers, Boolean, 8_000)).toBe(true);
    await store.onApplicationShutdown();
    await proxy.close();
  });

  it('that hangs holds nobody up for longer than its patience', async () => {
    const store = inPostgres();
    jest.spyOn(store, 'add').mockReturnValue(new Promise(() => undefined));
    const shares = new Shares(store);
    jest.spyOn(shares['log'], 'warn').mockReturnValue(undefined);
    const began = performance.now();
    expect(await useUp(shares, share(100), 10, 1)).toBe(100);
    expect(performance.now() - began).toBeLessThan(2_500);
  });
});

it('forgets the oldest keys, however many addresses strangers have', async () => {
  const shares = new Shares(inPostgres());
  const of = share(1_000);
  for (let n = 0; n < 50_100; n++) await shares.use(of, `address ${n}`, 1);
  expect(shares['buckets'].size).toBe(50_000);
  expect(shares.look(of, 'address 0').left).toBe(1_000);
  expect(shares.look(of, 'address 50099').left).toBe(999);
});

function patience(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms));
}
