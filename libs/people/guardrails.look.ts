import type { Queryable } from '#database';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { CapDraft, GuardrailsActivation, GuardrailsGround } from './guardrails-change.rules.js';

/** How many admins are named who could act instead. */
const ADMINS_MOST = 20;

/** Admins who are active and here, and one account of each human who could co-sign, both by name, as JSON. */
const people =
  raw(`(SELECT coalesce(json_agg(json_build_object('id', a.id, 'humanId', a.human_id)), '[]') FROM (SELECT p.id, p.human_id FROM people p
    WHERE p.kind = 'PERSON' AND p.active AND 'ADMIN' = ANY (p.roles) AND coalesce(p.away_until <= house_now(), true)
    ORDER BY p.name, p.id LIMIT ${ADMINS_MOST}) AS a) AS admins,
  (SELECT coalesce(json_agg(json_build_object('id', e.id, 'name', e.name) ORDER BY e.name, e.id), '[]') FROM (SELECT DISTINCT ON (coalesce(p.linked_human, p.human_id)) p.id, p.name FROM people p
    WHERE p.kind = 'PERSON' AND p.active AND p.faces_customers AND coalesce(p.away_until <= house_now(), true) ORDER BY coalesce(p.linked_human, p.human_id), p.created_at, p.id) AS e) AS eligible`);

/** What is used by now of caps that are given as JSON, as JSON. */
const usedOf = (caps: Sql): Sql =>
  sql`(SELECT coalesce(json_agg(json_build_object('scope', c.scope, 'currency', c."limit" ->> 'currency', 'used', cap_used_most(c.scope, c."limit" ->> 'currency'))), '[]')
    FROM json_to_recordset(${caps}) AS c (scope text, "limit" json)) AS used`;

/** Looks at the people of the house, at the version in force, and at what is used of the caps that should hold, in one query. */
export async function lookAtGround(db: Queryable, caps: readonly CapDraft[]): Promise<GuardrailsGround & { readonly inForce: string }> {
  const [row] = await db.query<GuardrailsGround & { inForce: string } & Record<string, unknown>>(
    sql`SELECT ${people}, ${usedOf(sql`${JSON.stringify(caps)}::json`)}, g.id AS "inForce" FROM guardrails g WHERE g.active`,
    'guardrails.lookAtGround',
  );
  if (!row) throw new Error('No guardrails are active. Run the migrations, which install the first ones.');
  return row;
}

/** Looks at a version that is to be activated, with the people of the house; undefined when there is no such version. */
export async function lookAtVersion(db: Queryable, id: string): Promise<(VersionNow & GuardrailsGround) | undefined> {
  const [row] = await db.query<VersionNow & GuardrailsGround & Record<string, unknown>>(
    sql`SELECT ${people}, ${usedOf(sql`${CAPS}`)}, g.replaces, json_build_object('number', g.version, 'status', ${GUARDRAILS_STATUS}, 'proposedHuman', g.proposed_human,
          'quorumMost', (SELECT max(b.quorum) FROM bands b WHERE b.guardrails_id = g.id), 'caps', ${CAPS}) AS version
          FROM guardrails g WHERE g.id = ${id}`,
    'guardrails.lookAtVersion',
  );
  return row;
}

/** A version with what decides about it, and the version that it would replace. */
export interface VersionNow {
  readonly version: GuardrailsActivation['version'];
  readonly replaces: string | null;
}

/** Where a version `g` stands: derived, so that it cannot be wrong. */
export const GUARDRAILS_STATUS = raw(`CASE WHEN g.superseded_at IS NOT NULL THEN 'SUPERSEDED' WHEN g.active THEN 'ACTIVE'
  WHEN EXISTS (SELECT 1 FROM guardrails r WHERE r.id = g.replaces AND r.active) THEN 'PROPOSED' ELSE 'OVERTAKEN' END`);

/** The caps of a version `g` as JSON, in the order in which they are always told. */
export const CAPS =
  raw(`(SELECT coalesce(json_agg(json_build_object('scope', c.scope, 'limit', json_build_object('amountMinor', c.limit_minor, 'currency', c.currency))
  ORDER BY c.scope, c.currency), '[]') FROM caps c WHERE c.guardrails_id = g.id)`);
