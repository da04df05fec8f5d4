import { Injectable } from '@nestjs/common';
import { Database, type Queryable } from '#database';
import sql, { type Sql } from 'sql-template-tag';
import {
  exceptionsToPolicy,
  FIGURE_FORMULAS,
  handOffsPerCase,
  helped,
  solvedByFirstOwner,
  teamsOfApprovals,
  promisesKept,
  toldFirst,
  waitingOf,
} from './figures.queries.js';
import { rangeRefusal, teamsShown, waitingShown } from './figures.rules.js';
import type { FigureRange, Figures, Share, TimeToApprove, WaitingCounted } from './figures.types.js';

/** So long one look at a stretch of time serves all who ask for it. */
const SERVES_MS = 60_000;
const LOOKS_KEPT = 50;

/**
 * What a stretch of time shows of the house: read only, in one snapshot, each statement within the five seconds that the role has. Teams and hours
 * at most, never a person; and how much somebody did in a day is computed nowhere.
 */
@Injectable()
export class FiguresService {
  private readonly looks = new Map<string, { readonly at: number; readonly figures: Promise<Figures> }>();

  constructor(private readonly db: Database) {}

  /**
   * The figures of a stretch of time, as they were within the last minute.
   * @throws InvalidError for a stretch that is empty or longer than 400 days
   */
  async of(range: FigureRange): Promise<Figures> {
    const refusal = rangeRefusal(range);
    if (refusal) throw refusal;
    const key = `${range.from.getTime()} ${range.until.getTime()}`;
    const known = this.looks.get(key);
    if (known && performance.now() - known.at < SERVES_MS) return known.figures;
    const figures = this.look(range);
    this.keep(key, figures);
    return figures;
  }

  private keep(key: string, figures: Promise<Figures>): void {
    this.looks.delete(key);
    this.looks.set(key, { at: performance.now(), figures });
    const [oldest] = this.looks.keys();
    if (this.looks.size > LOOKS_KEPT && oldest !== undefined) this.looks.delete(oldest);
    figures.catch(() => this.looks.delete(key)); // the next one tries again
  }

  private look(range: FigureRange): Promise<Figures> {
    return this.db.transaction(async (tx) => {
      await tx.query(sql`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY`);
      return {
        ...range,
        timeToApprove: await timeToApprove(tx, range),
        exceptionsToPolicy: await share(tx, exceptionsToPolicy(range), FIGURE_FORMULAS.exceptionsToPolicy),
        handOffsPerCase: await share(tx, handOffsPerCase(range), FIGURE_FORMULAS.handOffsPerCase),
        toldFirst: await share(tx, toldFirst(range), FIGURE_FORMULAS.toldFirst),
        promisesKept: await share(tx, promisesKept(range), FIGURE_FORMULAS.promisesKept),
        solvedByFirstOwner: await share(tx, solvedByFirstOwner(range), FIGURE_FORMULAS.solvedByFirstOwner),
        helped: await helpedOf(tx, range),
      };
    });
  }
}

async function timeToApprove(tx: Queryable, range: FigureRange): Promise<TimeToApprove> {
  const teams = await tx.query<{ teamId: string | null; humans: number }>(teamsOfApprovals(range));
  const counted = await tx.query<WaitingCounted & Record<string, unknown>>(waitingOf(range, teamsShown(teams)));
  return waitingShown(counted, FIGURE_FORMULAS.timeToApprove);
}

async function helpedOf(tx: Queryable, range: FigureRange): Promise<Figures['helped']> {
  const [row] = await tx.query<{ part: number; of: number; unconfirmed: number }>(helped(range));
  return { ...(row ?? { part: 0, of: 0, unconfirmed: 0 }), formula: FIGURE_FORMULAS.helped };
}

async function share(tx: Queryable, statement: Sql, formula: string): Promise<Share> {
  const [row] = await tx.query<{ part: number; of: number }>(statement);
  return { part: row?.part ?? 0, of: row?.of ?? 0, formula };
}
