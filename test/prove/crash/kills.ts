import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { openDataFolder } from '../../../apps/cli/src/data-folder.js';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../../apps/cli/src/embedded-postgres.js';
import { House } from '../../support/house.js';
import { hasRedis, startRedis, type TestRedis } from '../../support/redis.js';
import type { Proof } from '../proof.js';
import { Client, type Answered } from './client.js';
import { Mortal } from './mortal.js';

const REQUESTS_PER_SECOND = 150;
/**
 * The least that is accepted, over the whole run: half. Whoever is killed takes what they are about to answer along, and while Postgres or both
 * apis come back, nothing is asked that would only wait; below half, the processes that were killed had too little to do to lose any of it.
 */
const REQUESTS_PER_SECOND_LEAST = REQUESTS_PER_SECOND / 2;
const BETWEEN_KILLS_MS = { least: 600, most: 1_800 };
const DONE_MS_MOST = 120_000;

/** Somebody who can be killed, and comes back. */
interface Victim {
  readonly name: string;
  kill(): Promise<void>;
}

/**
 * Everybody dies at any moment, by SIGKILL, under load: apis, worker, Postgres (the embedded one, with its durable settings, which its
 * supervisor starts again), and Redis, which forgets everything. What was acknowledged is there in the end, once.
 */
export async function killUnderLoad(proof: Proof, kills: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'countersign-kills-'));
  const given = process.env.COUNTERSIGN_TEST_PG;
  const postgres = await startEmbeddedPostgres(await openDataFolder(join(folder, 'data')));
  process.env.COUNTERSIGN_TEST_PG = postgres.adminUrl;
  const redis = hasRedis() ? await Reborn.start() : undefined;
  if (!redis) proof.say('There is no redis-server on the PATH: the kills of Redis are left out, and jobs are on the backend of Postgres.');
  try {
    await inHouse(proof, kills, { postgres, redis });
  } finally {
    await redis?.stop();
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
    if (given) process.env.COUNTERSIGN_TEST_PG = given;
  }
}

interface Engines {
  readonly postgres: EmbeddedPostgres;
  readonly redis: Reborn | undefined;
}

async function inHouse(proof: Proof, kills: number, { postgres, redis }: Engines): Promise<void> {
  const house = await House.open({ apis: 0, workers: 0 });
  house.ground.admin.on('error', () => undefined); // it dies with its server; what is asked in the end has a line of its own
  const env = { ...house.env, ...(redis ? { REDIS_URL: redis.url } : {}), SWEEP_MS: '1000', JOB_STARTS_MAX: '100' };
  const api = { ...env, PUBLIC_URL: `http://localhost:${house.port}`, DATABASE_URL: house.ground.urls.apiUrl };
  const worker = { ...env, DATABASE_URL: house.ground.urls.workerUrl };
  const mortals = await Promise.all([
    Mortal.start('api', api, house.port),
    Mortal.start('api', api),
    Mortal.start('worker', { ...worker, PORT: String(house.port) }),
  ]);
  const leave = mortals.map((mortal) => mortal.keepUp());
  const client = await Client.of(house, mortals.slice(0, 2));
  const load = client.run(REQUESTS_PER_SECOND);
  await killAll(proof, kills, victims(mortals, { postgres, redis }));
  const answered = await load.end();
  proof.check(load.unanswered() === 0, `${load.unanswered()} mutations were not answered for two minutes.`);
  proof.say(
    `${answered.length} mutations were acknowledged and ${load.sent()} requests sent, ${load.failed()} of which failed at first: ${load.perSecond().toFixed(0)} a second.`,
  );
  proof.check(
    load.perSecond() >= REQUESTS_PER_SECOND_LEAST,
    `Only ${load.perSecond().toFixed(0)} requests a second were sent, of ${REQUESTS_PER_SECOND}; ${REQUESTS_PER_SECOND_LEAST} are the least.`,
  );
  await judge(proof, house, answered);
  leave.forEach((stop) => stop());
  await Promise.all(mortals.map((mortal) => mortal.kill()));
  await house.close().catch(() => undefined); // its connections died long ago
}

function victims(mortals: readonly Mortal[], { postgres, redis }: Engines): Victim[] {
  const names = ['api', 'other api', 'worker'];
  return [
    ...mortals.map((mortal, n) => ({ name: names[n] ?? '', kill: () => killAndWait(mortal) })),
    { name: 'Postgres', kill: () => killPostgres(postgres) },
    ...(redis ? [{ name: 'Redis', kill: () => redis.again() }] : []),
  ];
}

/** Its supervisor starts it again; this waits until it answers. */
async function killAndWait(mortal: Mortal): Promise<void> {
  await mortal.kill();
  for (const end = Date.now() + DONE_MS_MOST; Date.now() < end; await sleep(100)) if (await mortal.isReady()) return;
  throw new Error(mortal.log);
}

/** Its supervisor starts another. */
async function killPostgres(postgres: EmbeddedPostgres): Promise<void> {
  const { pid } = postgres;
  process.kill(pid, 'SIGKILL');
  for (const end = Date.now() + DONE_MS_MOST; postgres.pid === pid && Date.now() < end;) await sleep(50);
}

/** One after the other, without waiting for the one before to be back; but whoever is on the way back is left alone until then. */
async function killAll(proof: Proof, kills: number, all: readonly Victim[]): Promise<void> {
  const killed: Record<string, number> = {};
  const coming = new Map<Victim, Promise<void>>();
  for (let n = 0; n < kills; n++) {
    await sleep(proof.chance.between(BETWEEN_KILLS_MS.least, BETWEEN_KILLS_MS.most));
    const victim = all[proof.chance.between(0, all.length - 1)];
    if (!victim) continue;
    await coming.get(victim);
    killed[victim.name] = (killed[victim.name] ?? 0) + 1;
    const back = victim.kill().catch((error: unknown) => proof.fail(`The ${victim.name} did not come back: ${String(error)}`));
    coming.set(victim, back);
  }
  await Promise.all(coming.values());
  const list = Object.entries(killed).map(([name, times]) => `${name} ${times}`);
  proof.say(`${kills} kills: ${list.join(', ')}.`);
}

async function judge(proof: Proof, house: House, answered: readonly Answered[]): Promise<void> {
  const client = new pg.Client({ connectionString: house.ground.urls.adminUrl });
  await client.connect();
  const count = async (query: string, values: unknown[] = []): Promise<number> =>
    Number((await client.query<{ n: string }>(query, values)).rows[0]?.n);
  const open = `SELECT (SELECT count(*) FROM outbox) + (SELECT count(*) FROM reviews WHERE routed_at IS NULL) AS n`;
  for (const end = Date.now() + DONE_MS_MOST; (await count(open)) > 0 && Date.now() < end;) await sleep(200);
  proof.check((await count(open)) === 0, `${await count(open)} things were left undone.`);
  const lost = await count(
    `SELECT count(*) AS n FROM json_to_recordset($1) AS a(key text, "exceptionId" text, status text)
       LEFT JOIN idempotency_keys k ON k.key = a.key LEFT JOIN policy_exceptions e ON e.id = k.result_id
      WHERE e.id IS DISTINCT FROM a."exceptionId" OR a.status = 'APPROVED' AND e.status <> 'APPROVED'`,
    [JSON.stringify(answered)],
  );
  proof.check(lost === 0, `${lost} of ${answered.length} mutations that were acknowledged are lost.`);
  const twice = await count(
    `SELECT count(*) AS n FROM policy_exceptions e WHERE (SELECT count(*) FROM idempotency_keys k WHERE k.result_id = e.id AND k.operation = 'PROPOSE') <> 1`,
  );
  proof.check(twice === 0, `${twice} exceptions were not proposed under one key each.`);
  await client.end();
  await proof.judge(house.ground.urls.apiUrl);
}

/** A Redis that comes back at its address, and remembers nothing. */
class Reborn {
  private constructor(private server: TestRedis) {}

  static async start(): Promise<Reborn> {
    return new Reborn(await startRedis());
  }

  get url(): string {
    return this.server.url;
  }

  async again(): Promise<void> {
    await this.server.stop();
    this.server = await startRedis(Number(new URL(this.url).port));
  }

  stop(): Promise<void> {
    return this.server.stop();
  }
}
