import { InvalidError, type RuleError, say } from '#errors';

/** Which history a replay looks at: what was proposed from one instant on, until before another. */
export interface ReplayWindow {
  readonly from: Date;
  readonly to: Date;
}

const DAY_MS = 86_400_000;
/** A year and a day, so that a leap year is one look. */
const WINDOW_DAYS_MAX = 366;

/** The window that is meant: without an end until now, without a beginning a year. */
export function replayWindow(now: Date, asked: { from?: Date | null; to?: Date | null }): ReplayWindow {
  const to = asked.to ?? now;
  return { from: asked.from ?? new Date(to.getTime() - 365 * DAY_MS), to };
}

/** Why such a window cannot be replayed; undefined when it can. */
export function windowRefusal({ from, to }: ReplayWindow): RuleError | undefined {
  if (from >= to) return new InvalidError(['to'], say`The end of the time to be replayed comes after its beginning.`);
  return to.getTime() - from.getTime() > WINDOW_DAYS_MAX * DAY_MS
    ? new InvalidError(['from'], say`One replay looks at ${{ days: WINDOW_DAYS_MAX }} days at most. Ask for one year after the other.`)
    : undefined;
}
