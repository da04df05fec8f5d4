import type { Job } from '#jobs';
import { PatternsClock, UnderServedClock } from '#precedents';
import { Handles, JobHost } from '../job-host.js';

/** Reviewers are told of what is decided again and again, once in as many days as count, and of each customer who was given far less, once; what comes of it is theirs. */
@Handles('tell-candidate')
export class TellCandidate extends JobHost {
  static readonly kind = 'tell-candidate';

  constructor(
    private readonly patterns: PatternsClock,
    private readonly underServed: UnderServedClock,
  ) {
    super();
  }

  protected async handle({ id }: Job): Promise<void> {
    await this.patterns.tell(id);
    await this.underServed.tell(id);
  }
}
