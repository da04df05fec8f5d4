import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '#database';
import { jobId, Queues } from '#jobs';
import { SETTINGS, type Settings } from '#settings';
import sql from 'sql-template-tag';
import { DirectLine } from './direct-line.js';
import { JobStarts } from './job-starts.js';
import type { OpenWork } from './open-work.js';
import { Rounds } from './rounds.js';
import { told } from './told.js';

/** What the sweep looks after; injected, so that a test may tell its own. */
export const OPEN_WORK = Symbol('OPEN_WORK');

/** The second key of the advisory lock: one worker sweeps, the others leave it to that one. */
const LOCK = 10;
/** At most so much of each work in one round. More is found again in the next, when the first is done. */
const MOST = 20_000;
const BATCH = 1_000;

/**
 * Puts all open work into the queue, whatever the queue lost: every 15 s, in one worker at a time. This is also how everything that the
 * clock sets off gets its job. Work that the queue still has is ignored by its id; parked work is left alone.
 */
@Injectable()
export class Sweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(Sweep.name);
  private readonly rounds: Rounds;
  @Inject(Database) private readonly db: Database;
  @Inject(DirectLine) private readonly line: DirectLine;

  constructor(
    private readonly queues: Queues,
    private readonly starts: JobStarts,
    @Inject(OPEN_WORK) private readonly works: readonly OpenWork[],
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.rounds = new Rounds('The sweep', settings.sweepMs, async () => void (await this.line.alone(LOCK, () => this.sweep())));
  }

  onApplicationBootstrap(): void {
    this.line.hear('sweep_wake', () => this.rounds.wake()); // also called when the line is up, without which no round does anything
    this.rounds.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** One round over all works. One that fails holds up no other. */
  async sweep(): Promise<void> {
    const parked = new Set((await this.starts.parked()).map((job) => jobId({ job })));
    const tide = await this.tide();
    for (const work of this.works) {
      await this.putBack(work, tide, parked).catch((error: unknown) => this.log.error(`Open work was not put back: ${told(error)}`));
    }
  }

  /** What is due carries the tide in its id, so that no job that the queue cannot finish blocks it for long; see jobId. */
  private async putBack(work: OpenWork, tide: number, parked: ReadonlySet<string>): Promise<void> {
    const found = await work.find(MOST);
    const orders = found.filter(({ job }) => !parked.has(jobId({ job }))).map((order) => (order.waitMs ? order : { ...order, tide }));
    for (let at = 0; at < orders.length; at += BATCH) await this.queues.add(orders.slice(at, at + BATCH));
  }

  private async tide(): Promise<number> {
    const [row] = await this.db.query<{ tide: number }>(
      sql`SELECT floor(extract(epoch FROM clock_timestamp()) / 600)::int AS tide`,
      'sweep.tide',
    );
    return row?.tide ?? 0;
  }
}
