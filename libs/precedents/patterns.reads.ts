import { Inject, Injectable } from '@nestjs/common';
import { Database } from '#database';
import type { MoneyAmount, RemedyKind } from '#exceptions';
import { HOLDS } from '#policies';
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

/** What the exceptions of one pattern come to, as they were tallied when they were gathered. */
export interface PatternSums extends Matter {
  /** What they came to, one sum for each currency, the most frequent currency first. */
  readonly cost: readonly MoneyAmount[];
  readonly objections: number;
  /** Of how many it is known whether it helped, and how many it did. */
  readonly asked: number;
  readonly helped: number;
}

/** How widely the latest amounts of one pattern differ, in the currency in which most were given. */
export interface PatternSpread extends Matter {
  /** Null when all are deeds. */
  readonly spread: { median: MoneyAmount; p10: MoneyAmount; p90: MoneyAmount } | null;
  readonly lessIds: readonly string[];
  readonly moreIds: readonly string[];
}

/** A policy that stands on an exception of a pattern. */
export interface PatternPolicy extends Matter {
  readonly policyId: string;
}

interface Latest extends Matter, Record<string, unknown> {
  currency: string | null;
  given: Given[];
}

/** One alone is no pattern. */
const FEWEST = 2;
/** Of a pattern with more, the latest are measured. */
const MEASURED_MOST = 1_000;

/** Matters with every cause that is the same by now, what it became first. */
const askedOf = (
  matters: readonly Matter[],
): Sql => sql`(SELECT u.cause, u.kind, same_causes(u.cause) AS alike FROM unnest(${matters.map(({ cause }) => cause)}::text[],
  ${matters.map(({ kind }) => kind)}::text[]) AS u(cause, kind) OFFSET 0)`;

/** Reads what exceptions with one cause and one kind of remedy have in common. Nothing follows from a pattern by itself. */
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
      sql`SELECT ${GATHERED}, ${key} FROM (${this.withLately(matters())}) g WHERE ${where} ${tail}`,
    );
    return pageOf(rows, request);
  }

  /** How many patterns there are. */
  async count(): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(sql`SELECT count(*)::int AS count FROM (${matters()}) m`);
    return row?.count ?? 0;
  }

  /** Patterns by their ids, in any order; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<Pattern[]> {
    const asked = sql`SELECT m.* FROM (${matters()}) m WHERE m.id = ANY (${ids})`;
    return this.db.query<Pattern & Record<string, unknown>>(sql`SELECT ${GATHERED} FROM (${this.withLately(asked)}) g`);
  }

  /** Patterns of some matters, each with the cause that was asked; those of which there are too few exceptions are left out. */
  ofMatters(asked: readonly Matter[]): Promise<(Pattern & { asked: string })[]> {
    const alike = askedOf(asked);
    const which = sql`(t.cause, t.kind) IN (SELECT unnest(a.alike), a.kind FROM ${alike} a)`;
    return this.db.query<Pattern & { asked: string } & Record<string, unknown>>(
      sql`SELECT a.cause AS asked, ${GATHERED} FROM ${alike} a JOIN (${this.withLately(matters(which))}) g ON (g.cause, g.kind) = (a.alike[1], a.kind)`,
    );
  }

  /** What the exceptions of some patterns come to. */
  sums(asked: readonly Matter[]): Promise<PatternSums[]> {
    return this.db.query<PatternSums & Record<string, unknown>>(
      sql`SELECT m.cause, m.kind, s.* FROM ${askedOf(asked)} m CROSS JOIN LATERAL (
            SELECT coalesce(json_agg(json_build_object('amountMinor', c.sum, 'currency', c.currency) ORDER BY c.count DESC, c.currency) FILTER (WHERE c.currency <> ''), '[]') AS cost,
                coalesce(sum(c.objections), 0)::int AS objections, coalesce(sum(c.asked), 0)::int AS asked, coalesce(sum(c.helped), 0)::int AS helped
              FROM (SELECT t.currency, sum(t.count) AS count, sum(t.amount_minor) AS sum, sum(t.objections) AS objections, sum(t.asked) AS asked, sum(t.helped) AS helped
                FROM pattern_tallies t WHERE t.cause = ANY (m.alike) AND t.kind = m.kind GROUP BY t.currency HAVING sum(t.count) > 0) c) s`,
      'patterns.sums',
    );
  }

  /** How widely the latest amounts of some patterns differ, and who is far off. */
  async spreads(asked: readonly Matter[]): Promise<PatternSpread[]> {
    const rows = await this.db.query<Latest>(
      sql`SELECT m.cause, m.kind, f.currency, l.given FROM ${askedOf(asked)} m
          LEFT JOIN LATERAL (SELECT t.currency FROM pattern_tallies t WHERE t.cause = ANY (m.alike) AND t.kind = m.kind AND t.currency <> ''
             GROUP BY t.currency ORDER BY sum(t.count) DESC, t.currency LIMIT 1) f ON true
          CROSS JOIN LATERAL (SELECT coalesce(json_agg(json_build_object('exceptionId', x.exception_id, 'amountMinor', x.amount_minor)) FILTER (WHERE x.currency = f.currency), '[]') AS given FROM (
             SELECT p.* FROM unnest(m.alike) AS key CROSS JOIN LATERAL (${latestOf(sql`key`)}) p ORDER BY p.approved_at DESC, p.exception_id LIMIT ${MEASURED_MOST}) x) l`,
      'patterns.spreads',
    );
    return rows.map(spreadOf);
  }

  /** The policies that hold an exception of some patterns, the oldest first. */
  policies(asked: readonly Matter[]): Promise<PatternPolicy[]> {
    return this.db.query<PatternPolicy & Record<string, unknown>>(
      sql`SELECT m.cause, m.kind, y.id AS "policyId" FROM ${askedOf(asked)} m JOIN precedents p ON p.cause = ANY (m.alike) AND p.kind = m.kind AND p.stands
            JOIN policy_precedents l ON l.exception_id = p.exception_id JOIN policy_versions o ON o.id = l.policy_version_id
            JOIN policies y ON y.id = o.policy_id WHERE ${HOLDS} GROUP BY m.cause, m.kind, y.id ORDER BY y.number`,
      'patterns.policies',
    );
  }

  /** Patterns `g` with what happened of each lately: one range of an index for each. The clock is asked once, since an index is not walked up to a time that moves. */
  private withLately(which: Sql): Sql {
    const { patternDays, patternCount } = this.settings;
    return sql`SELECT m.*, l.lately, l.lately >= ${patternCount}::int AS "isCandidate" FROM (${which}) m CROSS JOIN LATERAL (
        SELECT sum(r.count)::int AS lately FROM unnest(m.alike) AS key CROSS JOIN LATERAL (SELECT count(*) FROM precedents p
          WHERE p.stands AND p.cause = key AND p.kind = m.kind AND p.approved_at > (SELECT house_now() - make_interval(days => ${patternDays}::int))) r) l`;
  }
}

/** What is told of a pattern `g`. */
const GATHERED = sql`g.id, g.cause, g.kind, g.count, g.lately, g."isCandidate"`;

/** Patterns of the tallies `t`: what a cause is by now, which is one step as in cause_now() of migration 0048, and every cause that is the same. The id is that of pattern_of() there. */
const matters = (which: Sql = sql`true`): Sql => sql`SELECT 'pat_' || md5(n.cause || ' ' || n.kind) AS id, n.* FROM (
    SELECT coalesce(k.merged_into, t.cause) AS cause, t.kind, sum(t.count)::int AS count, array_agg(DISTINCT t.cause) AS alike
      FROM pattern_tallies t LEFT JOIN causes k ON k.key = t.cause WHERE ${which} GROUP BY 1, 2 HAVING sum(t.count) >= ${FEWEST}) n`;

/** The latest amounts of one cause as it was signed and the kind of `m`. */
const latestOf = (cause: Sql): Sql => sql`SELECT p.exception_id, p.amount_minor, p.currency, p.approved_at FROM precedents p
  WHERE p.stands AND p.cause = ${cause} AND p.kind = m.kind AND p.currency IS NOT NULL ORDER BY p.approved_at DESC, p.exception_id LIMIT ${MEASURED_MOST}`;

function spreadOf({ cause, kind, currency, given }: Latest): PatternSpread {
  const quantiles = quantilesOf(given.map(({ amountMinor }) => amountMinor));
  const { less, more } = outliersOf(given);
  const money = (amountMinor: number): MoneyAmount => ({ amountMinor: Math.round(amountMinor), currency: currency ?? '' });
  return {
    ...{ cause, kind },
    spread: quantiles ? { median: money(quantiles.median), p10: money(quantiles.p10), p90: money(quantiles.p90) } : null,
    lessIds: less.map(({ exceptionId }) => exceptionId),
    moreIds: more.map(({ exceptionId }) => exceptionId),
  };
}
