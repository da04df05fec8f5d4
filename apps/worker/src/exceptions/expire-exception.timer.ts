import { ExceptionsClock } from '#exceptions';
import type { Job } from '#jobs';
import { Handles, JobHost } from '../job-host.js';

/** A proposal that found no co-signer in time ends, so that its owner and the customer hear of it. */
@Handles('expire-exception')
export class ExpireException extends JobHost {
  static readonly kind = 'expire-exception';

  constructor(private readonly exceptions: ExceptionsClock) {
    super();
  }

  protected async handle({ id }: Job): Promise<void> {
    await this.exceptions.expire(id);
  }
}
