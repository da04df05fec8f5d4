import { Inject, Injectable, Logger } from '@nestjs/common';
import { Database } from '#database';
import { recordFacts } from '#facts';
import { SETTINGS, type Settings } from '#settings';
import sql, { raw } from 'sql-template-tag';
import { afterFailure, isAddress, type MailDue, mailOf } from './mail.rules.js';
import { TOLD_COLUMNS, TOLD_FROM } from './notices.columns.js';
import { Post } from './post.js';

/** A mail that is to go out, and how often it was tried. */
export interface WaitingMail {
  readonly id: string;
  readonly tries: number;
}

interface Problem {
  readonly code?: string;
  readonly responseCode?: number;
}

/** Sends notices by mail: at least once, each under the id of its notice; tried again for three days. Runs in the worker. */
@Injectable()
export class Mails {
  private readonly log = new Logger(Mails.name);

  constructor(
    private readonly db: Database,
    private readonly post: Post,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'mailFrom' | 'publicUrl'>,
  ) {}

  /** Sends the mail of one notice, when it is due; otherwise does nothing. A failure of the mail server is noted, and never thrown. */
  async send(id: string): Promise<void> {
    const due = await this.take(id);
    if (!due) return;
    const problem = await this.handOver(due);
    if (problem) await this.failed(due, problem);
    else await this.db.query(sql`UPDATE notices SET mail = 'SENT', mail_problem = NULL WHERE id = ${id} AND mail = 'DUE'`, 'mails.sent');
  }

  /** The mails that are due by now, the longest waiting first. */
  waiting(most: number): Promise<WaitingMail[]> {
    return this.db.query<WaitingMail & Record<string, unknown>>(
      sql`SELECT id, mail_tries AS tries FROM notices WHERE mail = 'DUE' AND mail_next_at <= house_now() ORDER BY mail_next_at LIMIT ${most}`,
      'mails.waiting',
    );
  }

  /** Counts a try and reads what is to be sent; nobody else takes it for two minutes. */
  private async take(id: string): Promise<(MailDue & { ageMs: number }) | undefined> {
    const [taken] = await this.db.query<{ tries: number }>(
      sql`UPDATE notices SET mail_tries = mail_tries + 1, mail_next_at = house_now() + interval '2 minutes'
           WHERE id = ${id} AND mail = 'DUE' AND mail_next_at <= house_now() RETURNING mail_tries AS tries`,
      'mails.take',
    );
    if (!taken) return undefined;
    const [row] = await this.db.query<MailDue & { ageMs: number } & Record<string, unknown>>(
      sql`SELECT ${TOLD_COLUMNS}, n.mail_tries AS tries, (extract(epoch FROM house_now() - n.created_at) * 1000)::float8 AS "ageMs",
            (SELECT p.email FROM people p WHERE p.id = n.person_id) AS address ${TOLD_FROM} WHERE n.id = ${id}`,
      'mails.due',
    );
    return row;
  }

  private async handOver(due: MailDue): Promise<Problem | undefined> {
    const { mailFrom: from, publicUrl } = this.settings;
    if (!from) return { code: 'NO_MAIL_FROM' };
    if (!isAddress(due.address)) return { code: 'NO_ADDRESS', responseCode: 553 };
    try {
      await this.post.send(mailOf(due, { from, publicUrl }));
      return undefined;
    } catch (error) {
      return error as Problem;
    }
  }

  private async failed({ id, tries, ageMs }: MailDue & { ageMs: number }, { code, responseCode }: Problem): Promise<void> {
    const problem = [code, responseCode].filter(Boolean).join(' ').slice(0, 40) || 'UNKNOWN';
    const { givesUp, waitMs } = afterFailure({ responseCode }, tries, ageMs);
    this.log.warn(
      `The mail of ${id} was not taken at try ${tries} (${problem})${givesUp ? '. It is given up.' : '; it will be tried again.'}`,
    );
    const facts = givesUp ? [{ subjectId: id, actorId: null, name: 'notice.mailFailed', body: { problem, tries } } as const] : [];
    await this.db.query(
      sql`WITH noted AS (UPDATE notices SET mail = CASE WHEN ${givesUp}::boolean THEN 'FAILED' ELSE mail END, mail_problem = ${problem},
            mail_next_at = house_now() + ${waitMs}::float8 * interval '1 millisecond' WHERE id = ${id} AND mail = 'DUE' RETURNING 1),
          recorded AS (${recordFacts(facts, raw('noted'))}) SELECT 1 FROM noted`,
      'mails.failed',
    );
  }
}
