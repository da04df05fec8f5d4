import type { Job } from '#jobs';
import { PatternsClock } from '#precedents';
import { Handles, JobHost } from '../job-host.js';

/** Reviewers are told of what is decided again and again, once in as many days as count; what comes of it is theirs. */
@Handles('tell-candidate')
export class TellCandidate extends JobHost {
  static readonly kind = 'tell-candidate';

  constructor(private readonly patterns: PatternsClock) {
    super();
  }

  protected async handle({ id }: Job): Promise<void> {
    await this.patterns.tell(id);
  }
}
