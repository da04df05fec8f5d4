import type { CapScope } from '#people';
import type { SmallHouse } from './small-house.js';

/** A limit over time, in minor units of its currency. */
export interface CapOf {
  readonly scope: CapScope;
  readonly limitMinor: number;
  readonly currency?: string;
}

let versions = 0;

/** Puts a version of the guardrails in force that has these caps and the bands of the one before: proposed by Wei, activated by Ana. */
export async function capTheHouse(house: SmallHouse, caps: readonly CapOf[], bands?: string): Promise<void> {
  const id = `grd_caps${++versions}`;
  const [{ now } = { now: new Date() }] = await house.rows<{ now: Date }>('SELECT house_now() AS now');
  await house.admin.query('BEGIN');
  try {
    await house.admin.query(`INSERT INTO guardrails (id, version, replaces, proposed_by, proposed_human)
      SELECT '${id}', (SELECT max(version) + 1 FROM guardrails), g.id, 'per_wei', 'hum_wei' FROM guardrails g WHERE g.active`);
    await house.admin.query(
      bands
        ? `INSERT INTO bands (guardrails_id, position, up_to, currency, quorum) SELECT '${id}', b.* FROM (VALUES ${bands}) AS b (position, up_to, currency, quorum)`
        : `INSERT INTO bands (guardrails_id, position, kinds, up_to, currency, quorum)
             SELECT '${id}', b.position, b.kinds, b.up_to, b.currency, b.quorum FROM guardrails g JOIN bands b ON b.guardrails_id = g.id WHERE g.active`,
    );
    for (const { scope, limitMinor, currency = 'AUD' } of caps) {
      await house.admin.query(
        `INSERT INTO caps (guardrails_id, scope, limit_minor, currency) VALUES ('${id}', '${scope}', ${limitMinor}, '${currency}')`,
      );
    }
    await house.admin.query(`UPDATE guardrails SET active = false, superseded_at = $1 WHERE active`, [now]);
    await house.admin.query(
      `UPDATE guardrails SET active = true, activated_by = 'per_ana', activated_human = 'hum_ana', activated_at = $1 WHERE id = '${id}'`,
      [now],
    );
    await house.admin.query('COMMIT');
  } catch (error) {
    await house.admin.query('ROLLBACK');
    throw error;
  }
}

/** What each counter that is not empty says: scope, subject and amount, in the order of their names. */
export async function counters(house: SmallHouse): Promise<[scope: string, subject: string, used: number][]> {
  const rows = await house.rows<{ scope: string; subject: string; used: string }>(
    'SELECT scope, subject, sum(used_minor)::text AS used FROM cap_counters GROUP BY 1, 2 HAVING sum(used_minor) > 0 ORDER BY 1, 2',
  );
  return rows.map(({ scope, subject, used }) => [scope, subject.replaceAll('hum_', ''), Number(used)]);
}
