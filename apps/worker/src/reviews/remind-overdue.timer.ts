import type { Job } from '#jobs';
import { ReviewsClock } from '#reviews';
import { Handles, JobHost } from '../job-host.js';

/** A review that nobody took up in time is called to mind; being late is never a decision. */
@Handles('remind-overdue')
export class RemindOverdue extends JobHost {
  static readonly kind = 'remind-overdue';

  constructor(private readonly reviews: ReviewsClock) {
    super();
  }

  protected async handle({ id }: Job): Promise<void> {
    await this.reviews.remindOverdue(id);
  }
}
