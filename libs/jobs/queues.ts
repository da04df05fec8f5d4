import { Logger, type OnApplicationBootstrap } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { jobId, type Job, type Order } from './job.js';
import { within } from './within.js';

/** `addBulk` makes two temporary tables per call in PostgreSQL (5.6 to 6.5 ms); up to this many jobs, `add` is cheaper. */
const FEW = 3;
/** A queue that has not answered by then counts as not reached. */
const PATIENCE_MS = 10_000;

/** All queues of the house, by kind. */
export class Queues implements OnApplicationBootstrap {
  private readonly log = new Logger(Queues.name);
  private readonly byKind: ReadonlyMap<string, Queue<Job>>;

  constructor(queues: readonly Queue<Job>[]) {
    this.byKind = new Map(queues.map((queue) => [queue.name, queue]));
    for (const queue of queues) queue.on('error', (error) => this.log.warn(`Queue ${queue.name}: ${error.message}`));
  }

  /** A queue whose first connection failed would never work: the start fails instead. */
  async onApplicationBootstrap(): Promise<void> {
    await Promise.all([...this.byKind.values()].map((queue) => queue.waitUntilReady()));
  }

  /**
   * Puts the orders into their queues. An order whose id a queue still keeps is silently ignored, so adding again is harmless.
   * @throws Error when the engine does not answer within ten seconds; some of the orders may then be in their queues.
   */
  async add(orders: readonly Order[]): Promise<void> {
    const kinds = new Set(orders.map(({ job }) => job.kind));
    const added = [...kinds].map((kind) =>
      this.addTo(
        this.queue(kind),
        orders.filter(({ job }) => job.kind === kind),
      ),
    );
    await within(PATIENCE_MS, Promise.all(added));
  }

  /** How many jobs of all kinds wait, run, or wait for their time. */
  async depth(): Promise<number> {
    const counts = await within(PATIENCE_MS, Promise.all([...this.byKind.values()].map((queue) => queue.count())));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  private async addTo(queue: Queue<Job>, orders: readonly Order[]): Promise<void> {
    if (orders.length > FEW)
      await queue.addBulk(orders.map((order) => ({ name: queue.name, data: bare(order.job), opts: options(order) })));
    else await Promise.all(orders.map((order) => queue.add(queue.name, bare(order.job), options(order))));
  }

  private queue(kind: string): Queue<Job> {
    const queue = this.byKind.get(kind);
    if (!queue) throw new Error(`There is no queue for jobs of the kind ${kind}.`);
    return queue;
  }
}

/** Ids only, whatever else hangs on the object that was given. */
function bare({ kind, id, generation }: Job): Job {
  return { kind, id, generation };
}

function options(order: Order): { jobId: string; delay: number } {
  return { jobId: jobId(order), delay: Math.max(0, Math.round(order.waitMs ?? 0)) };
}
