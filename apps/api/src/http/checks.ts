import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import sql from 'sql-template-tag';
import { Database } from '#database';
import { SETTINGS, type Settings } from '#settings';
import { MIGRATIONS } from '../../../../migrations/index.js';
import { FactLine } from '../graphql/fact-line.js';
import { Readiness } from './readiness.js';

/** A canary that was missed three times means that no worker works. */
const CANARIES_MISSED = 3;
/** Tokens are judged by the clock of this process: one that is so far off refuses good ones, and believes what has ended. */
const CLOCK_OFF_MS_MAX = 30_000;

/** What the api needs to be of use, asked of the database: the queue itself is seen through the worker's canary, which travels through it. */
@Injectable()
export class Checks implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly line: FactLine,
    private readonly readiness: Readiness,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Adds the checks. */
  onModuleInit(): void {
    this.readiness.add(
      { name: 'database', check: () => this.database() },
      { name: 'schema', check: () => this.schema() },
      { name: 'facts', check: async () => mustHold(this.line.isUp, 'The line that brings facts to subscriptions is down.') },
      { name: 'outbox', check: () => this.outbox() },
      { name: 'canary', check: () => this.canary() },
      { name: 'clock', check: () => this.clock() },
    );
  }

  private async database(): Promise<void> {
    await this.db.query(sql`SELECT 1`, 'ready.database');
  }

  private async schema(): Promise<void> {
    const ran = await this.db.query<{ name: string }>(sql`SELECT name FROM migrations`, 'ready.schema');
    const names = new Set(ran.map(({ name }) => name));
    const missing = MIGRATIONS.filter(({ name }) => !names.has(name));
    mustHold(missing.length === 0, `The schema is not at head: ${missing.length} migrations are still to run.`);
  }

  private async outbox(): Promise<void> {
    const most = this.settings.outboxAgeSecondsMax;
    const [row] = await this.db.query<{ isFresh: boolean }>(
      sql`SELECT coalesce(min(at) > house_now() - ${most} * interval '1 second', true) AS "isFresh" FROM outbox`,
      'ready.outbox',
    );
    mustHold(row?.isFresh === true, `Facts wait in the outbox for more than ${most} s: the relay stands still.`);
  }

  private async canary(): Promise<void> {
    const mostMs = CANARIES_MISSED * this.settings.canaryMs;
    const [row] = await this.db.query<{ lives: boolean }>(
      sql`SELECT EXISTS (SELECT 1 FROM heartbeats WHERE kind = 'canary' AND at > clock_timestamp() - ${mostMs} * interval '1 millisecond') AS lives`,
      'ready.canary',
    );
    mustHold(row?.lives === true, `No worker's canary came through the queue for ${mostMs} ms.`);
  }

  private async clock(): Promise<void> {
    const [row] = await this.db.query<{ now: Date }>(sql`SELECT clock_timestamp() AS now`, 'ready.clock');
    const offMs = Date.now() - (row?.now.getTime() ?? 0);
    mustHold(Math.abs(offMs) <= CLOCK_OFF_MS_MAX, `The clock of this process is ${offMs} ms off the database's.`);
  }
}

function mustHold(holds: boolean, otherwise: string): void {
  if (!holds) throw new Error(otherwise);
}
