import { Injectable } from '@nestjs/common';
import { Database, newId, type Queryable } from '#database';
import sql from 'sql-template-tag';
import type { Band, Guardrails } from './guardrails.entity.js';
import { defaultBands, type MeasuredRemedy, quorumFor } from './guardrails.rules.js';

/** A version of the guardrails with its bands, in their order. */
export type GuardrailsWithBands = Guardrails & { bands: Omit<Band, 'guardrailsId'>[] };

const COLUMNS = sql`g.id, g.version, g.active, g.proposed_by AS "proposedBy", g.activated_by AS "activatedBy", g.created_at AS "createdAt",
  (SELECT coalesce(json_agg(json_build_object('position', b.position, 'kinds', b.kinds, 'upTo', b.up_to, 'currency', b.currency, 'quorum', b.quorum)
     ORDER BY b.position), '[]') FROM bands b WHERE b.guardrails_id = g.id) AS bands`;

/** The limits of the house, as versioned data: read afresh for each decision, never kept. */
@Injectable()
export class GuardrailsService {
  constructor(private readonly db: Database) {}

  /** The version in force. */
  async active(): Promise<GuardrailsWithBands> {
    const [active] = await this.db.query<GuardrailsWithBands>(sql`SELECT ${COLUMNS} FROM guardrails g WHERE g.active`, 'guardrails.active');
    if (!active) throw new Error('No guardrails are active. Run the migrations, which install the first ones.');
    return active;
  }

  /** Versions by their ids, in any order; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<GuardrailsWithBands[]> {
    return this.db.query<GuardrailsWithBands>(sql`SELECT ${COLUMNS} FROM guardrails g WHERE g.id = ANY (${ids})`, 'guardrails.byIds');
  }

  /** Co-signatures that the bands in force ask for, besides the proposer. */
  async quorumFor(remedy: MeasuredRemedy): Promise<number> {
    const { bands } = await this.active();
    const quorum = quorumFor(bands, remedy);
    if (quorum === undefined) throw new Error('The active guardrails have no bands.');
    return quorum;
  }
}

/**
 * Gives a new house its first guardrails, in the name of the house itself; does nothing when there are any.
 * Safe to repeat, and to call from several processes at once.
 */
export async function ensureGuardrails(db: Queryable, currency: string): Promise<void> {
  await db.query(
    sql`WITH first AS (INSERT INTO guardrails (id, version, active, proposed_by, proposed_human, activated_by, activated_human, activated_at)
        SELECT ${newId('grd')}, 1, true, p.id, p.human_id, p.id, p.human_id, house_now() FROM people p WHERE p.id = 'per_house' AND NOT EXISTS (SELECT 1 FROM guardrails)
        ON CONFLICT DO NOTHING RETURNING id)
      INSERT INTO bands (guardrails_id, position, up_to, currency, quorum)
      SELECT first.id, b.position, b."upTo", b.currency, b.quorum
        FROM first, json_to_recordset(${JSON.stringify(defaultBands(currency))}::json) AS b (position smallint, "upTo" bigint, currency text, quorum smallint)`,
  );
}
