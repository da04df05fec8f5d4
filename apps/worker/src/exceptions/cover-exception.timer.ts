import { ExceptionsClock } from '#exceptions';
import type { Job } from '#jobs';
import { Handles, JobHost } from '../job-host.js';

/** An open proposal that a policy in force now allows needs no signature any more. */
@Handles('cover-exception')
export class CoverException extends JobHost {
  static readonly kind = 'cover-exception';

  constructor(private readonly exceptions: ExceptionsClock) {
    super();
  }

  protected async handle({ id }: Job): Promise<void> {
    await this.exceptions.cover(id);
  }
}
