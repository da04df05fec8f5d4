import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import sql from 'sql-template-tag';
import type { Colleague, Decided, Gathered, Signing } from './insights.types.js';

/** Of a house that signs more than this in ninety days, the latest are looked at. */
const MOST_SIGNINGS = 20_000;
const HALF_HOUR_SECONDS = 1_800;

interface Here extends Record<string, unknown> {
  humanId: string;
  halfHours: number[];
}

/** Counts what people did in a stretch of time, for the rules to judge: five statements, however long the time. */
@Injectable()
export class InsightsReads {
  constructor(private readonly db: Database) {}

  /** What happened in so many days up to now. */
  async lastDays(days: number): Promise<Gathered> {
    const [span] = await this.db.query<{ since: Date; until: Date }>(
      sql`SELECT n - make_interval(days => ${days}::int) AS since, n AS until FROM house_now() n`,
    );
    if (!span) throw new Error('The clock of the house did not answer.');
    const { since, until } = span;
    const [colleagues, signings, here, decided] = await Promise.all([
      this.colleagues(),
      this.signings(since),
      this.here(since),
      this.decided(since),
    ]);
    return { since, until, colleagues, signings, decided, here: new Map(here.map(({ humanId, halfHours }) => [humanId, halfHours])) };
  }

  /** One row for each human, with the account that stands for them. */
  private colleagues(): Promise<Colleague[]> {
    return this.db.query<Colleague & Record<string, unknown>>(
      sql`SELECT DISTINCT ON (human_id) human_id AS "humanId", id AS "personId", team_id AS "teamId" FROM people
           WHERE kind = 'PERSON' ORDER BY human_id, active DESC, created_at, id`,
    );
  }

  /** Instants leave as numbers: twenty thousand dates would be made only to be taken apart again. */
  private async signings(since: Date): Promise<Signing[]> {
    const latestFirst = await this.db.query<Signing & Record<string, unknown>>(
      sql`SELECT s.exception_id AS "exceptionId", e.proposer_human AS proposer, s.human_id AS signer, extract(epoch FROM s.at)::float8 * 1000 AS at,
            extract(epoch FROM e.created_at)::float8 * 1000 AS "proposedAt",
            char_length(t.what_happened) + char_length(t.what_policy_says) + char_length(t.what_we_do) + char_length(t.why_fair)
              + coalesce(char_length(t.deed), 0) AS characters,
            ARRAY(SELECT DISTINCT r.author_human FROM revisions r WHERE r.exception_id = e.id AND r.number <= s.revision AND r.author_human <> e.proposer_human) AS editors
          FROM policy_exceptions e JOIN co_signatures s ON s.exception_id = e.id AND s.carried_from IS NULL AND NOT s.also_agreed
          LEFT JOIN revision_texts t ON t.exception_id = s.exception_id AND t.revision = s.revision
         WHERE e.created_at >= ${since}::timestamptz ORDER BY s.at DESC, s.exception_id LIMIT ${MOST_SIGNINGS}::int`,
    );
    return latestFirst.reverse();
  }

  /** Robots act at all hours, also for a human who is asleep: only what people did themselves shows that they were here. */
  private here(since: Date): Promise<Here[]> {
    return this.db.query<Here>(
      sql`SELECT p.human_id AS "humanId", array_agg(DISTINCT floor(extract(epoch FROM f.at) / ${HALF_HOUR_SECONDS}::int)::int) AS "halfHours"
            FROM facts f JOIN people p ON p.id = f.actor_id AND p.kind = 'PERSON' WHERE f.at >= ${since}::timestamptz GROUP BY p.human_id`,
    );
  }

  private decided(since: Date): Promise<Decided[]> {
    return this.db.query<Decided & Record<string, unknown>>(
      sql`SELECT v.human_id AS "humanId", count(*) FILTER (WHERE v.yes)::int AS yes, count(*) FILTER (WHERE NOT v.yes)::int AS no FROM (
              SELECT exception_id, human_id, true AS yes FROM co_signatures WHERE carried_from IS NULL AND NOT also_agreed
              UNION ALL SELECT exception_id, human_id, false FROM objections UNION ALL SELECT exception_id, human_id, false FROM passes) v
            JOIN policy_exceptions e ON e.id = v.exception_id WHERE e.created_at >= ${since}::timestamptz GROUP BY v.human_id ORDER BY v.human_id`,
    );
  }
}
