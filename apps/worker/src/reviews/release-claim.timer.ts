import type { Job } from '#jobs';
import { ReviewsClock } from '#reviews';
import { Handles, JobHost } from '../job-host.js';

/** A review that a reviewer took and left waits for everybody again when the lease is over. */
@Handles('release-claim')
export class ReleaseClaim extends JobHost {
  static readonly kind = 'release-claim';

  constructor(private readonly reviews: ReviewsClock) {
    super();
  }

  protected async handle({ id }: Job): Promise<void> {
    await this.reviews.releaseClaim(id);
  }
}
