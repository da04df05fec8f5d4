import type { Queryable } from '#database';
import sql from 'sql-template-tag';

/**
 * Tells the database what it must know of the settings: where the house counts its days, over how many of them remedies for one cause are summed, in
 * which language words are read, and what share of decisions is looked at twice, for how many days. Only the owner of the database may: no service
 * can move midnight.
 */
export async function ensureHouse(db: Queryable, settings: HouseSettings): Promise<void> {
  const { houseTimeZone, sameCauseDays, searchLanguage, blindShare, blindDays } = settings;
  await db.query(
    sql`UPDATE house SET time_zone = ${houseTimeZone}, same_cause_days = ${sameCauseDays}, search_language = ${searchLanguage}, blind_share = ${blindShare}, blind_days = ${blindDays}
         WHERE (time_zone, same_cause_days, search_language, blind_share, blind_days)
            IS DISTINCT FROM (${houseTimeZone}, ${sameCauseDays}::smallint, ${searchLanguage}::text, ${blindShare}::smallint, ${blindDays}::smallint)`,
  );
}

interface HouseSettings {
  readonly houseTimeZone: string;
  readonly sameCauseDays: number;
  readonly searchLanguage: string;
  readonly blindShare: number;
  readonly blindDays: number;
}
