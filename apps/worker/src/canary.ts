import { hostname } from 'node:os';
import { performance } from 'node:perf_hooks';
import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '#database';
import { QueueConnection, queueOptions, WatchedWorker } from '#jobs';
import { SETTINGS, type Settings } from '#settings';
import { Queue } from 'bullmq';
import sql from 'sql-template-tag';
import { Rounds } from './rounds.js';
import { soon } from './soon.js';
import { told } from './told.js';
import { WORKER_OPTIONS } from './worker-options.js';

/** How the canary ends the process; injected, so that a test outlives it. */
export const EXIT = Symbol('EXIT');

/** Ends the process with a code. */
export type Exit = (code: number) => void;

/** So many canaries in a row may fail to come through before the process is not believed any more. */
const MISSED_MAX = 3;
/** An idle worker asks its queue at least this often. */
const LONGEST_WAIT_MS = 5_000;
/** EX_TEMPFAIL of sysexits.h: start me again. */
const EXIT_CODE = 75;
/** A process not seen for so long has died; its queue goes with its heartbeat. */
const BURIED_AFTER = '1 hour';
/** Ending tidily is not worth more than this. */
const GOODBYE_MS = 2_000;

/**
 * Proves that jobs really run here. Every ten seconds a job of this process's own goes through the real queue and leaves a heartbeat. A
 * worker can look healthy and do nothing for ever (a half-open connection does that); after three canaries that never came, or when another
 * worker of this process has not asked its queue for as long, this process ends, and its supervisor starts another. Time is measured by the monotonic clock: setting the machine's clock ends nothing.
 */
@Injectable()
export class Canary implements OnApplicationBootstrap, BeforeApplicationShutdown {
  /** The name under which this process is known in `heartbeats`. */
  readonly process = `${hostname()}-${process.pid}`.replaceAll(/[^A-Za-z0-9_-]/g, '-');
  private readonly log = new Logger(Canary.name);
  private readonly rounds: Rounds;
  private lastSeen = performance.now();
  private sent = 0;
  private queue: Queue | undefined;
  private worker: WatchedWorker | undefined;
  private readonly watched = new Set<WatchedWorker>();

  constructor(
    private readonly db: Database,
    private readonly connection: QueueConnection,
    @Inject(SETTINGS) private readonly settings: Settings,
    @Inject(EXIT) private readonly exit: Exit,
  ) {
    this.rounds = new Rounds('The canary', settings.canaryMs, () => this.fly());
  }

  /** Milliseconds since a canary last came through; since the start, when none did yet. */
  get silentMs(): number {
    return performance.now() - this.lastSeen;
  }

  /** What stands still, in words; undefined when canaries come through, and every watched worker asks its queue for work. */
  get standstill(): string | undefined {
    const limitMs = MISSED_MAX * this.settings.canaryMs;
    if (this.silentMs > limitMs) return `No job came through the queue for ${seconds(this.silentMs)} s.`;
    const stuck = [...this.watched].find(({ silentMs }) => silentMs > limitMs + LONGEST_WAIT_MS);
    return stuck && `The queue ${stuck.name} was not asked for work for ${seconds(stuck.silentMs)} s.`;
  }

  /** Watches over a worker, from now on. */
  watch(worker: WatchedWorker): void {
    this.watched.add(worker);
  }

  async onApplicationBootstrap(): Promise<void> {
    const options = queueOptions(this.connection);
    this.lastSeen = performance.now();
    this.queue = this.quiet(new Queue(queueOf(this.process), options));
    this.worker = this.quiet(new WatchedWorker(queueOf(this.process), () => this.arrive(), { ...WORKER_OPTIONS, ...options }));
    this.rounds.wake();
    await Promise.all([this.queue.waitUntilReady(), this.worker.begin()]);
  }

  /** A process that ends on purpose leaves no trace to be buried. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
    await soon(this.settings.shutdownGraceMs, this.worker?.close() ?? Promise.resolve());
    await soon(GOODBYE_MS, this.bury(this.process)); // else it is left to others
    await this.queue?.close();
  }

  /** One round: judges the silence, sends the next canary. Not waited for: a queue that hangs must not keep this from being seen. */
  private async fly(): Promise<void> {
    const { standstill } = this;
    if (standstill) {
      this.log.fatal(`${standstill} This process ends, to be started again.`);
      this.exit(EXIT_CODE);
    }
    this.queue
      ?.add('canary', {}, { jobId: `canary-${++this.sent}` })
      .catch((error: unknown) => this.log.warn(`The canary did not start: ${told(error)}`));
    this.buryTheDead().catch((error: unknown) => this.log.warn(`The dead were not looked for: ${told(error)}`));
  }

  private async arrive(): Promise<void> {
    await this.db.query(
      sql`INSERT INTO heartbeats (process, kind, at) VALUES (${this.process}, 'canary', clock_timestamp())
          ON CONFLICT (process) DO UPDATE SET kind = excluded.kind, at = excluded.at`,
      'canary.arrive',
    );
    this.lastSeen = performance.now();
  }

  private async buryTheDead(): Promise<void> {
    const dead = await this.db.query<{ process: string }>(
      sql`SELECT process FROM heartbeats WHERE kind = 'canary' AND at < clock_timestamp() - ${BURIED_AFTER}::interval`,
      'canary.dead',
    );
    for (const { process: name } of dead) await this.bury(name);
  }

  private async bury(name: string): Promise<void> {
    const queue = name === this.process && this.queue ? this.queue : this.quiet(new Queue(queueOf(name), queueOptions(this.connection)));
    await queue.obliterate({ force: true });
    if (queue !== this.queue) await queue.close();
    await this.db.query(sql`DELETE FROM heartbeats WHERE process = ${name}`, 'canary.bury');
  }

  private quiet<T extends { on(event: 'error', listener: (error: Error) => void): unknown }>(it: T): T {
    it.on('error', (error) => this.log.warn(`The canary's queue could not be reached: ${told(error)}`));
    return it;
  }
}

function seconds(ms: number): number {
  return Math.round(ms / 1_000);
}

function queueOf(name: string): string {
  return `canary-${name}`;
}
