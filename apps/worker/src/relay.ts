import { type BeforeApplicationShutdown, Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '#database';
import type { FactName } from '#facts';
import { type JobKind, type Order, Queues } from '#jobs';
import { SETTINGS, type Settings } from '#settings';
import sql from 'sql-template-tag';
import { DirectLine } from './direct-line.js';
import { Rounds } from './rounds.js';
import { told } from './told.js';

/** Which kinds of jobs each fact sets off; injected, so that a test may tell its own. */
export const REACTIONS_BY_FACT = Symbol('REACTIONS_BY_FACT');

/** Kinds of jobs by the fact that sets them off. */
export type ReactionsByFact = Readonly<Partial<Record<FactName, readonly JobKind[]>>>;

interface OutboxRow {
  factId: string;
  subjectId: string;
  seq: number;
  name: FactName;
}

/** For so long taken rows are left to who took them; should that one have lost its line, others carry them then. */
const TAKEN_S = 10;
/** Postgres refuses a notification of 8,000 bytes or more. */
const NOTIFY_BYTES_MAX = 7_900;

/**
 * Carries facts from the outbox to the queues, and tells the apis' feeds. Rows are taken by state, never by an id cursor, and marked as
 * taken for 10 s in a statement of its own: no transaction is open while a queue answers, and several workers share the work. A crash
 * anywhere leaves rows that are taken again after those 10 s; what is then added twice has the same job id, or finds its work done.
 */
@Injectable()
export class Relay implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly log = new Logger(Relay.name);
  private readonly rounds: Rounds;
  @Inject(DirectLine) private readonly line: DirectLine;

  constructor(
    private readonly db: Database,
    private readonly queues: Queues,
    @Inject(REACTIONS_BY_FACT) private readonly reactions: ReactionsByFact,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.rounds = new Rounds('The relay', settings.relayPollMs, () => this.drain());
  }

  onApplicationBootstrap(): void {
    this.line.hear('outbox_wake', () => this.rounds.wake());
    this.rounds.wake();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.rounds.stop();
  }

  /** Carries until the outbox holds no row that is free. A short batch is no sign of that: another relay may have taken what was seen. */
  async drain(): Promise<void> {
    while ((await this.carry()) > 0);
  }

  /** Carries one batch; answers how many facts it held. */
  private async carry(): Promise<number> {
    const rows = await this.take();
    if (rows.length === 0) return 0;
    try {
      await this.queues.add(rows.flatMap((row) => this.ordersFor(row)));
    } catch (error) {
      await this.putBack(rows).catch((worse: unknown) => this.log.warn(`Taken rows are free in ${TAKEN_S} s only: ${told(worse)}`));
      throw error;
    }
    await this.settle(rows);
    return rows.length;
  }

  private take(): Promise<OutboxRow[]> {
    return this.db.query<OutboxRow>(
      sql`UPDATE outbox SET taken_until = clock_timestamp() + ${TAKEN_S} * interval '1 s' WHERE fact_id IN (
            SELECT fact_id FROM outbox WHERE taken_until IS NULL OR taken_until < clock_timestamp()
             ORDER BY fact_id LIMIT ${this.settings.relayBatch} FOR UPDATE SKIP LOCKED)
          RETURNING fact_id::text AS "factId", subject_id AS "subjectId", seq, name`,
      'relay.take',
    );
  }

  private ordersFor({ name, subjectId, seq }: OutboxRow): Order[] {
    return (this.reactions[name] ?? []).map((kind) => ({ job: { kind, id: subjectId, generation: seq } }));
  }

  private async settle(rows: readonly OutboxRow[]): Promise<void> {
    await this.db.query(
      sql`WITH gone AS (DELETE FROM outbox WHERE fact_id = ANY (${idsOf(rows)}::bigint[]))
          SELECT pg_notify('facts', told) FROM unnest(${notifications(rows)}::text[]) AS told`,
      'relay.settle',
    );
  }

  private async putBack(rows: readonly OutboxRow[]): Promise<void> {
    await this.db.query(sql`UPDATE outbox SET taken_until = NULL WHERE fact_id = ANY (${idsOf(rows)}::bigint[])`, 'relay.putBack');
  }
}

function idsOf(rows: readonly OutboxRow[]): string[] {
  return rows.map(({ factId }) => factId);
}

/** JSON lists of {subjectId, name, seq}, each short enough for one notification. */
function notifications(rows: readonly OutboxRow[]): string[] {
  const lists: string[][] = [];
  let bytes = Infinity;
  for (const { subjectId, name, seq } of rows) {
    const told = JSON.stringify({ subjectId, name, seq });
    bytes += told.length + 1; // ids and names are ASCII
    if (bytes > NOTIFY_BYTES_MAX) {
      lists.push([]);
      bytes = told.length + 2;
    }
    lists.at(-1)?.push(told);
  }
  return lists.map((list) => `[${list.join(',')}]`);
}
