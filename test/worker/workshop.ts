import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { INestApplicationContext } from '@nestjs/common';
import { Queues } from '#jobs';
import { cloneDatabase, type TestDatabase } from '../support/postgres.js';
import { hasRedis, startRedis, type TestRedis } from '../support/redis.js';
import { Ledger, NOT_WORKED_OFF, type Place, startWorker } from './works.js';

/** Each suite runs on all of these. */
export const ENGINES = ['PostgreSQL', ...(hasRedis() ? ['Redis'] : [])];

const CHILD = fileURLToPath(new URL('child.ts', import.meta.url));
const LOADER = new URL('../support/ts.mjs', import.meta.url).href;

/** Where workers of the small house are set to work on one engine, and everything that they left behind is cleared away after each test. */
export class Workshop {
  ledger: Ledger;
  private database: TestDatabase;
  private redis: TestRedis | undefined;
  private workers: INestApplicationContext[] = [];
  private children: ChildProcess[] = [];

  async open(engine: string): Promise<void> {
    this.database = await cloneDatabase();
    if (engine === 'Redis') this.redis = await startRedis();
    this.ledger = await Ledger.open(this.database.adminUrl);
  }

  /** Where the workers work. */
  get place(): Place {
    return { databaseUrl: this.database.workerUrl, redisUrl: this.redis?.url };
  }

  async work(env: Place['env'] = {}, parts: Parameters<typeof startWorker>[1] = {}, place = this.place): Promise<INestApplicationContext> {
    const worker = await startWorker({ ...place, env }, parts);
    this.workers.push(worker);
    return worker;
  }

  /** A worker that carries and sweeps, and works nothing off. */
  carry(env: Place['env'] = {}): Promise<INestApplicationContext> {
    return this.work(env, { handlers: NOT_WORKED_OFF });
  }

  /** A worker in a process of its own, at work. */
  async workElsewhere(env: Record<string, string> = {}): Promise<ChildProcess> {
    const child = this.startElsewhere(env);
    await once(child, 'message');
    return child;
  }

  /** A worker in a process of its own, which has only begun to start. */
  startElsewhere(env: Record<string, string> = {}): ChildProcess {
    const { databaseUrl, redisUrl } = this.place;
    const where = { DATABASE_URL: databaseUrl, ...(redisUrl ? { REDIS_URL: redisUrl } : {}) };
    const child = fork(CHILD, [], { execArgv: ['--conditions=source', '--import', LOADER], env: { ...process.env, ...where, ...env } });
    this.children.push(child);
    return child;
  }

  /** Stops one worker before the test ends. */
  async stop(worker: INestApplicationContext): Promise<void> {
    this.workers = this.workers.filter((other) => other !== worker);
    await worker.close();
  }

  /** The worker's way to add jobs. */
  queuesOf(worker: INestApplicationContext): Queues {
    return worker.get(Queues, { strict: false });
  }

  workLeft(): Promise<number> {
    return this.ledger.number('SELECT count(*) FROM works WHERE done_at IS NULL');
  }

  inOutbox(): Promise<number> {
    return this.ledger.number('SELECT count(*) FROM outbox');
  }

  startsKept(): Promise<number> {
    return this.ledger.number('SELECT count(*) FROM job_starts');
  }

  heartbeats(): Promise<number> {
    return this.ledger.number('SELECT count(*) FROM heartbeats');
  }

  runs(id: string): Promise<number> {
    return this.ledger.number('SELECT count(*) FROM runs WHERE id = $1', [id]);
  }

  async sweepNow(): Promise<void> {
    await this.ledger.rows('NOTIFY sweep_wake');
  }

  /** Moves the clock that the rules ask, as every test does. */
  async moveTheClock(by: string): Promise<void> {
    await this.ledger.rows(
      `CREATE OR REPLACE FUNCTION house_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$ SELECT clock_timestamp() + interval '${by}' $$`,
    );
  }

  /** Postgres lets no more than so many into the house (but admins); -1 for as many as come. */
  async letIn(connections: number): Promise<void> {
    const [row] = await this.ledger.rows<{ name: string }>('SELECT current_database() AS name');
    await this.ledger.rows(`ALTER DATABASE ${row?.name} CONNECTION LIMIT ${connections}`);
  }

  /** As an engine that lost its memory, or whose owner flushed it. */
  async loseAllJobs(): Promise<void> {
    if (this.redis) await this.redis.flush();
    else await this.ledger.rows('TRUNCATE bullmq.job CASCADE');
  }

  async clear(): Promise<void> {
    for (const child of this.children) if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await Promise.all(this.workers.map((worker) => worker.close()));
    [this.workers, this.children] = [[], []];
    await this.loseAllJobs();
    await this.ledger.rows('TRUNCATE works, effects, runs, outbox, job_starts, heartbeats');
    await this.moveTheClock('0');
  }

  async close(): Promise<void> {
    await this.ledger.close();
    await this.redis?.stop();
    await this.database.drop();
  }
}

/** Ids of so many works of one story. */
export function idsOf(story: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `exc_${story}${String(index).padStart(5, '0')}`);
}
