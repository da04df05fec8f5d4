import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#database';
import { REMEDY_KINDS } from '#exceptions';
import { type NewFact, recordFacts } from '#facts';
import { SETTINGS, type Settings } from '#settings';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { Matter } from './patterns.reads.js';

/** A pattern becomes a candidate by an approval, so only those with one of the last days are counted; long enough for a worker that was down. */
const LATELY_DAYS = 2;

/** Tells reviewers of patterns that are decided again and again. Decides nothing, is safe to repeat, and runs in the worker. */
@Injectable()
export class PatternsClock {
  constructor(
    private readonly db: Database,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'patternCount' | 'patternDays'>,
  ) {}

  /** Patterns that are candidates by now, and of which reviewers were not told within as many days as count; at most so many. */
  async untold(most: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      sql`WITH lately AS MATERIALIZED (SELECT DISTINCT p.cause, p.kind FROM precedents p WHERE p.approved_at > house_now() - make_interval(days => ${LATELY_DAYS}::int)),
            m AS MATERIALIZED (SELECT DISTINCT cause_now(l.cause) AS cause, l.kind FROM lately l)
          SELECT pattern_of(m.cause, m.kind) AS id FROM m WHERE NOT EXISTS (SELECT 1 FROM pattern_candidates t WHERE t.pattern_id = pattern_of(m.cause, m.kind)
              AND t.told_at > ${this.windowStart()}) AND (SELECT count(*) FROM (${this.approved(sql`1`)} LIMIT ${this.settings.patternCount}::int) f) >= ${this.settings.patternCount}::int
           ORDER BY 1 LIMIT ${most}`,
      'patterns.untold',
    );
    return rows.map(({ id }) => id);
  }

  /** Tells of one, if it is a candidate and was not told of lately; otherwise does nothing. Answers whether it did. */
  async tell(id: string): Promise<boolean> {
    const [matter] = await this.db.query<Matter & { lately: number } & Record<string, unknown>>(
      sql`SELECT m.cause, m.kind, (${this.approved(sql`count(*)::int`)}) AS lately
            FROM (SELECT c.key AS cause, k AS kind FROM causes c, unnest(${REMEDY_KINDS}::text[]) AS k WHERE c.merged_into IS NULL AND pattern_of(c.key, k) = ${id}) m`,
      'patterns.candidate',
    );
    if (!matter || matter.lately < this.settings.patternCount) return false;
    const { cause, kind, lately } = matter;
    const fact: NewFact = { subjectId: id, actorId: null, name: 'pattern.candidate', body: { cause, kind, lately } };
    // The row is locked by whoever is first; who comes second finds that it was told of just now.
    const told = await this.db.query(
      sql`WITH changed AS (INSERT INTO pattern_candidates AS t (pattern_id, cause, kind) VALUES (${id}, ${cause}, ${kind})
          ON CONFLICT (pattern_id) DO UPDATE SET told_at = house_now(), times = t.times + 1 WHERE t.told_at <= ${this.windowStart()} RETURNING 1),
        recorded AS (${recordFacts([fact], raw('changed'))}) SELECT 1 FROM changed`,
      'patterns.tell',
    );
    return told.length > 0;
  }

  /** What was approved of the matter `m` within the days that count, and stands. */
  private approved(what: Sql): Sql {
    return sql`SELECT ${what} FROM precedents p JOIN policy_exceptions e ON e.id = p.exception_id AND e.status <> 'STOPPED'
      WHERE p.cause = ANY (same_causes(m.cause)) AND p.kind = m.kind AND p.approved_at > ${this.windowStart()}`;
  }

  private windowStart(): Sql {
    return sql`house_now() - make_interval(days => ${this.settings.patternDays}::int)`;
  }
}
