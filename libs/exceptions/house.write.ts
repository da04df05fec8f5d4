import type { Queryable } from '#database';
import sql from 'sql-template-tag';

/**
 * Tells the walls what they must know of the settings: where the house counts its days, and over how many of them remedies for one cause are summed.
 * Only the owner of the database may: no service can move midnight.
 */
export async function ensureHouse(
  db: Queryable,
  { houseTimeZone, sameCauseDays }: { houseTimeZone: string; sameCauseDays: number },
): Promise<void> {
  await db.query(
    sql`UPDATE house SET time_zone = ${houseTimeZone}, same_cause_days = ${sameCauseDays}
         WHERE (time_zone, same_cause_days) IS DISTINCT FROM (${houseTimeZone}, ${sameCauseDays}::smallint)`,
  );
}
