import { Inject, Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { LOG, type Log } from '../http/log.js';
import { Feed, type FactNotice } from './feed.js';

/** How long the goodbye to Postgres may take, in milliseconds. */
const GOODBYE_MS = 1_000;

/** Injection token of the connection for LISTEN. It must reach Postgres itself: LISTEN does not pass a pooler that shares connections by transaction. */
export const FACT_LINE = Symbol('FACT_LINE');

/** How the line is kept. All times in milliseconds. */
export interface FactLineOptions {
  readonly connection: pg.ClientConfig;
  /** How long a connection or a sign of life may take. Default 5,000. */
  readonly patienceMs?: number;
  /** How often a sign of life is asked for, so that a half-open line is noticed. Default 5,000. */
  readonly heartbeatMs?: number;
  /** The longest wait before the next try; the waits double from a tenth of it. Default 2,000. */
  readonly longestWaitMs?: number;
}

/**
 * One connection of this process that listens for facts and gives them to the feed. When the line breaks it connects again, for ever, and then
 * tells every subscription that it may have missed something.
 */
@Injectable()
export class FactLine implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly others = new Map<string, (payload: string) => void>();
  private client?: pg.Client;
  private heartbeat?: NodeJS.Timeout;
  private retry?: NodeJS.Timeout;
  private failures = 0;
  private wasDown = false;
  private isOver = false;

  constructor(
    @Inject(FACT_LINE) private readonly options: FactLineOptions,
    private readonly feed: Feed,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Whether the line stands: a readiness check asks this. */
  get isUp(): boolean {
    return this.client !== undefined;
  }

  /** Hears another channel as well, on the same connection. To be said before it connects; what is told while the line is down is lost. */
  also(channel: string, hear: (payload: string) => void): void {
    this.others.set(channel, hear);
  }

  /** Connects for the first time; a database that is not there yet does not stop the start. */
  async onApplicationBootstrap(): Promise<void> {
    await this.connect();
  }

  /** Hangs up, for good. */
  async onModuleDestroy(): Promise<void> {
    this.isOver = true;
    clearTimeout(this.retry);
    await this.hangUp();
  }

  private async connect(): Promise<void> {
    const { connection, patienceMs = 5_000, heartbeatMs = 5_000 } = this.options;
    const client = new pg.Client({ ...connection, keepAlive: true, connectionTimeoutMillis: patienceMs, query_timeout: patienceMs });
    client.on('error', (error) => this.lost(client, error));
    client.on('end', () => this.lost(client));
    client.on('notification', ({ channel, payload }) => this.hear(channel, payload));
    try {
      await client.connect();
      for (const channel of ['facts', ...this.others.keys()]) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      this.stand(client, heartbeatMs);
    } catch (error) {
      client.end().catch(() => undefined); // it never stood; the reason is told below
      this.again(error);
    }
  }

  private stand(client: pg.Client, heartbeatMs: number): void {
    if (this.isOver) return void client.end();
    this.client = client;
    this.failures = 0;
    this.heartbeat = setInterval(() => void this.feel(client), heartbeatMs).unref();
    if (!this.wasDown) return;
    this.log.info('the line for facts stands again');
    this.wasDown = false;
    this.feed.resync();
  }

  /** A line that broke without a word (a pulled cable, a lost route) is noticed only by asking. */
  private async feel(client: pg.Client): Promise<void> {
    try {
      await client.query('SELECT 1');
    } catch (error) {
      this.lost(client, error);
    }
  }

  private lost(client: pg.Client, error?: unknown): void {
    if (this.client !== client) return; // an error and an end tell the same loss
    void this.hangUp();
    this.again(error);
  }

  private again(error: unknown): void {
    if (this.isOver) return;
    const { longestWaitMs = 2_000 } = this.options;
    const waitMs = Math.min(longestWaitMs, (longestWaitMs / 10) * 2 ** this.failures++) * (0.75 + Math.random() / 2);
    if (!this.wasDown) this.log.warn({ err: error }, 'the line for facts is down');
    this.wasDown = true;
    this.retry = setTimeout(() => void this.connect(), waitMs);
  }

  private async hangUp(): Promise<void> {
    const { client } = this;
    clearInterval(this.heartbeat);
    this.client = undefined;
    // A dead line cannot be closed politely, and may not even say that it is closed.
    await Promise.race([client?.end().catch(() => undefined), sleep(GOODBYE_MS, undefined, { ref: false })]);
  }

  private hear(channel: string, payload: string | undefined): void {
    const other = this.others.get(channel);
    if (other) return other(payload ?? '');
    try {
      this.feed.publish(JSON.parse(payload ?? '[]') as FactNotice[]);
    } catch (error) {
      this.log.error({ err: error }, 'a notification on the channel "facts" could not be read');
      this.feed.resync();
    }
  }
}
