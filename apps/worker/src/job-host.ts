import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Inject, Logger, type OnApplicationBootstrap, type Type } from '@nestjs/common';
import type { FactName } from '#facts';
import type { Job, JobKind } from '#jobs';
import { SETTINGS, type Settings } from '#settings';
import type { Job as BullJob } from 'bullmq';
import { JobStarts } from './job-starts.js';
import { told } from './told.js';

/**
 * How every kind is worked off. The lock of a killed worker's job ends after 10 s, and at most 10 s later another worker takes it up;
 * it may do so as often as needed (BullMQ's default fails the job for good at the second time): job_starts judges poison.
 */
export const WORKER_OPTIONS = { lockDuration: 10_000, stalledInterval: 5_000, maxStalledCount: 1_000_000, runRetryDelay: 3_000 } as const;

/** Makes a class the processor of one kind of job. */
export function Handles(kind: JobKind): ClassDecorator {
  return Processor(kind, WORKER_OPTIONS);
}

/** A class that works off one kind of job, and the facts that set such jobs off. What open work sets off is found by the sweep. */
export interface Handler extends Type<JobHost> {
  readonly kind: JobKind;
  readonly reactsTo?: readonly FactName[];
}

/** What every reaction and timer shares: starts are counted, parked jobs are left alone, a stop waits for what is under way. */
export abstract class JobHost extends WorkerHost implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(this.constructor.name);
  @Inject(JobStarts) private readonly starts: JobStarts;
  @Inject(SETTINGS) private readonly settings: Settings;

  /** Does the work of one job: locks its row, and does nothing when it is done, not due, or of an older generation. Safe to repeat. */
  protected abstract handle(job: Job): Promise<void>;

  /** Called by BullMQ. Throws what `handle` throws, so that the queue tries again later. */
  async process({ data: job }: BullJob<Job>): Promise<void> {
    const starts = await this.starts.begin(job);
    if (starts === undefined) return;
    try {
      await this.handle(job);
    } catch (error) {
      await this.starts.failed(job, starts, error).catch((worse: unknown) => this.log.warn(`Not noted: ${told(worse)}`));
      throw error;
    }
    await this.starts.end(job);
  }

  onApplicationBootstrap(): void {
    this.worker.concurrency = this.settings.workerConcurrency;
  }

  /** Without a listener the first lost connection would end the process. */
  @OnWorkerEvent('error')
  onError(error: Error): void {
    this.log.warn(`The queue ${this.worker.name} could not be reached: ${told(error)}`);
  }

  /** Jobs under way may end, while everything that they need is still open. */
  async beforeApplicationShutdown(): Promise<void> {
    await this.worker.close();
  }
}
