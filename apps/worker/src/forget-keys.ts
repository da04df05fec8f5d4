import { type BeforeApplicationShutdown, Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '#database';
import { SETTINGS, type Settings } from '#settings';
import sql from 'sql-template-tag';
import { Rounds } from './rounds.js';

const PAUSE_MS = 10 * 60_000;
const BATCH = 2_000;

/** Forgets idempotency keys whose time is over (promise 7 keeps them for 72 h), a bounded batch at a time. Every worker does; two at once do no harm. */
@Injectable()
export class ForgetKeys implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds = new Rounds('Forgetting old idempotency keys', PAUSE_MS, () => this.forget());

  constructor(
    private readonly db: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onApplicationBootstrap(): void {
    this.rounds.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** One round: until no key is left whose time is over. */
  async forget(): Promise<void> {
    for (let forgotten = BATCH; forgotten === BATCH;) forgotten = await this.forgetSome();
  }

  private async forgetSome(): Promise<number> {
    const gone = await this.db.query(
      sql`DELETE FROM idempotency_keys WHERE (principal, key) IN (
            SELECT principal, key FROM idempotency_keys WHERE created_at < house_now() - ${this.settings.idempotencyHours} * interval '1 hour'
             ORDER BY created_at LIMIT ${BATCH}) RETURNING 1`,
      'forgetKeys.some',
    );
    return gone.length;
  }
}
