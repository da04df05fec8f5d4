import { HandOffsClock } from '#cases';
import type { Job } from '#jobs';
import { Handles, JobHost } from '../job-host.js';

/** An offer that nobody answered in time ends, and the sender is told: the case is still theirs. */
@Handles('expire-hand-off')
export class ExpireHandOff extends JobHost {
  static readonly kind = 'expire-hand-off';

  constructor(private readonly handOffs: HandOffsClock) {
    super();
  }

  protected async handle({ id }: Job): Promise<void> {
    await this.handOffs.expire(id);
  }
}
