import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { lineOptions } from '#database';
import { SETTINGS, type Settings } from '#settings';
import pg from 'pg';
import { Rounds } from './rounds.js';
import { told } from './told.js';

const CHECK_MS = 5_000;
const AGAIN_MS = 1_000;

/**
 * One connection of the process's own, beside the pool: it hears notifications, and holds locks that end with it. When it dies it is made
 * anew. A half-open one, on which nothing ever arrives, is found by asking something every five seconds.
 */
@Injectable()
export class DirectLine implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(DirectLine.name);
  private readonly rounds = new Rounds('Checking the direct line', CHECK_MS, () => this.check());
  private readonly listeners = new Map<string, () => void>();
  private client: pg.Client | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  onApplicationBootstrap(): void {
    this.rounds.wake();
  }

  /** After everything that works under its locks has ended. */
  async onApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
    const client = this.client;
    this.client = undefined;
    await client?.end();
  }

  /** Calls the listener for every notification on the channel, and once after each time that some may have been missed. */
  hear(channel: string, listener: () => void): void {
    this.listeners.set(channel, listener);
    const { client } = this;
    if (client) this.listen(client, channel).then(listener, (error: Error) => this.lose(client, error));
  }

  /** Does work while holding an advisory lock of the database, if nobody else holds it; otherwise does nothing. False when it did nothing. */
  async alone(lock: number, work: () => Promise<void>): Promise<boolean> {
    const { client } = this;
    if (!client) return false;
    const { rows } = await client.query<{ held: boolean }>('SELECT pg_try_advisory_lock(7305, $1) AS held', [lock]);
    if (!rows[0]?.held) return false;
    try {
      await work();
    } finally {
      await client.query('SELECT pg_advisory_unlock(7305, $1)', [lock]);
    }
    return true;
  }

  private async check(): Promise<void> {
    if (!this.client) return this.connect();
    const { client } = this;
    await client.query('SELECT 1').catch((error: Error) => this.lose(client, error));
  }

  private async connect(): Promise<void> {
    const client = new pg.Client({
      connectionString: this.settings.databaseUrl,
      application_name: 'countersign worker line',
      ...lineOptions(this.settings),
    });
    client.on('error', (error) => this.lose(client, error));
    client.on('notification', ({ channel }) => this.listeners.get(channel)?.());
    await client.connect();
    for (const channel of this.listeners.keys()) await this.listen(client, channel);
    this.client = client;
    for (const listener of this.listeners.values()) listener();
  }

  private async listen(client: pg.Client, channel: string): Promise<void> {
    await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
  }

  /** Drops the connection without a word to the other side, which may never answer, and soon makes another. */
  private lose(client: pg.Client, error: Error): void {
    if (this.client !== client) return;
    this.log.warn(`The direct line was lost and is made anew: ${told(error)}`);
    this.client = undefined;
    client.connection.stream.destroy();
    setTimeout(() => this.rounds.wake(), AGAIN_MS).unref();
  }
}
