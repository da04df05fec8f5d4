/**
 * How every kind is worked off. The lock of a killed worker's job ends after 10 s, and at most 6 s later another worker takes it up;
 * it may do so as often as needed (BullMQ's default fails the job for good at the second time): job_starts judges poison. None begins by itself.
 */
export const WORKER_OPTIONS = {
  lockDuration: 10_000,
  stalledInterval: 3_000,
  maxStalledCount: 1_000_000,
  runRetryDelay: 3_000,
  autorun: false,
} as const;
