import type { Queryable } from '#database';
import sql from 'sql-template-tag';

/**
 * Tells the database what it must know of the settings: where the house counts its days, over how many of them remedies for one cause are summed, and
 * in which language words are read. Only the owner of the database may: no service can move midnight.
 */
export async function ensureHouse(
  db: Queryable,
  { houseTimeZone, sameCauseDays, searchLanguage }: { houseTimeZone: string; sameCauseDays: number; searchLanguage: string },
): Promise<void> {
  await db.query(
    sql`UPDATE house SET time_zone = ${houseTimeZone}, same_cause_days = ${sameCauseDays}, search_language = ${searchLanguage}
         WHERE (time_zone, same_cause_days, search_language) IS DISTINCT FROM (${houseTimeZone}, ${sameCauseDays}::smallint, ${searchLanguage}::text)`,
  );
}
