import type { Job } from '#jobs';
import { PoliciesClock } from '#policies';
import { Handles, JobHost } from '../job-host.js';

/** A policy whose review-by date has passed is called to mind, once; it stays in force until reviewers change that. */
@Handles('remind-policy')
export class RemindPolicy extends JobHost {
  static readonly kind = 'remind-policy';

  constructor(private readonly policies: PoliciesClock) {
    super();
  }

  protected async handle({ id }: Job): Promise<void> {
    await this.policies.remind(id);
  }
}
