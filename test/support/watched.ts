import { Database } from '#database';
import type pg from 'pg';
import type { Sql } from 'sql-template-tag';

/** A database that remembers what it was asked last. */
export class Watched extends Database {
  private last: Sql | undefined;

  override query<Row extends pg.QueryResultRow>(statement: Sql, name?: string): Promise<Row[]> {
    this.last = statement;
    return super.query<Row>(statement, name);
  }

  /** That what was asked last walks the index and sorts nothing. @throws Error with the plan, when it does not */
  async walks(admin: pg.Client, index: string): Promise<void> {
    if (!this.last) throw new Error('Nothing was asked.');
    const { rows } = await admin.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${this.last.text}`, this.last.values);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    if (!plan.includes(`using ${index} `) || /\bSort\b/.test(plan)) throw new Error(`This does not walk ${index}:\n${plan}`);
  }

  /** How many pages of the database what was asked last looks at. */
  async pages(admin: pg.Client): Promise<number> {
    if (!this.last) throw new Error('Nothing was asked.');
    const { rows } = await admin.query<{ 'QUERY PLAN': [{ Plan: Record<string, number> }] }>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${this.last.text}`,
      this.last.values,
    );
    const plan = rows[0]?.['QUERY PLAN'][0].Plan;
    return (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0);
  }
}
