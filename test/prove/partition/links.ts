import type { House } from '../../support/house.js';
import { startRedis, type TestRedis } from '../../support/redis.js';
import { Kept } from '../kept.js';
import type { Engine } from '../queue-loss/engines.js';
import { FaultyWire } from './faulty-wire.js';
import { Load } from './load.js';

/** One wire of the house, and the process that speaks through it. Everybody else has sound ones. */
export interface Link {
  readonly name: string;
  readonly wire: FaultyWire;
  readonly process: Kept;
  /** What readiness calls the failure; undefined where the process can work without this wire. */
  readonly tells: string | undefined;
  /** Who asks this process, where it can be asked. */
  readonly load?: Load;
}

/** All links of one house. */
export interface Links {
  readonly links: readonly Link[];
  close(): Promise<void>;
}

/**
 * Lays a wire for each link, and starts a process of its own behind each, so that all can fail at once and each in its own way. With Redis
 * there are five. On PostgreSQL alone the queue and the shares have no address of their own: they fail together with the worker's and the
 * api's database, and three links are left.
 */
export async function layLinks(house: House, engine: Engine['name'], env: Readonly<Record<string, string>>): Promise<Links> {
  const redis = engine === 'Redis' ? await startRedis() : undefined;
  const tries = await Promise.allSettled([
    ofApi(house, redis, env),
    ofWorker(house, redis, env),
    ofSealer(house, env),
    ...(redis ? [ofQueue(house, redis, env), ofShares(house, redis, env)] : []),
  ]);
  const laid = tries.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  const close = async (): Promise<void> => {
    await Promise.all(laid.map((link) => link.process.stop('SIGKILL')));
    await Promise.all(laid.map((link) => link.wire.close()));
    await redis?.stop();
  };
  const failed = tries.find((end) => end.status === 'rejected');
  if (!failed) return { links: laid, close };
  await close();
  throw failed.reason;
}

type Env = Readonly<Record<string, string>>;

async function ofApi(house: House, redis: TestRedis | undefined, env: Env): Promise<Link> {
  const wire = await FaultyWire.to(house.ground.urls.apiUrl);
  const process = await startApi(house, { ...env, DATABASE_URL: wire.url, ...inRedis(redis?.url) }, house.port);
  return { name: 'api to Postgres', wire, process, tells: 'database', load: await Load.at(process.url, house) };
}

async function ofShares(house: House, redis: TestRedis, env: Env): Promise<Link> {
  const wire = await FaultyWire.to(redis.url);
  // So narrow that the store is asked every few seconds, and so wide that nobody's share is spent.
  const shares = { PERSON_COST_PER_MINUTE: '6000' };
  const process = await startApi(house, { ...env, DATABASE_URL: house.ground.urls.apiUrl, ...shares, ...inRedis(wire.url) });
  return { name: 'api to the count of shares', wire, process, tells: undefined, load: await Load.at(process.url, house) };
}

async function ofWorker(house: House, redis: TestRedis | undefined, env: Env): Promise<Link> {
  const wire = await FaultyWire.to(house.ground.urls.workerUrl);
  const process = await startWorker(house, { ...env, DATABASE_URL: wire.url, ...inRedis(redis?.url) });
  return { name: 'worker to Postgres', wire, process, tells: 'database' };
}

async function ofQueue(house: House, redis: TestRedis, env: Env): Promise<Link> {
  const wire = await FaultyWire.to(redis.url);
  const process = await startWorker(house, { ...env, DATABASE_URL: house.ground.urls.workerUrl, ...inRedis(wire.url) });
  return { name: 'worker to the queue', wire, process, tells: 'queue' };
}

async function ofSealer(house: House, env: Env): Promise<Link> {
  const wire = await FaultyWire.to(house.ground.urls.sealUrl);
  const process = await Kept.start('sealer', { ...house.env, ...env, DATABASE_URL: wire.url });
  return { name: 'sealer to Postgres', wire, process, tells: 'database' };
}

function startApi(house: House, env: Env, port?: number): Promise<Kept> {
  return Kept.start('api', { ...house.env, PUBLIC_URL: `http://localhost:${house.port}`, ...env }, port);
}

function startWorker(house: House, env: Env): Promise<Kept> {
  return Kept.start('worker', { ...house.env, PORT: String(house.port), ...env });
}

function inRedis(url: string | undefined): Record<string, string> {
  return url ? { REDIS_URL: url } : {};
}
