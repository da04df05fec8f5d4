import type { Job } from '#jobs';
import { Queues } from '#jobs';
import { Handles, JobHost } from '../job-host.js';
import { CoveredExceptions } from './covered-exceptions.js';

/** So many at once; the sweep finds the others. */
const MOST = 1_000;

/**
 * A policy version that takes effect may allow what colleagues are about to co-sign: each such proposal gets a job of its own. A version
 * that takes effect later is found by the sweep then.
 */
@Handles('find-covered')
export class FindCovered extends JobHost {
  static readonly kind = 'find-covered';
  static readonly reactsTo = ['policy.activated'] as const;

  constructor(
    private readonly covered: CoveredExceptions,
    private readonly queues: Queues,
  ) {
    super();
  }

  protected async handle(_activation: Job): Promise<void> {
    await this.queues.add(await this.covered.find(MOST));
  }
}
