import { type Once, type Queryable, takeKey } from '#database';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw } from 'sql-template-tag';
import { type BandDraft, kindsOf } from './bands.rules.js';
import type { CapDraft } from './guardrails-change.rules.js';

/** What every change of the guardrails writes besides itself. */
export interface WrittenGuardrails {
  readonly id: string;
  readonly by: { readonly personId: string; readonly humanId: string };
  readonly facts: readonly NewFact[];
  readonly once: Once | undefined;
}

/** Stores a version that is to replace another one, with its bands and caps; no row when that one is no longer in force. */
export function writeProposal(
  db: Queryable,
  { id, by, facts, once }: WrittenGuardrails,
  limits: { replaces: string; bands: readonly BandDraft[]; caps: readonly CapDraft[] },
): Promise<{ id: string }[]> {
  const bands = limits.bands.map((band, place) => ({
    position: place + 1,
    kinds: band.kinds ? kindsOf(band) : null,
    up_to: band.upTo?.amountMinor ?? null,
    currency: band.upTo?.currency ?? null,
    quorum: band.quorum,
  }));
  const caps = limits.caps.map(({ scope, limit }) => ({ scope, limit_minor: limit.amountMinor, currency: limit.currency }));
  return db.query<{ id: string }>(
    sql`WITH changed AS (INSERT INTO guardrails (id, version, replaces, proposed_by, proposed_human)
          SELECT ${id}, (SELECT max(v.version) + 1 FROM guardrails v), g.id, ${by.personId}, ${by.humanId} FROM guardrails g WHERE g.id = ${limits.replaces} AND g.active RETURNING id),
        banded AS (INSERT INTO bands (guardrails_id, position, kinds, up_to, currency, quorum)
          SELECT changed.id, b.* FROM changed, json_to_recordset(${JSON.stringify(bands)}::json) AS b (position smallint, kinds text[], up_to bigint, currency text, quorum smallint)),
        capped AS (INSERT INTO caps (guardrails_id, scope, limit_minor, currency)
          SELECT changed.id, c.* FROM changed, json_to_recordset(${JSON.stringify(caps)}::json) AS c (scope text, limit_minor bigint, currency text)),
        recorded AS (${recordFacts(facts, raw('changed'))}), keyed AS (${takeKey(once, id, raw('changed'))}) SELECT id FROM changed`,
    'guardrails.propose',
  );
}

/**
 * Stores that a version is in force from now on, and that the one that it replaces ends at that very instant. Both rows are locked before the
 * clock is asked; `ended` is counted so that the old version ends before the new one begins. No row when either of them moved meanwhile.
 */
export function writeActivation(db: Queryable, { id, by, facts, once }: WrittenGuardrails): Promise<{ id: string }[]> {
  return db.query<{ id: string }>(
    sql`WITH seen AS (SELECT g.id, g.replaces FROM guardrails g WHERE g.id = ${id} AND g.activated_at IS NULL FOR UPDATE),
        before AS (SELECT g.id FROM guardrails g JOIN seen ON seen.replaces = g.id WHERE g.active FOR UPDATE OF g),
        moment AS (SELECT seen.id, before.id AS ends, house_now() AS at FROM seen, before),
        ended AS (UPDATE guardrails g SET active = false, superseded_at = moment.at FROM moment WHERE g.id = moment.ends RETURNING g.id),
        changed AS (UPDATE guardrails g SET active = true, activated_by = ${by.personId}, activated_human = ${by.humanId}, activated_at = moment.at
          FROM moment WHERE g.id = moment.id AND (SELECT count(*) FROM ended) = 1 RETURNING g.id),
        recorded AS (${recordFacts(facts, raw('changed'))}), keyed AS (${takeKey(once, id, raw('changed'))}) SELECT id FROM changed`,
    'guardrails.activate',
  );
}
