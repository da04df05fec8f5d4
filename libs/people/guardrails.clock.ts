import { Injectable, Logger } from '@nestjs/common';
import { Database } from '#database';
import { recordFacts } from '#facts';
import sql, { raw } from 'sql-template-tag';
import { isSatisfiable } from './guardrails-change.rules.js';

/** The guardrails in force, beside the people who would have to satisfy them. */
interface Watched {
  readonly id: string;
  readonly quorumMost: number;
  readonly eligible: number;
  /** Whether it was noticed, and told, that they cannot be satisfied. */
  readonly isAlarmed: boolean;
  /** Facts so far: the generation of a job on them. */
  readonly facts: number;
}

/** Notices when people come and go so that the strictest band can no longer be satisfied, and when it can again. Runs in the worker. */
@Injectable()
export class GuardrailsClock {
  private readonly log = new Logger(GuardrailsClock.name);

  constructor(private readonly db: Database) {}

  /**
   * Compares the guardrails in force with the people who are here, and tells a change by one fact, once, whoever notices it first. Decides
   * nothing: what is open waits, and an admin acts. Safe to repeat. Answers whether something changed.
   */
  async check(): Promise<boolean> {
    const watched = await this.look();
    return watched !== undefined && isNews(watched) && (await this.tell(watched));
  }

  /** The guardrails in force when a change was not told yet, as for the sweep; else undefined. Time alone changes it, when somebody comes back. */
  async due(): Promise<{ id: string; generation: number } | undefined> {
    const watched = await this.look();
    return watched && isNews(watched) ? { id: watched.id, generation: watched.facts } : undefined;
  }

  private async look(): Promise<Watched | undefined> {
    const [row] = await this.db.query<Watched & Record<string, unknown>>(
      sql`SELECT g.id, (SELECT max(b.quorum) FROM bands b WHERE b.guardrails_id = g.id) AS "quorumMost", people_who_could_sign() AS eligible,
            g.unsatisfiable_since IS NOT NULL AS "isAlarmed", (SELECT count(*)::int FROM facts f WHERE f.subject_id = g.id) AS facts
            FROM guardrails g WHERE g.active`,
      'guardrails.watch',
    );
    return row;
  }

  private async tell({ id, isAlarmed, eligible, quorumMost }: Watched): Promise<boolean> {
    const name = isAlarmed ? 'guardrails.satisfiable' : 'guardrails.unsatisfiable';
    const facts = [{ subjectId: id, actorId: null, name, body: { eligible, quorum: quorumMost } }] as const;
    const rows = await this.db.query(
      sql`WITH changed AS (UPDATE guardrails SET unsatisfiable_since = CASE WHEN NOT ${isAlarmed}::boolean THEN house_now() END
            WHERE id = ${id} AND active AND (unsatisfiable_since IS NOT NULL) = ${isAlarmed}::boolean RETURNING id),
          recorded AS (${recordFacts(facts, raw('changed'))}) SELECT id FROM changed`,
      'guardrails.tell',
    );
    if (rows.length === 0) return false;
    const now = `${eligible} people could co-sign, and the strictest band needs ${quorumMost} besides the proposer.`;
    if (isAlarmed) this.log.log(`The guardrails can be satisfied again: ${now}`);
    else this.log.warn(`The guardrails cannot be satisfied: ${now}`);
    return true;
  }
}

function isNews({ isAlarmed, quorumMost, eligible }: Watched): boolean {
  return isAlarmed === isSatisfiable(quorumMost, eligible);
}
