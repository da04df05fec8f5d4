import { DAYS, isWithin, LIVED_EACH, type Planned, type Year } from './planned-year.js';
import type { Activated, LivedYear } from './lived-year.js';
import type { SmallHouse } from '../../support/small-house.js';

/** One pattern, counted from what was planned: nothing of the house's own counting is used. */
export interface CountedPattern {
  readonly matter: string;
  readonly count: number;
  readonly lately: number;
  readonly isCandidate: boolean;
  /** Minor units by currency. */
  readonly cost: Readonly<Record<string, number>>;
  readonly objections: number;
  readonly asked: number;
  readonly helped: number;
  readonly less: readonly string[];
  readonly more: readonly string[];
}

/** What the defaults of PATTERN_COUNT and PATTERN_DAYS say, written anew. */
const OFTEN = 5;
const LATELY_DAYS = 90;
const STANDING: readonly string[] = ['APPROVED', 'FULFILLED', 'LAPSED'];
const DAY_MS = 86_400_000;

/** Every pattern that a year has, by its matter. */
export function patternsOf({ exceptions }: Year): Map<string, CountedPattern> {
  const gathered = new Map<string, Planned[]>();
  for (const one of exceptions.filter(({ status }) => STANDING.includes(status))) {
    const matter = `${one.cause} ${one.kind}`;
    gathered.set(matter, [...(gathered.get(matter) ?? []), one]);
  }
  const patterns = [...gathered].filter(([, members]) => members.length > 1).map(([matter, members]) => patternOf(matter, members));
  return new Map(patterns.map((pattern) => [pattern.matter, pattern]));
}

function patternOf(matter: string, members: readonly Planned[]): CountedPattern {
  const lately = members.filter(({ day }) => day > DAYS + 1 - LATELY_DAYS).length;
  const cost: Record<string, number> = {};
  for (const { amount, currency } of members) if (currency !== null) cost[currency] = (cost[currency] ?? 0) + (amount ?? 0);
  const asked = members.filter(({ helped }) => helped !== null);
  const named = (planted: Planned['planted']): string[] => members.flatMap((one) => (one.planted === planted ? [one.id] : [])).sort();
  return {
    ...{ matter, count: members.length, lately, isCandidate: lately >= OFTEN, cost, asked: asked.length },
    objections: members.filter(({ objection }) => objection === 'STANDS').length,
    helped: asked.filter(({ helped }) => helped).length,
    ...{ less: named('LESS'), more: named('MORE') },
  };
}

/** Whoever was planted with less, and lately. */
export function namedLess({ exceptions }: Year): string[] {
  const late = exceptions.filter(({ planted, day }) => planted === 'LESS' && day > DAYS + 1 - LATELY_DAYS);
  return late.map(({ id }) => id).sort();
}

/** What is counted of a pattern by hand, from the very tables in which its exceptions were signed. */
export interface CountedFigures {
  readonly objections: number;
  /** Minor units of the currency in which most were given; null where all are deeds. */
  readonly spread: { currency: string; median: number; p10: number; p90: number } | null;
}

/** Of a pattern with more, the latest are measured. */
const MEASURED = 1_000;

/** Objections that were not taken back, and how widely amounts differ, of each pattern. Nothing that was gathered or tallied is read. */
export async function figuresOf(house: SmallHouse): Promise<Map<string, CountedFigures>> {
  const rows = await house.rows<CountedFigures & { matter: string }>(
    `WITH members AS (SELECT e.id, e.approved_at, r.cause || ' ' || r.kind AS matter, r.amount_minor, r.currency,
          (SELECT count(*) FROM objections o LEFT JOIN objection_ends x USING (exception_id, revision, human_id) WHERE o.exception_id = e.id AND x.how IS NULL) AS objected
        FROM policy_exceptions e, revisions r WHERE r.exception_id = e.id AND r.number = e.approved_revision AND e.status IN ('APPROVED', 'FULFILLED', 'LAPSED')),
      usual AS (SELECT DISTINCT ON (matter) matter, currency FROM members WHERE currency IS NOT NULL GROUP BY matter, currency ORDER BY matter, count(*) DESC, currency),
      latest AS (SELECT matter, currency, amount_minor, row_number() OVER (PARTITION BY matter ORDER BY approved_at DESC, id) AS place FROM members WHERE currency IS NOT NULL),
      spreads AS (SELECT matter, currency, floor(0.5 + percentile_cont(0.5) WITHIN GROUP (ORDER BY amount_minor)) AS median,
          floor(0.5 + percentile_cont(0.1) WITHIN GROUP (ORDER BY amount_minor)) AS p10, floor(0.5 + percentile_cont(0.9) WITHIN GROUP (ORDER BY amount_minor)) AS p90
        FROM latest JOIN usual USING (matter, currency) WHERE place <= ${MEASURED} GROUP BY matter, currency)
      SELECT m.matter, m.objections, CASE WHEN s.matter IS NOT NULL THEN json_build_object('currency', s.currency, 'median', s.median, 'p10', s.p10, 'p90', s.p90) END AS spread
        FROM (SELECT matter, sum(objected)::int AS objections FROM members GROUP BY matter HAVING count(*) > 1) m LEFT JOIN spreads s USING (matter)`,
  );
  return new Map(rows.map(({ matter, objections, spread }) => [matter, { objections, spread }]));
}

/** What a replay of the whole year comes to. */
export interface CountedReplay {
  readonly of: number;
  readonly covered: number;
  readonly cost: number;
  readonly caught: readonly string[];
}

/** The same from the tables, with the rule written out by hand. */
export async function replayOf(
  house: SmallHouse,
  { kind, cause, limit }: Activated,
  [from, to]: readonly [Date, Date],
): Promise<CountedReplay> {
  const [row] = await house.rows<{ of: string; covered: string; cost: string | null; caught: string[] }>(
    `SELECT count(*) AS of, sum(fits::int) AS covered, sum(CASE WHEN fits THEN amount_minor END) AS cost,
        coalesce(array_agg(id ORDER BY id) FILTER (WHERE fits AND (status = 'DECLINED' OR refused OR objected)), '{}') AS caught
       FROM (SELECT e.id, e.status, r.amount_minor, r.kind = $1 AND r.cause = $2 AND (r.amount_minor IS NULL OR (r.currency = 'AUD' AND r.amount_minor < $3::bigint + 1)) AS fits,
          EXISTS (SELECT FROM reviews w WHERE w.exception_id = e.id AND w.disposition = 'NOT_AGAIN') AS refused,
          EXISTS (SELECT FROM objections o LEFT JOIN objection_ends x USING (exception_id, revision, human_id) WHERE o.exception_id = e.id AND x.how IS NULL) AS objected
         FROM policy_exceptions e, revisions r WHERE r.exception_id = e.id AND r.number = (SELECT max(n.number) FROM revisions n WHERE n.exception_id = e.id)
          AND e.created_at >= $4 AND e.created_at < $5) seen`,
    [kind, cause, limit, from, to],
  );
  return { of: Number(row?.of), covered: Number(row?.covered), cost: Number(row?.cost ?? 0), caught: row?.caught ?? [] };
}

/** The customers who were planted to be reached back to, by name. */
export function reachedOf({ exceptions }: Year, promotion: number): string[] {
  return exceptions.flatMap((one) => (one.planted === 'REACH' && one.id.startsWith(`exc_p${promotion}_`) ? [one.customer] : [])).sort();
}

/** What was avoided: the yeses of both kinds from their facts, and what had to be signed before from what was planned. */
export async function avoidedOf(house: SmallHouse, { exceptions }: Year, { began, activated }: LivedYear, version: Activated) {
  const [row] = await house.rows<{ count: string }>(
    `SELECT count(*) FROM facts WHERE name = 'exception.covered' AND body ->> 'policyVersionId' = $1 OR name = 'policy.cited' AND subject_id = $1`,
    [version.versionId],
  );
  const sinceDay = (version.effectiveFrom.getTime() - began.getTime()) / DAY_MS;
  const first = Math.min(...exceptions.map(({ day }) => day));
  const beforeDays = Math.min(90, sinceDay - first);
  const signed = exceptions.filter(
    ({ day, status }) => day >= sinceDay - 90 && day < sinceDay && [...STANDING, 'STOPPED'].includes(status),
  );
  const before = signed.filter((one) => isWithin(version, one)).length;
  const days = DAYS + 1 - sinceDay;
  return {
    planned: exceptions.filter((one) => one.coveredBy === activated.indexOf(version)).length + 2 * LIVED_EACH,
    count: Number(row?.count),
    before,
    beforeDays,
    days,
  };
}
