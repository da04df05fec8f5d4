import type { Database } from '#database';
import sql from 'sql-template-tag';
import type { SealedCheckpoint } from './checkpoint.rules.js';
import type { Place } from './place.js';
import { CHECKPOINT_COLUMNS } from './sealing.js';

/** How a place outside stands. */
export interface PlaceState {
  readonly place: Place['name'];
  /** The number of the last checkpoint that it took. */
  readonly sentUpTo: number;
  /** Since when it takes none; null when it does. */
  readonly failingSince: Date | null;
  readonly trouble: string | null;
}

/** So many checkpoints are sent at once. */
const BATCH = 200;

const STATE = sql`place, sent_up_to AS "sentUpTo", failing_since AS "failingSince", trouble`;

/** Sends checkpoints to a place outside the database, and keeps how far that went. A place that does not take them stops nobody. */
export class Sending {
  constructor(
    private readonly db: Database,
    private readonly place: Place,
  ) {}

  /** Sends everything that was not sent yet. Answers how the place stands; rejects only when the database does not answer. */
  async round(): Promise<PlaceState> {
    let state = await this.state();
    for (let batch = await this.waiting(state.sentUpTo); batch.length > 0; batch = await this.waiting(state.sentUpTo)) {
      try {
        await this.place.take(batch);
      } catch (error) {
        return this.failed(error);
      }
      state = await this.sent(batch.at(-1)?.number ?? state.sentUpTo);
    }
    return state;
  }

  private async state(): Promise<PlaceState> {
    const [found] = await this.db.query<PlaceState & Record<string, unknown>>(
      sql`SELECT ${STATE} FROM seal_places WHERE place = ${this.place.name}`,
      'seal.place',
    );
    if (found) return found;
    await this.db.query(sql`INSERT INTO seal_places (place) VALUES (${this.place.name}) ON CONFLICT (place) DO NOTHING`);
    return this.state();
  }

  private waiting(sentUpTo: number): Promise<SealedCheckpoint[]> {
    return this.db.query<SealedCheckpoint & Record<string, unknown>>(
      sql`SELECT ${CHECKPOINT_COLUMNS} FROM checkpoints WHERE number > ${sentUpTo} ORDER BY number LIMIT ${BATCH}`,
      'seal.waiting',
    );
  }

  private async sent(upTo: number): Promise<PlaceState> {
    const [row] = await this.db.query<PlaceState & Record<string, unknown>>(
      sql`UPDATE seal_places SET sent_up_to = ${upTo}, sent_at = house_now(), failing_since = NULL, trouble = NULL
           WHERE place = ${this.place.name} RETURNING ${STATE}`,
      'seal.sent',
    );
    return known(row);
  }

  private async failed(error: unknown): Promise<PlaceState> {
    const [row] = await this.db.query<PlaceState & Record<string, unknown>>(
      sql`UPDATE seal_places SET failing_since = coalesce(failing_since, house_now()), trouble = ${troubleIn(error)}
           WHERE place = ${this.place.name} RETURNING ${STATE}`,
      'seal.failed',
    );
    return known(row);
  }
}

function known(row: PlaceState | undefined): PlaceState {
  if (!row) throw new Error('The row of a place is made before anything is sent to it.');
  return row;
}

/** What went wrong, in a few words and without what an address may hold. */
function troubleIn(error: unknown): string {
  const { code, message, cause } = error as NodeJS.ErrnoException & { cause?: NodeJS.ErrnoException };
  return String(cause?.code ?? code ?? message).slice(0, 300) || 'it failed without a word';
}
