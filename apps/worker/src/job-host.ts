import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Inject, Logger, type OnApplicationBootstrap, type Type } from '@nestjs/common';
import type { FactName } from '#facts';
import type { Job, JobKind, WatchedWorker } from '#jobs';
import { SETTINGS, type Settings } from '#settings';
import type { Job as BullJob } from 'bullmq';
import { Canary } from './canary.js';
import { JobStarts } from './job-starts.js';
import { soon } from './soon.js';
import { told } from './told.js';
import { WORKER_OPTIONS } from './worker-options.js';

/** Makes a class the processor of one kind of job. */
export function Handles(kind: JobKind): ClassDecorator {
  return Processor(kind, WORKER_OPTIONS);
}

/** A class that works off one kind of job, and the facts that set such jobs off. What open work sets off is found by the sweep. */
export interface Handler extends Type<JobHost> {
  readonly kind: JobKind;
  readonly reactsTo?: readonly FactName[];
}

/** What every reaction and timer shares: starts are counted, parked jobs are left alone, none takes for ever, a stop waits for what is under way. */
export abstract class JobHost extends WorkerHost<WatchedWorker> implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(this.constructor.name);
  @Inject(JobStarts) private readonly starts: JobStarts;
  @Inject(SETTINGS) private readonly settings: Settings;
  @Inject(Canary) private readonly canary: Canary;

  /** Does the work of one job: locks its row, and does nothing when it is done, not due, or of an older generation. Safe to repeat. */
  protected abstract handle(job: Job): Promise<void>;

  /** Called by BullMQ. Throws what `handle` throws, so that the queue tries again later. */
  async process({ data: job }: BullJob<Job>): Promise<void> {
    const starts = await this.starts.begin(job);
    if (starts !== undefined) return this.run(job, starts);
    await this.starts.oneByOne(async () => {
      const again = await this.starts.beginSuspect(job);
      if (again !== undefined) await this.run(job, again);
    });
  }

  private async run(job: Job, starts: number): Promise<void> {
    try {
      await within(this.settings.jobMsMax, this.handle(job));
    } catch (error) {
      await this.starts.failed(job, starts, error).catch((worse: unknown) => this.log.warn(`Not noted: ${told(worse)}`));
      throw error;
    }
    await this.starts.end(job);
  }

  async onApplicationBootstrap(): Promise<void> {
    this.worker.concurrency = this.settings.workerConcurrency;
    this.canary.watch(this.worker);
    await this.worker.begin();
  }

  /** Without a listener the first lost connection would end the process. */
  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.log.warn(`The queue ${this.worker.name} could not be reached: ${told(error)}`);
  }

  /** Jobs under way may end, while everything that they need is still open; but a queue that does not answer holds up no stop. */
  async beforeApplicationShutdown(): Promise<void> {
    await soon(this.settings.shutdownGraceMs, this.worker.close());
  }
}

/** What still runs then is left to itself: it holds no place any more, and to repeat it is safe. */
async function within(limitMs: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`The job did not end within ${limitMs} ms.`)), limitMs);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
