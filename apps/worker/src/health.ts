import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '#database';
import { QueueConnection } from '#jobs';
import { SETTINGS, type Settings } from '#settings';
import sql from 'sql-template-tag';
import { Canary } from './canary.js';
import { soon } from './soon.js';

/** What /readyz tells. Numbers are in the unit that their name ends with; absent when they could not be had. */
export interface Readiness {
  ready: boolean;
  /** The names of what is not well. */
  failing: string[];
  queueEngine: string;
  canarySilentMs: number;
  outboxAgeSeconds?: number;
  clockOffMs?: number;
  /** `inbox` when SMTP_URL is not set: people are told in their inbox only. */
  notices: 'inbox and mail' | 'inbox';
  /** Mails that were given up. They alarm, but do not stop the worker from working. */
  failedMails?: number;
  /** Jobs that wait for a person. They alarm, but do not stop the worker from working. */
  parkedJobs?: number;
}

const PATIENCE_MS = 2_000;
/** No promise depends on the process's clock, but one that is so far off makes delayed jobs useless, and somebody should know. */
const CLOCK_OFF_MS_MAX = 30_000;

/** /healthz: the process lives. /readyz: it can work, with the reasons when it cannot. Plain HTTP, for a supervisor's eyes. */
@Injectable()
export class Health implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private server: Server | undefined;

  constructor(
    private readonly db: Database,
    private readonly connection: QueueConnection,
    private readonly canary: Canary,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Where it listens, once it does. */
  get port(): number | undefined {
    return (this.server?.address() as AddressInfo | null | undefined)?.port;
  }

  async onApplicationBootstrap(): Promise<void> {
    const server = createServer((request, response) => {
      const answer = (status: number, body: object) =>
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      if (request.url === '/healthz') answer(200, { alive: true });
      else if (request.url === '/readyz') void this.readiness().then((readiness) => answer(readiness.ready ? 200 : 503, readiness));
      else answer(404, {});
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject).listen(this.settings.workerHealthPort, this.settings.host, resolve);
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (!server?.listening) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  /** Asks everything that the worker needs, two seconds at most. Never rejects. */
  async readiness(): Promise<Readiness> {
    const [state, queueAnswers] = await Promise.all([
      soon(PATIENCE_MS, this.lookAtDatabase()),
      soon(
        PATIENCE_MS,
        this.connection.ping().then(() => true),
      ),
    ]);
    const failing = [
      ...(state ? [] : ['database']),
      ...(queueAnswers ? [] : ['queue']),
      ...(this.canary.standstill ? ['canary'] : []),
      ...(state && state.outboxAgeSeconds > this.settings.outboxAgeSecondsMax ? ['outbox'] : []),
      ...(state && Math.abs(state.clockOffMs) > CLOCK_OFF_MS_MAX ? ['clock'] : []),
    ];
    return {
      ready: failing.length === 0,
      failing,
      queueEngine: this.connection.engine,
      canarySilentMs: Math.round(this.canary.silentMs),
      notices: this.notices,
      ...state,
    };
  }

  private get notices(): Readiness['notices'] {
    return this.settings.smtpUrl ? 'inbox and mail' : 'inbox';
  }

  private async lookAtDatabase(): Promise<Required<Pick<Readiness, 'outboxAgeSeconds' | 'clockOffMs' | 'parkedJobs' | 'failedMails'>>> {
    const [row] = await this.db.query<{ age: number; now: Date; parked: number; unmailed: number }>(
      sql`SELECT clock_timestamp() AS now, (SELECT count(*)::int FROM job_starts WHERE parked_at IS NOT NULL) AS parked,
            (SELECT count(*)::int FROM notices WHERE mail = 'FAILED') AS unmailed,
            coalesce(extract(epoch FROM house_now() - (SELECT min(at) FROM outbox)), 0)::float8 AS age`,
      'health.look',
    );
    if (!row) throw new Error('The database answered nothing.');
    return {
      outboxAgeSeconds: Math.round(row.age),
      clockOffMs: Date.now() - row.now.getTime(),
      parkedJobs: row.parked,
      failedMails: row.unmailed,
    };
  }
}
