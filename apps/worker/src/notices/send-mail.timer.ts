import type { Job } from '#jobs';
import { Mails } from '#notices';
import { Handles, JobHost } from '../job-host.js';

/** One mail, one job: a server that is slow or says no holds up no other mail. */
@Handles('send-mail')
export class SendMail extends JobHost {
  static readonly kind = 'send-mail';

  constructor(private readonly mails: Mails) {
    super();
  }

  protected async handle({ id }: Job): Promise<void> {
    await this.mails.send(id);
  }
}
