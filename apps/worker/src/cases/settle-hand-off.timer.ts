import { HandOffsClock } from '#cases';
import type { Job } from '#jobs';
import { Handles, JobHost } from '../job-host.js';

/** A case that was accepted and then lies goes back to who had offered it; one that somebody works on stays. */
@Handles('settle-hand-off')
export class SettleHandOff extends JobHost {
  static readonly kind = 'settle-hand-off';

  constructor(private readonly handOffs: HandOffsClock) {
    super();
  }

  protected async handle({ id }: Job): Promise<void> {
    await this.handOffs.settle(id);
  }
}
