import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

/** One mail as it came in. */
export interface SunkMail {
  readonly to: readonly string[];
  readonly raw: string;
}

/** A mail server that keeps everything and delivers nothing. */
export class MailSink {
  readonly mails: SunkMail[] = [];
  /** What it answers to the next mail instead of taking it, by its SMTP code. */
  refusesWith: number | undefined;

  private constructor(private readonly server: SMTPServer) {}

  static async open(): Promise<MailSink> {
    const server: SMTPServer = new SMTPServer({
      disabledCommands: ['AUTH', 'STARTTLS'],
      onData: (stream, session, done) => sink.take(stream, session, done),
    });
    const sink = new MailSink(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return sink;
  }

  get url(): string {
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private take(stream: SMTPServerDataStream, { envelope }: SMTPServerSession, done: (error?: Error | null) => void): void {
    const parts: Buffer[] = [];
    stream.on('data', (part: Buffer) => parts.push(part));
    stream.on('end', () => {
      const code = this.refusesWith;
      if (code) return done(Object.assign(new Error('No.'), { responseCode: code }));
      this.mails.push({ to: envelope.rcptTo.map(({ address }) => address), raw: Buffer.concat(parts).toString('utf8') });
      return done();
    });
  }
}
