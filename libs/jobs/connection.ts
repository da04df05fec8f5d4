import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import pg from 'pg';

/** Where the queues live: in Redis or Valkey when an address of one is given, else in the schema `bullmq` of the database. */
export interface QueueAddress {
  readonly databaseUrl: string;
  readonly redisUrl?: string | undefined;
}

/** Of Redis: all keys begin with this. */
export const KEY_PREFIX = 'countersign';

const KEEP_ALIVE_MS = 10_000;
const CONNECT_MS = 5_000;
/** Whoever has not answered by then counts as gone, Redis also while the connection is being made. Above the 5 s of a blocking read, and of a statement. */
const COMMAND_MS = 7_000;
/** Of Redis: so often a connection is asked whether it lives. */
const SILENCE_MS = 10_000;
/** Ending tidily is not worth more than this. */
const GOODBYE_MS = 2_000;

/**
 * The one connection of a process to its queues: a pool of PostgreSQL, or a client of Redis that each worker doubles for its blocking read.
 * Never waits for ever: a connection that says nothing is given up and made anew.
 */
@Injectable()
export class QueueConnection implements OnApplicationShutdown {
  private readonly log = new Logger(QueueConnection.name);
  /** What BullMQ takes as `connection`. */
  readonly forBull: pg.Pool | Redis;
  private watch: NodeJS.Timeout | undefined;

  /** @param workers how many BullMQ workers will share it; each of them pins one connection for its LISTEN */
  constructor(address: QueueAddress, workers: number) {
    this.forBull = address.redisUrl ? this.redis(address.redisUrl) : this.pool(address.databaseUrl, workers);
  }

  /** The engine's name, for people. */
  get engine(): 'PostgreSQL' | 'Redis' {
    return this.forBull instanceof Redis ? 'Redis' : 'PostgreSQL';
  }

  /** Resolves when the engine answers; rejects when it does not within some seconds. */
  async ping(): Promise<void> {
    if (this.forBull instanceof Redis) await this.forBull.ping();
    else await this.forBull.query('SELECT 1');
  }

  /** Nest calls this last; workers and queues are closed by then. */
  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.watch);
    if (this.forBull instanceof Redis) this.forBull.disconnect();
    else await Promise.race([this.forBull.end(), patience(GOODBYE_MS)]); // a worker that hangs never gives its connection back
  }

  private pool(connectionString: string, workers: number): pg.Pool {
    const pool = new pg.Pool({
      connectionString,
      max: 4 + 2 * workers,
      // The queue is a hint: what a crash of the server takes from it, the sweep puts back. So nobody waits for its bytes to reach the disk.
      options: '-c search_path=bullmq -c synchronous_commit=off',
      application_name: 'countersign queue',
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: COMMAND_MS,
    });
    // Every queue and worker hangs a listener on the pool: more than the ten at which Node warns of a leak.
    pool.setMaxListeners(0);
    return pool.on('error', (error) => this.log.warn(`A connection to the queue was lost: ${error.message}`));
  }

  private redis(url: string): Redis {
    const client = new Redis(url, {
      // BullMQ demands it of blocking clients: they wait for the engine to come back. Who adds jobs limits the time itself.
      maxRetriesPerRequest: null,
      keepAlive: KEEP_ALIVE_MS,
      connectTimeout: CONNECT_MS,
      commandTimeout: COMMAND_MS,
      retryStrategy: (times) => Math.min(100 * 2 ** times, 2_000),
    });
    client.setMaxListeners(0);
    this.watch = setInterval(() => void this.renewWhenSilent(client), SILENCE_MS);
    this.watch.unref();
    return client.on('error', (error: Error) => this.log.warn(`The connection to the queue was lost: ${error.message}`));
  }

  /** By a question of its own, because ioredis's `socketTimeout` leaves a timer behind that keeps the process alive. BullMQ watches its blocking reads. */
  private async renewWhenSilent(client: Redis): Promise<void> {
    if (client.status !== 'ready') return;
    const answered = await Promise.race([client.ping().catch(() => undefined), patience(SILENCE_MS / 2)]);
    if (answered === undefined && client.status === 'ready') {
      this.log.warn('The connection to the queue is silent and is made anew.');
      client.disconnect(true);
    }
  }
}

function patience(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms).unref());
}
