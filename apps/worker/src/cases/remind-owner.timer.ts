import { CasesClock } from '#cases';
import type { Job } from '#jobs';
import { Handles, JobHost } from '../job-host.js';

/** What was promised to a customer, or is to be asked of them, is called to the mind of whoever owns the case at that moment; once. */
@Handles('remind-owner')
export class RemindOwner extends JobHost {
  static readonly kind = 'remind-owner';

  constructor(private readonly cases: CasesClock) {
    super();
  }

  protected async handle({ id }: Job): Promise<void> {
    await this.cases.remind(id);
  }
}
