import type { OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import type pg from 'pg';
import { RateLimiterPostgres, RateLimiterRedis, RateLimiterRes, type RateLimiterStoreAbstract } from 'rate-limiter-flexible';
import type { Share } from './share.rules.js';

/** What everybody has used of a share, and in how many milliseconds that begins anew. */
export interface Used {
  readonly points: number;
  readonly resetMs: number;
}

/** A connection to Redis that says nothing for so long, when it was asked, is made anew. */
const SILENCE_MS = 3_000;
const KEEP_ALIVE_MS = 10_000;

/** The count that all processes share: in Redis or Valkey where there is one, else in a table of Postgres. The library keeps it. */
export class HouseCount implements OnApplicationShutdown {
  private readonly limiters = new Map<string, RateLimiterStoreAbstract>();

  constructor(private readonly client: Redis | pg.Pool) {}

  /** One that asks this Redis. It is never waited for: who asks while it is away is told so at once. */
  static inRedis(url: string): HouseCount {
    const client = new Redis(url, {
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      connectTimeout: SILENCE_MS,
      socketTimeout: SILENCE_MS, // also while the connection is being made
      keepAlive: KEEP_ALIVE_MS,
      retryStrategy: (times) => Math.min(100 * 2 ** times, 2_000),
    });
    client.on('error', () => undefined); // each question that fails for it tells
    return new HouseCount(client);
  }

  /** Adds points to what a key has used, and answers the sum. @throws Error when the store cannot be asked */
  async add(share: Share, key: string, points: number): Promise<Used> {
    const { consumedPoints, msBeforeNext } = await this.limiter(share).consume(key, points).catch(passed);
    return { points: consumedPoints, resetMs: msBeforeNext };
  }

  /** Hangs up. The pool is not ours to end. */
  async onApplicationShutdown(): Promise<void> {
    if (this.client instanceof Redis) this.client.disconnect();
  }

  private limiter(share: Share): RateLimiterStoreAbstract {
    const known = this.limiters.get(share.name);
    if (known) return known;
    const options = {
      storeClient: this.client,
      keyPrefix: `countersign:share:${share.name}`,
      points: share.points,
      duration: share.seconds,
    };
    const made =
      this.client instanceof Redis
        ? new RateLimiterRedis({ ...options, rejectIfRedisNotReady: true })
        : new RateLimiterPostgres({ ...options, storeType: 'pool', tableName: 'shares_used', tableCreated: true });
    this.limiters.set(share.name, made);
    return made;
  }
}

/** The library throws the sum when it is above the share; anything else that it throws means that the store could not be asked. */
function passed(thrown: unknown): RateLimiterRes {
  if (thrown instanceof RateLimiterRes) return thrown;
  throw thrown;
}
