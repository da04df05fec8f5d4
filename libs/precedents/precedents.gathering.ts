import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import sql from 'sql-template-tag';

/** Few enough that nobody waits for their locks. */
const BATCH = 100;

/** Puts what was approved among the precedents, so that it is found. Safe to repeat; runs in the worker, which reads no words: the database does it. */
@Injectable()
export class PrecedentsGathering {
  constructor(private readonly db: Database) {}

  /** Gathers until nothing is due; answers how many. What is being changed at this moment is left for the next time. */
  async gather(): Promise<number> {
    for (let gathered = 0; ;) {
      const [row] = await this.db.query<{ count: number }>(sql`SELECT gather_precedents(${BATCH}) AS count`, 'precedents.gather');
      gathered += row?.count ?? 0;
      if (row?.count !== BATCH) return gathered;
    }
  }
}
