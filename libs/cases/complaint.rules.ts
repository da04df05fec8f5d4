import { InvalidError, say } from '#errors';

/** A complaint that is older came before the memory of everybody: in days. Rather more than any final answer may take. */
const COMPLAINED_DAYS_MAX = 366;
const DAY_MS = 86_400_000;

/** What is wrong with the time at which a customer is said to have complained; undefined: nothing, or none was said. The letter may be older than the case. */
export function complaintTimeFault(complainedAt: Date | null | undefined, now: Date): InvalidError | undefined {
  if (!complainedAt) return undefined;
  if (complainedAt > now)
    return new InvalidError(['complainedAt'], say`This time is still to come. Say when the customer complained: the clocks run from then.`);
  return complainedAt.getTime() < now.getTime() - COMPLAINED_DAYS_MAX * DAY_MS
    ? new InvalidError(
        ['complainedAt'],
        say`This is more than ${{ days: COMPLAINED_DAYS_MAX }} days ago. Say when the customer complained of this.`,
      )
    : undefined;
}
