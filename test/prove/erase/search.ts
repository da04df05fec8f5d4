import { Redis } from 'ioredis';
import type pg from 'pg';
import type { House } from '../../support/house.js';
import type { Canaries } from './canaries.js';

/** A canary, and where it was heard. */
export interface Heard {
  readonly canary: string;
  readonly where: string;
}

/** Every canary in any column of any table of any schema, the system's and the queue's included. */
export async function inTables(admin: pg.Client, canaries: Canaries): Promise<Heard[]> {
  const { rows: tables } = await admin.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm', 'p') AND n.nspname <> 'pg_toast' ORDER BY 1`,
  );
  const heard: Heard[] = [];
  const hex = Buffer.from(canaries.mark).toString('hex');
  for (const { name } of tables) {
    const { rows } = await admin.query<{ row: string }>(
      `SELECT t::text AS row FROM ${name} t WHERE strpos(lower(t::text), $1) > 0 OR strpos(t::text, $2) > 0`,
      [canaries.mark, hex],
    );
    for (const { row } of rows) heard.push(...canaries.heardIn(row).map((canary) => ({ canary, where: name })));
  }
  return heard;
}

/** Every canary in any key of a Redis, of whatever type. */
export async function inRedis(url: string, canaries: Canaries): Promise<Heard[]> {
  const redis = new Redis(url);
  try {
    const heard: Heard[] = [];
    for (const key of await redis.keys('*')) {
      const found = canaries.heardIn(`${key} ${JSON.stringify(await valueOf(redis, key))}`);
      heard.push(...found.map((canary) => ({ canary, where: `Redis ${key}` })));
    }
    return heard;
  } finally {
    redis.disconnect();
  }
}

async function valueOf(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, 0, -1);
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return undefined;
  }
}

/** Everything that the processes of a house write from now on. */
export class Logs {
  private readonly written = new Map<string, string>();

  constructor(house: House) {
    for (const [n, { kind, process }] of house.running.entries()) {
      for (const stream of [process.stdout, process.stderr]) {
        stream?.on('data', (chunk: Buffer) =>
          this.written.set(`${kind} ${n}`, (this.written.get(`${kind} ${n}`) ?? '') + chunk.toString()),
        );
      }
    }
  }

  /** How much was written. */
  get length(): number {
    return [...this.written.values()].reduce((sum, text) => sum + text.length, 0);
  }

  /** Every canary in it. */
  search(canaries: Canaries): Heard[] {
    return [...this.written].flatMap(([where, text]) => canaries.heardIn(text).map((canary) => ({ canary, where: `the log of ${where}` })));
  }
}
