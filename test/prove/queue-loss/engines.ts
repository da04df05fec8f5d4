import { Redis } from 'ioredis';
import type { SmallHouse } from '../../support/small-house.js';
import { hasRedis, startRedis } from '../../support/redis.js';

/** Where the jobs are, and how to lose them all. */
export interface Engine {
  readonly name: 'PostgreSQL' | 'Redis';
  /** Of the workers. */
  readonly env: Readonly<Record<string, string>>;
  /** Jobs that wait, run, or wait for their time, in all queues of the house. */
  depth(): Promise<number>;
  /** As an engine that lost its memory, or whose owner flushed it. */
  loseEverything(): Promise<void>;
  stop(): Promise<void>;
}

/** The engines to be tried: those named, else PostgreSQL, and Redis where there is one. */
export function enginesAsked(named: string | boolean | undefined): Engine['name'][] {
  const both = ['PostgreSQL', 'Redis'] as const;
  const asked = both.filter((name) => named === undefined || name.toLowerCase() === String(named).toLowerCase());
  if (asked.length === 0) throw new Error(`The engines are ${both.join(' and ')}.`);
  return asked.filter((name) => name !== 'Redis' || hasRedis());
}

/** Starts it, for this house. */
export async function startEngine(name: Engine['name'], house: SmallHouse): Promise<Engine> {
  return name === 'Redis' ? inRedis() : inPostgres(house);
}

function inPostgres(house: SmallHouse): Engine {
  return {
    name: 'PostgreSQL',
    env: {},
    depth: async () => {
      const [row] = await house.rows<{ jobs: number }>(`SELECT count(*)::int AS jobs FROM bullmq.job WHERE queue NOT LIKE 'canary-%'`);
      return row?.jobs ?? 0;
    },
    loseEverything: async () => void (await house.admin.query('TRUNCATE bullmq.job CASCADE')),
    stop: async () => undefined,
  };
}

const COUNTED = ['route-review', 'expire-exception'].flatMap((queue) => [
  ['llen', `countersign:${queue}:wait`],
  ['llen', `countersign:${queue}:active`],
  ['zcard', `countersign:${queue}:prioritized`],
  ['zcard', `countersign:${queue}:delayed`],
]);

async function inRedis(): Promise<Engine> {
  const server = await startRedis();
  const client = new Redis(server.url);
  return {
    name: 'Redis',
    env: { REDIS_URL: server.url },
    depth: async () => {
      const replies = (await client.pipeline(COUNTED).exec()) ?? [];
      return replies.reduce((sum, [, count]) => sum + Number(count), 0);
    },
    loseEverything: async () => void (await client.flushall()),
    stop: async () => {
      client.disconnect();
      await server.stop();
    },
  };
}
