import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { SETTINGS, type Settings } from '#settings';
import type { Transporter } from 'nodemailer';
import type { Mail } from './mail.rules.js';

const PATIENCE_MS = 10_000;

/** The way to the mail server. Nothing is connected, nor loaded, before the first mail. */
@Injectable()
export class Post implements OnApplicationShutdown {
  private transport: Promise<Transporter> | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: Pick<Settings, 'smtpUrl'>) {}

  /**
   * Hands one mail to the server, and answers when it has taken it.
   * @throws Error with the server's `responseCode` when it said no
   */
  async send({ to, from, ...mail }: Mail): Promise<void> {
    this.transport ??= connectTo(this.settings.smtpUrl ?? '');
    const transport = await this.transport;
    // The envelope is ours, and one address: whatever the headers are parsed to, it goes nowhere else.
    await transport.sendMail({ ...mail, from, to, envelope: { from, to: [to] }, headers: { 'Auto-Submitted': 'auto-generated' } });
  }

  async onApplicationShutdown(): Promise<void> {
    (await this.transport)?.close();
  }
}

async function connectTo(smtpUrl: string): Promise<Transporter> {
  const { createTransport } = await import('nodemailer');
  const { protocol, hostname, port, username, password } = new URL(smtpUrl);
  const isSecure = protocol === 'smtps:';
  return createTransport({
    host: hostname,
    port: Number(port) || (isSecure ? 465 : 587),
    secure: isSecure,
    // A password is never sent in the clear.
    ...(username ? { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) }, requireTLS: !isSecure } : {}),
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
