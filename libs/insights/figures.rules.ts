import { InvalidError, type RuleError, say } from '#errors';
import type { FigureRange, TimeToApprove, Waiting, WaitingCounted } from './figures.types.js';

/** With fewer people than this in a group, its figures would show a person: they are not shown. See decision 40. */
export const PEOPLE_LEAST = 3;
const DAYS_MOST = 400;
const DAY_MS = 86_400_000;

/** Why a stretch of time cannot be looked at; undefined when it can. */
export function rangeRefusal({ from, until }: FigureRange): RuleError | undefined {
  if (from >= until) return new InvalidError(['range', 'until'], say`The end comes after the beginning; the end itself is not counted.`);
  return until.getTime() - from.getTime() > DAYS_MOST * DAY_MS
    ? new InvalidError(['range', 'until'], say`At most ${{ days: DAYS_MOST }} days are looked at together. Ask for less.`)
    : undefined;
}

/**
 * The teams that may be shown by themselves; all others, and people without a team, are shown together. Also the smallest of the teams is put
 * among the others as long as those are too few: whoever knows the whole could else tell what is missing.
 */
export function teamsShown(teams: readonly { readonly teamId: string | null; readonly humans: number }[]): string[] {
  const large = teams
    .flatMap(({ teamId, humans }) => (teamId !== null && humans >= PEOPLE_LEAST ? [{ teamId, humans }] : []))
    .sort((a, b) => a.humans - b.humans || (a.teamId < b.teamId ? -1 : 1));
  let others = teams.reduce((sum, { humans }) => sum + humans, 0) - large.reduce((sum, { humans }) => sum + humans, 0);
  while (others > 0 && others < PEOPLE_LEAST) {
    const smallest = large.shift();
    if (!smallest) break;
    others += smallest.humans;
  }
  return large.map(({ teamId }) => teamId).sort();
}

/** What may be shown of what was counted. */
export function waitingShown(counted: readonly WaitingCounted[], formula: string): TimeToApprove {
  const of = (level: WaitingCounted['level']) => counted.filter((row) => row.level === level);
  const [all] = of('ALL');
  return {
    ...(all && all.count > 0 ? shown(all) : { count: 0, p50Seconds: null, p90Seconds: null }),
    formula,
    byHour: of('HOUR').map((row) => ({ ...shown(row), hour: row.hour ?? 0 })),
    byTeam: of('TEAM').map((row) => ({ ...shown(row), teamId: row.teamId })),
  };
}

function shown({ humans, count, p50Seconds, p90Seconds }: WaitingCounted): Waiting {
  if (humans < PEOPLE_LEAST) return { count: null, p50Seconds: null, p90Seconds: null };
  return { count, p50Seconds: Math.round(p50Seconds), p90Seconds: Math.round(p90Seconds) };
}
