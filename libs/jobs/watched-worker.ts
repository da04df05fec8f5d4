import { performance } from 'node:perf_hooks';
import { type Job as BullJob, Worker } from 'bullmq';

/** No worker waits for longer than this, in seconds, before it asks its queue by itself, whatever was delayed until when by whose clock. */
const LONGEST_WAIT_S = 5;

/**
 * A worker that shows whether it still asks its queue for work. BullMQ's loop can stand still for ever without an error, for example when
 * a connection becomes half-open while it is being made; the canary, which has a worker of its own, would not notice.
 */
export class WatchedWorker extends Worker {
  private askedAt = performance.now();
  private underWay = 0;

  /** Milliseconds since it last asked for work and was answered; 0 while it has work. By the monotonic clock. */
  get silentMs(): number {
    return this.underWay > 0 ? 0 : performance.now() - this.askedAt;
  }

  override get maximumBlockTimeout(): number {
    return LONGEST_WAIT_S;
  }

  protected override async moveToActive(token: string, name?: string): Promise<BullJob> {
    const job = await super.moveToActive(token, name);
    this.askedAt = performance.now();
    return job;
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
