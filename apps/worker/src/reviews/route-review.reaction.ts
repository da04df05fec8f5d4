import type { Job } from '#jobs';
import { ReviewsClock } from '#reviews';
import { Handles, JobHost } from '../job-host.js';

/** An approved exception waits for a manager to learn from it; the customer does not wait for the manager. */
@Handles('route-review')
export class RouteReview extends JobHost {
  static readonly kind = 'route-review';
  static readonly reactsTo = ['review.queued'] as const;

  constructor(private readonly reviews: ReviewsClock) {
    super();
  }

  protected async handle({ id }: Job): Promise<void> {
    await this.reviews.route(id);
  }
}
