import { ExceptionsClock } from '#exceptions';
import type { Job } from '#jobs';
import { Handles, JobHost } from '../job-host.js';

/** An approved remedy that was not used in time, and of which the customer was not told, lapses. */
@Handles('lapse-exception')
export class LapseException extends JobHost {
  static readonly kind = 'lapse-exception';

  constructor(private readonly exceptions: ExceptionsClock) {
    super();
  }

  protected async handle({ id }: Job): Promise<void> {
    await this.exceptions.lapse(id);
  }
}
