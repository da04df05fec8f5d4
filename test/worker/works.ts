import { Inject, Injectable } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { INestApplicationContext } from '@nestjs/common';
import { Database } from '#database';
import type { Job, JobKind, Order } from '#jobs';
import { readSettings, SETTINGS, type Settings } from '#settings';
import pg from 'pg';
import sql from 'sql-template-tag';
import { type Handler, Handles, JobHost } from '../../apps/worker/src/job-host.js';
import type { OpenWork } from '../../apps/worker/src/open-work.js';
import { WorkerModule, type WorkerParts } from '../../apps/worker/src/worker.module.js';

/**
 * A small house with nothing but work in it, for the tests of the worker's machinery: each row is to be done once, when it is due. An
 * effect is written for each time that it is done, so that the tests can count. In a schema of its own: the walls of `public` are checked.
 */
const WORKS = `
CREATE SCHEMA workshop;
CREATE TABLE workshop.works (
  id text PRIMARY KEY, kind text NOT NULL DEFAULT 'route-review', generation int NOT NULL DEFAULT 1, due_at timestamptz NOT NULL DEFAULT house_now(), done_at timestamptz,
  manner text NOT NULL DEFAULT 'good'
);
CREATE TABLE workshop.effects (id text NOT NULL, generation int NOT NULL, process int NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
CREATE TABLE workshop.runs (id text NOT NULL, process int NOT NULL, at timestamptz NOT NULL DEFAULT clock_timestamp());
GRANT USAGE ON SCHEMA workshop TO countersign_worker;
GRANT SELECT, UPDATE ON workshop.works TO countersign_worker;
GRANT INSERT ON workshop.effects, workshop.runs TO countersign_worker`;

/** Does a work as every service does: locks its row, does nothing when it is done or not due, writes the effect, commits. */
abstract class Worked extends JobHost {
  @Inject(Database) private readonly db: Database;

  protected async handle({ id }: Job): Promise<void> {
    await this.db.query(sql`INSERT INTO workshop.runs (id, process) VALUES (${id}, ${process.pid})`);
    const manner = await this.db.transaction(async (tx) => {
      const [work] = await tx.query<{ manner: string; generation: number }>(
        sql`SELECT manner, generation FROM workshop.works WHERE id = ${id} AND done_at IS NULL AND due_at <= house_now() FOR UPDATE`,
      );
      if (work?.manner === 'slow') await new Promise((resolve) => setTimeout(resolve, 700));
      else if (work?.manner !== 'good') return work?.manner;
      await tx.query(sql`INSERT INTO workshop.effects (id, generation, process) VALUES (${id}, ${work.generation}, ${process.pid})`);
      await tx.query(sql`UPDATE workshop.works SET done_at = house_now() WHERE id = ${id}`);
      return 'good';
    });
    if (manner === 'throws') throw new Error('This work cannot be done.');
    if (manner === 'hangs') await new Promise((resolve) => setTimeout(resolve, 120_000).unref());
  }
}

@Handles('route-review')
class Promptly extends Worked {
  static readonly kind = 'route-review';
  static readonly reactsTo = ['exception.approved'] as const;
}

@Handles('expire-exception')
class InTime extends Worked {
  static readonly kind = 'expire-exception';
}

/** Finds what is due, and what falls due within the next round of the sweep. */
@Injectable()
class OpenWorks implements OpenWork {
  constructor(
    private readonly db: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async find(most: number): Promise<Order[]> {
    const open = await this.db.query<{ kind: JobKind; id: string; generation: number; waitMs: number }>(
      sql`SELECT kind, id, generation, greatest(0, extract(epoch FROM due_at - house_now()) * 1000)::float8 AS "waitMs" FROM workshop.works
           WHERE done_at IS NULL AND due_at <= house_now() + ${Math.min(this.settings.sweepMs, 20_000)} * interval '1 ms' LIMIT ${most}`,
    );
    return open.map(({ waitMs, ...job }) => ({ job, waitMs }));
  }
}

/** Every class of the small house that works jobs off. */
export const HANDLERS = [Promptly, InTime] as const;

/** The same kinds for a worker that only carries and sweeps: its jobs stay in the queue. */
export const NOT_WORKED_OFF = HANDLERS.map((handler) => Object.assign(class {}, { ...handler }) as unknown as Handler);

/** Where a worker of the tests works, and how fast. */
export interface Place {
  databaseUrl: string;
  redisUrl?: string | undefined;
  /** Settings of their own, by the names of their variables. */
  env?: Readonly<Record<string, string>>;
}

/** Settings with which nothing waits long, but the sweep never comes by itself. */
export function settingsAt({ databaseUrl, redisUrl, env }: Place): Settings {
  return readSettings({
    NODE_ENV: 'test', // whose clock may be moved: see libs/database/self-check.ts
    DATABASE_URL: databaseUrl,
    ...(redisUrl ? { REDIS_URL: redisUrl } : {}),
    RELAY_POLL_MS: '100',
    SWEEP_MS: '3600000',
    WORKER_HEALTH_PORT: '1',
    ...env,
  });
}

/** Starts a worker of the small house. Its health is not served, so that many can run side by side. */
export async function startWorker(place: Place, parts: Partial<WorkerParts> = {}): Promise<INestApplicationContext> {
  const settings = { ...settingsAt(place), workerHealthPort: 0 };
  const all = { handlers: HANDLERS, openWork: [OpenWorks], rooms: [], exit: () => undefined, ...parts };
  return NestFactory.createApplicationContext(WorkerModule.of(settings, all), {
    logger: process.env.LOG ? undefined : ['fatal'],
    abortOnError: false,
  });
}

/** The database of a suite, seen by its superuser. */
export class Ledger {
  private constructor(private readonly pool: pg.Pool) {}

  static async open(adminUrl: string): Promise<Ledger> {
    const pool = new pg.Pool({ connectionString: adminUrl, max: 3, options: '-c search_path=public,workshop' });
    pool.on('error', () => undefined);
    await pool.query(WORKS);
    return new Ledger(pool);
  }

  async rows<Row extends pg.QueryResultRow>(text: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.pool.query<Row>(text, values)).rows;
  }

  /** A column of one row, as a number. */
  async number(text: string, values: unknown[] = []): Promise<number> {
    const [row] = await this.rows<Record<string, unknown>>(text, values);
    return Number(Object.values(row ?? {})[0]);
  }

  /** Work that a fact tells of, as a service writes it: state, fact and outbox row in one transaction. */
  async workWithFact(ids: readonly string[], manner = 'good'): Promise<void> {
    await this.rows(
      `WITH w AS (INSERT INTO works (id, manner) SELECT unnest($1::text[]), $2)
      INSERT INTO facts (subject_id, name, body) SELECT unnest($1::text[]), 'exception.approved', '{}'`,
      [ids, manner],
    );
    await this.rows('NOTIFY outbox_wake');
  }

  /** How often each of the works had an effect; [] when none had. */
  async effects(): Promise<number[]> {
    return (await this.rows<{ n: number }>('SELECT count(*)::int AS n FROM effects GROUP BY id')).map(({ n }) => n);
  }

  /** Hears a channel until the answer is called. */
  async listen(channel: string, heard: (payload: string) => void): Promise<() => Promise<void>> {
    const client = await this.pool.connect();
    client.on('notification', ({ payload }) => heard(payload ?? ''));
    await client.query(`LISTEN ${channel}`);
    return async () => client.release(true);
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
