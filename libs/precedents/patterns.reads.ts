import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { MoneyAmount, RemedyKind } from '#exceptions';
import { keyset, type Page, type Paged, pageOf, type PageRequest } from '#pages';
import { SETTINGS, type Settings } from '#settings';
import sql, { type Sql } from 'sql-template-tag';
import { type Given, outliersOf, quantilesOf } from './patterns.rules.js';

/** What exceptions of one pattern have in common. */
export interface Matter {
  readonly cause: string;
  readonly kind: RemedyKind;
}

/** The approved exceptions with one cause and one kind of remedy. */
export interface Pattern extends Matter {
  readonly id: string;
  readonly count: number;
  /** Of these, how many in the last days that the settings name. */
  readonly lately: number;
  /** Often enough lately that reviewers should look at it. */
  readonly isCandidate: boolean;
}

/** What the figures of one pattern come to. */
export interface PatternFigures extends Matter {
  /** What they came to, one sum for each currency, the most frequent currency first. */
  readonly cost: readonly MoneyAmount[];
  /** In the most frequent currency; null when all are deeds. */
  readonly spread: { median: MoneyAmount; p10: MoneyAmount; p90: MoneyAmount } | null;
  readonly lessIds: readonly string[];
  readonly moreIds: readonly string[];
  readonly objections: number;
  /** Of how many it is known whether it helped, and how many it did. */
  readonly asked: number;
  readonly helped: number;
}

interface Counted extends Matter, Record<string, unknown> {
  cost: MoneyAmount[];
  given: (Given & { currency: string })[];
  objections: number;
  asked: number;
  helped: number;
}

/** One alone is no pattern. */
const FEWEST = 2;
/** Of a pattern with more, the latest are measured. */
const MEASURED_MOST = 1_000;

/** Whatever was approved and stands, stopped ones left out. */
const STANDING = sql`precedents p JOIN policy_exceptions e ON e.id = p.exception_id AND e.status <> 'STOPPED'`;

/** What the cause of a precedent is by now; by a join, since a function for each row would be slow. Its id is that of pattern_of() in migration 0048. */
const CAUSE_NOW = sql`coalesce(k.merged_into, p.cause)`;

/** Matters with every cause that is the same by now, what it became first. */
const askedOf = (
  matters: readonly Matter[],
): Sql => sql`(SELECT u.cause, u.kind, same_causes(u.cause) AS alike FROM unnest(${matters.map(({ cause }) => cause)}::text[],
  ${matters.map(({ kind }) => kind)}::text[]) AS u(cause, kind) OFFSET 0)`;

/** Gathers exceptions with one cause and one kind of remedy. Only reads: nothing follows from a pattern by itself. */
@Injectable()
export class PatternsReads {
  constructor(
    private readonly db: Database,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'patternCount' | 'patternDays'>,
  ) {}

  /** Patterns, the most frequent of the last days first, one page. */
  async list(request: PageRequest): Promise<Page<Pattern & Paged>> {
    const { key, where, tail } = keyset({ key: sql`g.lately`, kind: 'integer', id: sql`g.id`, descending: true }, request);
    const rows = await this.db.query<Pattern & Paged & Record<string, unknown>>(
      sql`SELECT g.*, ${key} FROM (${this.gathered(sql`true`)}) g WHERE ${where} ${tail}`,
    );
    return pageOf(rows, request);
  }

  /** How many patterns there are. */
  async count(): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(sql`SELECT count(*)::int AS count FROM (${this.gathered(sql`true`)}) g`);
    return row?.count ?? 0;
  }

  /** Patterns by their ids, in any order; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<Pattern[]> {
    return this.db.query<Pattern & Record<string, unknown>>(sql`SELECT g.* FROM (${this.gathered(sql`true`)}) g WHERE g.id = ANY (${ids})`);
  }

  /** Patterns of some matters, each with the cause that was asked; those of which there are too few exceptions are left out. */
  ofMatters(matters: readonly Matter[]): Promise<(Pattern & { asked: string })[]> {
    const asked = askedOf(matters);
    const which = sql`(p.cause, p.kind) IN (SELECT unnest(a.alike), a.kind FROM ${asked} a)`;
    return this.db.query<Pattern & { asked: string } & Record<string, unknown>>(
      sql`SELECT a.cause AS asked, g.* FROM ${asked} a JOIN (${this.gathered(which)}) g ON (g.cause, g.kind) = (a.alike[1], a.kind)`,
    );
  }

  /** What the figures of some patterns come to. */
  async figures(matters: readonly Matter[]): Promise<PatternFigures[]> {
    const rows = await this.db.query<Counted>(
      sql`SELECT m.cause, m.kind,
            coalesce((SELECT json_agg(json_build_object('amountMinor', s.sum, 'currency', s.currency) ORDER BY s.times DESC, s.currency) FROM (
              SELECT p.currency, sum(p.amount_minor) AS sum, count(*) AS times FROM ${STANDING} WHERE p.cause = ANY (m.alike) AND p.kind = m.kind AND p.currency IS NOT NULL GROUP BY p.currency) s), '[]') AS cost,
            coalesce((SELECT json_agg(json_build_object('exceptionId', l.exception_id, 'amountMinor', l.amount_minor, 'currency', l.currency)) FROM (
              SELECT p.exception_id, p.amount_minor, p.currency FROM ${STANDING} WHERE p.cause = ANY (m.alike) AND p.kind = m.kind AND p.currency IS NOT NULL
               ORDER BY p.approved_at DESC, p.exception_id LIMIT ${MEASURED_MOST}) l), '[]') AS given,
            (SELECT count(*)::int FROM ${STANDING} JOIN objections o ON o.exception_id = p.exception_id WHERE p.cause = ANY (m.alike) AND p.kind = m.kind) AS objections,
            h.asked, h.helped
          FROM ${askedOf(matters)} m
          CROSS JOIN LATERAL (SELECT count(*)::int AS asked, count(*) FILTER (WHERE f.outcome = 'HELPED')::int AS helped
            FROM ${STANDING} JOIN follow_ups f ON f.case_id = e.case_id AND f.outcome IN ('HELPED', 'DID_NOT_HELP') WHERE p.cause = ANY (m.alike) AND p.kind = m.kind) h`,
      'patterns.figures',
    );
    return rows.map(figuresOf);
  }

  private gathered(which: Sql): Sql {
    const { patternDays, patternCount } = this.settings;
    return sql`SELECT c.*, c.lately >= ${patternCount}::int AS "isCandidate" FROM (
        SELECT 'pat_' || md5(m.cause || ' ' || m.kind) AS id, m.cause, m.kind, count(*)::int AS count,
            count(*) FILTER (WHERE m.approved_at > house_now() - make_interval(days => ${patternDays}::int))::int AS lately
          FROM (SELECT ${CAUSE_NOW} AS cause, p.kind, p.approved_at FROM ${STANDING} LEFT JOIN causes k ON k.key = p.cause WHERE ${which}) m
         GROUP BY m.cause, m.kind HAVING count(*) >= ${FEWEST}) c`;
  }
}

function figuresOf({ given, cost, ...rest }: Counted): PatternFigures {
  const currency = cost[0]?.currency ?? '';
  const measured = given.filter((one) => one.currency === currency);
  const quantiles = quantilesOf(measured.map(({ amountMinor }) => amountMinor));
  const { less, more } = outliersOf(measured);
  const money = (amountMinor: number): MoneyAmount => ({ amountMinor: Math.round(amountMinor), currency });
  const spread = quantiles ? { median: money(quantiles.median), p10: money(quantiles.p10), p90: money(quantiles.p90) } : null;
  return {
    ...rest,
    cost,
    spread,
    lessIds: less.map(({ exceptionId }) => exceptionId),
    moreIds: more.map(({ exceptionId }) => exceptionId),
  };
}
