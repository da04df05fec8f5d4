import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Queue } from 'bullmq';
import { QueueConnection, type QueueAddress } from './connection.js';
import { JOB_KINDS, type JobKind } from './kinds.js';
import { queueOptions } from './queues.module.js';
import { within } from './within.js';

/** How many jobs of one kind stand where. What has ended is not kept. */
export interface QueueDepth {
  readonly kind: JobKind;
  readonly waiting: number;
  readonly active: number;
  /** Those that wait for their time. */
  readonly delayed: number;
}

/** A page that somebody looks at does not wait longer for an engine that is silent. */
const PATIENCE_MS = 2_000;

/**
 * The queues of the house, for whoever only looks at them: nothing is put in, taken out or changed, and in PostgreSQL the role of the api could
 * not. Nothing is connected before the first look.
 */
export class SeenQueues implements OnApplicationShutdown {
  private readonly log = new Logger(SeenQueues.name);
  private opened: { readonly connection: QueueConnection; readonly queues: readonly Queue[] } | undefined;

  constructor(private readonly address: QueueAddress) {}

  /** The engine's name, for people. */
  get engine(): 'PostgreSQL' | 'Redis' {
    return this.address.redisUrl ? 'Redis' : 'PostgreSQL';
  }

  /** Every kind of job. */
  get kinds(): readonly JobKind[] {
    return JOB_KINDS;
  }

  /** How many jobs of each kind wait, run, or wait for their time; undefined when the engine does not answer. */
  async depths(): Promise<QueueDepth[] | undefined> {
    try {
      return await within(PATIENCE_MS, Promise.all(this.queues().map(depthOf)));
    } catch (error) {
      this.log.warn(`The queues could not be counted: ${(error as Error).message}`);
      return undefined;
    }
  }

  /** Nest calls this last. */
  async onApplicationShutdown(): Promise<void> {
    if (!this.opened) return;
    await within(PATIENCE_MS, Promise.all(this.opened.queues.map((queue) => queue.close()))).catch(() => undefined);
    await this.opened.connection.onApplicationShutdown();
  }

  /** All queues, one for each kind. */
  queues(): readonly Queue[] {
    this.opened ??= this.open();
    return this.opened.queues;
  }

  private open(): { connection: QueueConnection; queues: Queue[] } {
    const connection = new QueueConnection(this.address, 0);
    const queues = JOB_KINDS.map((kind) => {
      const queue = new Queue(kind, { ...queueOptions(connection), skipMetasUpdate: true });
      return queue.on('error', (error) => this.log.warn(`Queue ${kind}: ${error.message}`));
    });
    return { connection, queues };
  }
}

async function depthOf(queue: Queue): Promise<QueueDepth> {
  const { waiting = 0, prioritized = 0, active = 0, delayed = 0 } = await queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed');
  return { kind: queue.name as JobKind, waiting: waiting + prioritized, active, delayed };
}
