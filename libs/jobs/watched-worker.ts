import { performance } from 'node:perf_hooks';
import { type Job as BullJob, Worker } from 'bullmq';

/** So long a worker that was refused waits before it asks again, in milliseconds. */
const REFUSED_WAIT_MS = 1_000;
/** No worker waits for longer than this, in seconds, before it asks its queue by itself, whatever was delayed until when by whose clock. */
const LONGEST_WAIT_S = 5;

/**
 * A worker that shows whether it still asks its queue for work. BullMQ's loop can stand still for ever without an error, for example when
 * a connection becomes half-open while it is being made; the canary, which has a worker of its own, would not notice.
 */
export class WatchedWorker extends Worker {
  private askedAt = performance.now();
  private underWay = 0;

  /**
   * Begins to work, once its queue has answered. BullMQ remembers a first connection that failed for the life of the process, and would then
   * ask again without end and without a pause in which anything else could happen; so it must not begin by itself (`autorun: false`).
   * @throws Error when the queue does not answer; the process should then end, to be started again
   */
  async begin(): Promise<void> {
    await this.waitUntilReady();
    this.run().catch((error: Error) => this.emit('error', error));
  }

  /** Milliseconds since it last asked for work and was answered; 0 while it has work. By the monotonic clock. */
  get silentMs(): number {
    return this.underWay > 0 ? 0 : performance.now() - this.askedAt;
  }

  override get maximumBlockTimeout(): number {
    return LONGEST_WAIT_S;
  }

  /** BullMQ asks again at once after whatever it does not know as a lost connection, "too many clients" among them. */
  protected override async moveToActive(token: string, name?: string): Promise<BullJob> {
    const job = await super.moveToActive(token, name).catch(async (error: unknown) => {
      if (!this.closing) await this.delay(REFUSED_WAIT_MS);
      throw error;
    });
    this.askedAt = performance.now();
    return job;
  }

  /** Where BullMQ names no time it would wait 100 ms, with twenty workers at once, while an engine comes back. */
  override async delay(milliseconds = REFUSED_WAIT_MS, abortController?: Parameters<Worker['delay']>[1]): Promise<void> {
    await super.delay(milliseconds, abortController);
  }

  protected override async callProcessJob(job: BullJob, token: string, signal?: AbortSignal): Promise<unknown> {
    this.underWay++;
    try {
      return await super.callProcessJob(job, token, signal);
    } finally {
      this.underWay--;
      this.askedAt = performance.now();
    }
  }
}
