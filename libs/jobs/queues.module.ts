import { BullModule, getQueueToken } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import {
  createPostgresBackend,
  createRedisBackend,
  setDefaultBackendFactory,
  type BackendFactory,
  type PostgresConnectionOptions,
  type Queue,
  type QueueOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import { KEY_PREFIX, QueueConnection, type QueueAddress } from './connection.js';
import type { Job } from './job.js';
import { JOB_KINDS } from './kinds.js';
import { Queues } from './queues.js';
import { WatchedWorker } from './watched-worker.js';

/** Redis for whom a client of Redis was given, else PostgreSQL. */
const backendOfConnection: BackendFactory = (name, options, extra) =>
  options.connection instanceof Redis
    ? createRedisBackend(name, options, extra)
    : createPostgresBackend(name, { ...options, connection: options.connection as PostgresConnectionOptions }, extra);

// @nestjs/bullmq knows nothing of backends, so the process-wide default looks at the connection that each queue or worker was given.
setDefaultBackendFactory(backendOfConnection);
BullModule.workerClass = WatchedWorker;

/**
 * How every queue keeps its jobs. Five attempts, 1, 2, 4 and 8 s apart. Nothing finished or failed is kept: a kept id would block the
 * sweep from putting the same work back, and what went wrong is on record in job_starts. Few events: nobody here listens to them.
 */
export function queueOptions(connection: QueueConnection): QueueOptions {
  return {
    connection: connection.forBull,
    prefix: KEY_PREFIX,
    defaultJobOptions: { attempts: 5, backoff: { type: 'exponential', delay: 1_000 }, removeOnComplete: true, removeOnFail: true },
    streams: { events: { maxLen: 100 } },
  };
}

/** The queues of the house, in the engine that the configuration names. Import it once, at the top of the worker. */
@Module({})
export class QueuesModule {
  /** @param workers how many BullMQ workers the process runs; it decides the size of the pool */
  static forRoot(address: QueueAddress, workers: number): DynamicModule {
    const connected = connectionModule(address, workers);
    const tokens = JOB_KINDS.map((kind) => getQueueToken(kind));
    return {
      module: QueuesModule,
      global: true,
      imports: [
        connected,
        BullModule.forRootAsync({ imports: [connected], inject: [QueueConnection], useFactory: queueOptions }),
        BullModule.registerQueue(...JOB_KINDS.map((name) => ({ name }))),
      ],
      providers: [{ provide: Queues, inject: tokens, useFactory: (...queues: Queue<Job>[]) => new Queues(queues) }],
      exports: [Queues, connected],
    };
  }
}

@Module({})
class QueueConnectionModule {}

function connectionModule(address: QueueAddress, workers: number): DynamicModule {
  return {
    module: QueueConnectionModule,
    providers: [{ provide: QueueConnection, useFactory: () => new QueueConnection(address, workers) }],
    exports: [QueueConnection],
  };
}
