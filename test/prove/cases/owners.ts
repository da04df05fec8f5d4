import type { SmallHouse } from '../../support/small-house.js';

/** Now: not one open range, or more than one open offer. */
export async function withoutOneOwner(house: SmallHouse, caseIds: readonly string[]): Promise<string[]> {
  const rows = await house.rows<{ id: string }>(
    `SELECT c.id FROM unnest($1::text[]) AS c(id) WHERE (SELECT count(*) FROM ownership o WHERE o.case_id = c.id AND o.until_at IS NULL) <> 1
        OR (SELECT count(*) FROM hand_offs h WHERE h.case_id = c.id AND h.status = 'OFFERED') > 1`,
    [caseIds],
  );
  return rows.map(({ id }) => `${id} has not exactly one owner, or two open offers`);
}

/** At the beginning and the very end of every ownership, the millisecond before that and half-way between: not one owner. At the end it is the next one's. */
export async function everWithoutOneOwner(house: SmallHouse): Promise<string[]> {
  const rows = await house.rows<{ id: string; at: Date; owners: number }>(
    `WITH instants AS (SELECT o.case_id AS id, unnest(ARRAY[o.from_at, o.from_at + (coalesce(o.until_at, house_now()) - o.from_at) / 2, coalesce(o.until_at, house_now()) - interval '1 ms', o.until_at]) AS at FROM ownership o)
     SELECT i.id, i.at, (SELECT count(*)::int FROM ownership o WHERE o.case_id = i.id AND tstzrange(o.from_at, o.until_at) @> i.at) AS owners
       FROM instants i JOIN cases c ON c.id = i.id AND i.at >= c.opened_at
      WHERE (SELECT count(*) FROM ownership o WHERE o.case_id = i.id AND tstzrange(o.from_at, o.until_at) @> i.at) <> 1`,
  );
  return rows.map(({ id, at, owners }) => `${id} had ${owners} owners at ${at.toISOString()}`);
}
