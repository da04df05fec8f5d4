import { type Job, Queues } from '#jobs';
import { Telling, TOLD_AT_ONCE } from '#notices';
import { Handles, JobHost } from '../job-host.js';

/** Whoever is concerned is told at once, above all of each signature in their name; what goes by mail gets a job of its own. */
@Handles('tell-people')
export class TellPeople extends JobHost {
  static readonly kind = 'tell-people';
  static readonly reactsTo = TOLD_AT_ONCE;

  constructor(
    private readonly telling: Telling,
    private readonly queues: Queues,
  ) {
    super();
  }

  protected async handle({ id, generation }: Job): Promise<void> {
    const mails = await this.telling.tell({ subjectId: id, seq: generation });
    if (mails.length > 0) await this.queues.add(mails.map((mail) => ({ job: { kind: 'send-mail', id: mail, generation: 1 } })));
  }
}
