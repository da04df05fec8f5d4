import type { JobKind } from './kinds.js';

/**
 * What a queue carries: which work, on which row, and on which generation of it. Never the row itself: the processor reads and locks it.
 * For a reaction to a fact, `id` is the fact's subject and `generation` the fact's number in that subject's chain.
 */
export interface Job {
  readonly kind: JobKind;
  readonly id: string;
  readonly generation: number;
}

/** A job to be added, and how. */
export interface Order {
  readonly job: Job;
  /** Milliseconds after which the job is to run; 0: at once. Only ever a hint: the processor asks the database whether it is due. */
  readonly waitMs?: number;
  /** Set by the sweep: the count of ten-minute tides since 1970. See `jobId`. */
  readonly tide?: number;
}

const SPEAKABLE = /^[A-Za-z][A-Za-z0-9_-]*$/;

/**
 * The id under which a queue knows the order: `kind-id-g<generation>`, and `-t<tide>` behind it when the sweep ordered it.
 * A queue silently ignores an id that it still keeps, which makes adding twice harmless; but a job that a worker with a wrong clock has
 * delayed or locked for hours would be kept, and its work with it. The sweep's id changes every ten minutes, so no id blocks for longer.
 * @throws Error when kind or id holds a character that a queue does not take (a colon), or the generation is no whole number.
 */
export function jobId({ job, tide }: Order): string {
  if (!SPEAKABLE.test(job.kind) || !SPEAKABLE.test(job.id) || !Number.isSafeInteger(job.generation)) {
    throw new Error(`No job can be named after ${JSON.stringify(job)}.`);
  }
  const name = `${job.kind}-${job.id}-g${job.generation}`;
  return tide === undefined ? name : `${name}-t${tide}`;
}
