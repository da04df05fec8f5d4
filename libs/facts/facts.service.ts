import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { keyset, type Page, type Paged, type PageOrder, pageOf, type PageRequest } from '#pages';
import sql from 'sql-template-tag';
import type { FactName } from './fact-names.js';

/** One entry of a timeline. */
export interface TimelineEntry extends Paged {
  subjectId: string;
  seq: number;
  actorId: string | null;
  name: FactName;
  at: Date;
}

/** Ids of facts as clients see them: opaque, and of one length so that they sort like the numbers they are. */
const FACT_ID = sql`'fac_' || lpad(f.id::text, 19, '0')`;
const OLDEST_FIRST: PageOrder = { key: sql`f.at`, kind: 'instant', id: FACT_ID, descending: false };

/** Reads what happened. Facts are only ever written as an arm of the statement that makes them true: see recordFacts. */
@Injectable()
export class FactsService {
  constructor(private readonly db: Database) {}

  /** The facts of some subjects, oldest first; the subjects belong together, such as an exception and its review. */
  async timeline(subjectIds: readonly string[], request: PageRequest): Promise<Page<TimelineEntry>> {
    const page = keyset(OLDEST_FIRST, request);
    const rows = await this.db.query<TimelineEntry & Record<string, unknown>>(
      sql`SELECT ${FACT_ID} AS id, ${page.key}, f.subject_id AS "subjectId", f.seq, f.actor_id AS "actorId", f.name, f.at FROM facts f
           WHERE f.subject_id = ANY (${subjectIds}) AND ${page.where} ${page.tail}`,
    );
    return pageOf(rows, request);
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
