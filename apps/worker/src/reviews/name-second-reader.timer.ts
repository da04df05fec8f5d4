import type { Job } from '#jobs';
import { ReviewsClock } from '#reviews';
import { Handles, JobHost } from '../job-host.js';

/** A review that nobody takes up gets a second reader by name; being late is never a decision. */
@Handles('name-second-reader')
export class NameSecondReader extends JobHost {
  static readonly kind = 'name-second-reader';

  constructor(private readonly reviews: ReviewsClock) {
    super();
  }

  protected async handle({ id }: Job): Promise<void> {
    await this.reviews.nameSecondReader(id);
  }
}
