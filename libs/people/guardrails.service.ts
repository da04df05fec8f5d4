import { Injectable } from '@nestjs/common';
import { Database, newId, type Queryable } from '#database';
import { keyset, type Page, type Paged, pageOf, type PageRequest } from '#pages';
import sql, { type Sql } from 'sql-template-tag';
import { isAdmin, isAuditor } from './access.rules.js';
import type { Actor } from './actor.js';
import type { CapDraft } from './guardrails-change.rules.js';
import type { Band, Guardrails } from './guardrails.entity.js';
import { GuardrailsVersionsHiddenError } from './guardrails.errors.js';
import { CAPS, GUARDRAILS_STATUS } from './guardrails.look.js';
import { defaultBands, type MeasuredRemedy, quorumFor } from './guardrails.rules.js';
import type { GuardrailsStatus } from './guardrails.words.js';

/** A version of the guardrails with its bands, in their order, and its caps. */
export type GuardrailsWithBands = Omit<Guardrails, 'madeIn'> & {
  readonly status: GuardrailsStatus;
  readonly bands: Omit<Band, 'guardrailsId'>[];
  readonly caps: CapDraft[];
};

const COLUMNS = sql`g.id, g.version, g.active, g.replaces, g.proposed_by AS "proposedBy", g.proposed_human AS "proposedHuman", g.created_at AS "createdAt",
  g.activated_by AS "activatedBy", g.activated_human AS "activatedHuman", g.activated_at AS "activatedAt", g.superseded_at AS "supersededAt",
  g.unsatisfiable_since AS "unsatisfiableSince", ${GUARDRAILS_STATUS} AS status, ${CAPS} AS caps,
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

  /**
   * Every version, the newest first, one page.
   * @throws GuardrailsVersionsHiddenError for whoever is neither admin nor auditor
   */
  async versions(page: PageRequest, actor: Actor): Promise<Page<GuardrailsWithBands & Paged>> {
    if (!isAdmin(actor) && !isAuditor(actor)) throw new GuardrailsVersionsHiddenError();
    const { key, where, tail } = keyset({ key: sql`g.version`, kind: 'integer', id: sql`g.id`, descending: true }, page);
    const rows = await this.db.query<GuardrailsWithBands & Paged>(sql`SELECT ${COLUMNS}, ${key} FROM guardrails g WHERE ${where} ${tail}`);
    return pageOf(rows, page);
  }

  /** How many versions there are. */
  async count(): Promise<number> {
    return this.number(sql`SELECT count(*)::int AS number FROM guardrails`);
  }

  /** How many humans could co-sign somebody else's proposal at this moment. */
  async peopleWhoCouldSign(): Promise<number> {
    return this.number(sql`SELECT people_who_could_sign() AS number`);
  }

  /** Co-signatures that the bands in force ask for, besides the proposer. */
  async quorumFor(remedy: MeasuredRemedy): Promise<number> {
    const { bands } = await this.active();
    const quorum = quorumFor(bands, remedy);
    if (quorum === undefined) throw new Error('The active guardrails have no bands.');
    return quorum;
  }

  private async number(query: Sql): Promise<number> {
    const [row] = await this.db.query<{ number: number }>(query);
    if (!row) throw new Error('This query always has one row.');
    return row.number;
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
