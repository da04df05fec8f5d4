import type { Database } from '#database';
import sql, { raw } from 'sql-template-tag';

/**
 * Lets the seed live through the last weeks: moves the clock of the house while one transaction lasts. Nobody else ever sees another time,
 * and whatever goes wrong, nothing of it stays. The database must have a single connection.
 */
export class TimeMachine {
  constructor(private readonly db: Database) {}

  /** Runs the work in one transaction of a moved clock, as the owner of the schema. */
  async travel(work: () => Promise<void>): Promise<void> {
    await this.db.query(sql`BEGIN`);
    try {
      await this.db.query(sql`SET LOCAL ROLE countersign_owner`);
      await work();
      await this.to(0);
      await this.db.query(sql`COMMIT`);
    } catch (error) {
      await this.db.query(sql`ROLLBACK`);
      throw error;
    }
  }

  /** It is so many minutes ago, from here on. What the database checks at a commit is checked now, as it would have been then. */
  async to(minutesAgo: number): Promise<void> {
    await this.settle();
    const now = `date_trunc('milliseconds', clock_timestamp())${minutesAgo > 0 ? ` - interval '${minutesAgo} minutes'` : ''}`;
    await this.db.query(
      sql`${raw(`CREATE OR REPLACE FUNCTION house_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$\n  SELECT ${now}\n$$`)}`,
    );
  }

  /** Has the database check now what it would check at a commit. */
  async settle(): Promise<void> {
    await this.db.query(sql`SET CONSTRAINTS ALL IMMEDIATE`);
    await this.db.query(sql`SET CONSTRAINTS ALL DEFERRED`);
  }
}
