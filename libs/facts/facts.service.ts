import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import sql from 'sql-template-tag';
import type { FactName } from './fact-names.js';

/** One entry of a timeline. */
export interface TimelineEntry {
  id: string;
  subjectId: string;
  seq: number;
  actorId: string | null;
  name: FactName;
  at: Date;
}

/** Reads what happened. Facts are only ever written as an arm of the statement that makes them true: see recordFacts. */
@Injectable()
export class FactsService {
  constructor(private readonly db: Database) {}

  /** The facts of some subjects, oldest first; the subjects belong together, such as an exception and its review. */
  timeline(subjectIds: readonly string[], after: string | undefined, most: number): Promise<TimelineEntry[]> {
    return this.db.query<TimelineEntry>(
      sql`SELECT id::text, subject_id AS "subjectId", seq, actor_id AS "actorId", name, at FROM facts
           WHERE subject_id = ANY (${subjectIds}) AND id > ${after ?? '0'}::bigint ORDER BY id LIMIT ${most}`,
      'facts.timeline',
    );
  }

  /** How many facts some subjects have. */
  async count(subjectIds: readonly string[]): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM facts WHERE subject_id = ANY (${subjectIds})`,
      'facts.count',
    );
    return row?.count ?? 0;
  }
}
