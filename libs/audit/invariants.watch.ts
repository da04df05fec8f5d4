import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#database';
import { recordFacts } from '#facts';
import sql, { raw } from 'sql-template-tag';
import { type BrokenInvariant, brokenIn, inSnapshot } from './invariants.js';

/** What all facts about the whole house are of. */
const SUBJECT = 'house';
/** The keys of the advisory lock: one process looks, the others leave it to that one. */
const LOCK = [7305, 30];
/** At most so many rows of one invariant go into the log. */
const SHOWN = 5;

/** Looks whether everything that must always be true of the house still is. Runs in the api, whose login may read all tables. */
@Injectable()
export class InvariantsWatch {
  private readonly log = new Logger(InvariantsWatch.name);

  constructor(private readonly db: Database) {}

  /**
   * Looks at all invariants at one instant, unless another process does. What does not hold is written to the log with its ids, and becomes a
   * fact when it is news, of which admins and auditors are told. Changes nothing else. Answers the names, or undefined when another process looks.
   * @param url of the database; the look has a connection of its own, since it may take longer than any request
   */
  async look(url: string): Promise<readonly string[] | undefined> {
    const broken = await inSnapshot(url, async (client) => {
      const { rows } = await client.query<{ alone: boolean }>('SELECT pg_try_advisory_xact_lock($1, $2) AS alone', LOCK);
      return rows[0]?.alone ? brokenIn(client) : undefined;
    });
    if (!broken) return undefined;
    for (const { name, rows } of broken) this.log.error(`${name} does not hold: ${JSON.stringify(rows.slice(0, SHOWN))} of ${rows.length}`);
    await this.tell(broken);
    return broken.map(({ name }) => name);
  }

  /** One fact when something else is broken than was told last. */
  private async tell(broken: readonly BrokenInvariant[]): Promise<void> {
    const names = broken.map(({ name }) => name);
    const name = names.length > 0 ? 'house.invariantsBroken' : 'house.invariantsHeld';
    const facts = [{ subjectId: SUBJECT, actorId: null, name, body: { names } }] as const;
    await this.db.query(
      sql`WITH news AS (SELECT 1 WHERE ${names}::text[] IS DISTINCT FROM coalesce((
              SELECT ARRAY(SELECT json_array_elements_text(f.body -> 'names')) FROM facts f WHERE f.subject_id = ${SUBJECT} ORDER BY f.seq DESC LIMIT 1), '{}')),
            recorded AS (${recordFacts(facts, raw('news'))}) SELECT 1 FROM recorded`,
      'invariants.tell',
    );
  }
}
