import type { Job } from '#jobs';
import { GuardrailsClock } from '#people';
import { Handles, JobHost } from '../job-host.js';

/** When people come, go or change, the strictest band may be out of reach: an admin hears of it before a customer waits for it in vain. */
@Handles('watch-guardrails')
export class WatchGuardrails extends JobHost {
  static readonly kind = 'watch-guardrails';
  static readonly reactsTo = [
    'person.changed',
    'person.created',
    'person.linked',
    'person.linkEnded',
    'person.leftWithCases',
    'guardrails.activated',
  ] as const;

  constructor(private readonly guardrails: GuardrailsClock) {
    super();
  }

  protected async handle(_change: Job): Promise<void> {
    await this.guardrails.check();
  }
}
