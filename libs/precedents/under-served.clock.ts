import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#database';
import { type NewFact, recordFacts } from '#facts';
import { SETTINGS, type Settings } from '#settings';
import sql, { raw } from 'sql-template-tag';
import { type Matter, PatternsReads } from './patterns.reads.js';

/** A pattern by one of the causes that it was signed with, and which change of its amounts was read. */
interface Changed extends Matter {
  readonly signed: string;
  readonly turn: number;
}

/** Tells reviewers of customers who were given far less than others in like cases. Decides nothing, is safe to repeat, and runs in the worker. */
@Injectable()
export class UnderServedClock {
  constructor(
    private readonly db: Database,
    private readonly patterns: PatternsReads,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'patternDays'>,
  ) {}

  /** Patterns whose amounts changed since they were measured, by their ids; at most so many. */
  async unmeasured(most: number): Promise<string[]> {
    const rows = await this.db.query<{ id: string }>(
      sql`SELECT DISTINCT pattern_of(m.cause, m.kind) AS id FROM patterns_to_measure m ORDER BY 1 LIMIT ${most}`,
      'patterns.unmeasured',
    );
    return rows.map(({ id }) => id);
  }

  /**
   * Measures one pattern, and tells of each customer who was given far less within the days that count, if nobody was told of them yet. Answers how many
   * it told of. What is gathered meanwhile leaves the pattern to be measured once more.
   */
  async tell(id: string): Promise<number> {
    const changed = await this.changed(id);
    const [matter] = changed;
    if (!matter) return 0;
    let told = 0;
    for (const exceptionId of await this.untold(matter)) if (await this.tellOf(exceptionId, id, matter)) told++;
    await this.db.query(
      sql`DELETE FROM patterns_to_measure m USING unnest(${changed.map(({ signed }) => signed)}::text[], ${changed.map(({ turn }) => turn)}::int[]) AS c(cause, turn)
           WHERE (m.cause, m.kind, m.turn) = (c.cause, ${matter.kind}, c.turn)`,
      'patterns.measured',
    );
    return told;
  }

  private changed(id: string): Promise<Changed[]> {
    return this.db.query<Changed & Record<string, unknown>>(
      sql`SELECT cause_now(m.cause) AS cause, m.kind, m.cause AS signed, m.turn FROM patterns_to_measure m WHERE pattern_of(m.cause, m.kind) = ${id}`,
      'patterns.changed',
    );
  }

  /** Whom nobody was told of, of those with far less: the least first. What happened long ago is no news. */
  private async untold(matter: Matter): Promise<string[]> {
    const [spread] = await this.patterns.spreads([matter]);
    const rows = await this.db.query<{ id: string }>(
      sql`SELECT p.exception_id AS id FROM unnest(${[...(spread?.lessIds ?? [])]}::text[]) WITH ORDINALITY AS l(id, place) JOIN precedents p ON p.exception_id = l.id
           WHERE p.approved_at > house_now() - make_interval(days => ${this.settings.patternDays}::int)
             AND NOT EXISTS (SELECT 1 FROM under_served u WHERE u.exception_id = p.exception_id) ORDER BY l.place`,
      'underServed.untold',
    );
    return rows.map(({ id }) => id);
  }

  /** The row is of whoever writes it first; who comes second writes nothing. */
  private async tellOf(exceptionId: string, patternId: string, { cause, kind }: Matter): Promise<boolean> {
    const fact: NewFact = { subjectId: patternId, actorId: null, name: 'pattern.underServed', body: { exceptionId, cause, kind } };
    const told = await this.db.query(
      sql`WITH told AS (INSERT INTO under_served (exception_id, pattern_id) VALUES (${exceptionId}, ${patternId}) ON CONFLICT (exception_id) DO NOTHING RETURNING 1),
        recorded AS (${recordFacts([fact], raw('told'))}) SELECT 1 FROM told`,
      'underServed.tell',
    );
    return told.length > 0;
  }
}
