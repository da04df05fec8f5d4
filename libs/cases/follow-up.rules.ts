import type { CaseNow, OpenFollowUp, Try } from './case.attempt.js';
import type { CaseStatus } from './case.words.js';

/** After how many days the customer is asked whether it helped, by kind. Settings. */
export interface FollowUpDays {
  readonly usual: number;
  /** Where a remedy was given out of policy. */
  readonly remedy: number;
  /** Of a colleague inside the company. */
  readonly internal: number;
}

/** What must have been tried before nobody is looked for any more: how often, on how many channels, over how many days. workflow.md, Case. */
const UNREACHABLE_AFTER = { tries: 3, channels: 2, days: 10 } as const;

const DAY_MS = 86_400_000;

/** When the customer is asked whether it helped, where the owner chose no time. */
export function followUpDueAt({ now, internal, hasRemedy }: Pick<CaseNow, 'now' | 'internal' | 'hasRemedy'>, days: FollowUpDays): Date {
  const usual = hasRemedy ? days.remedy : days.usual;
  return new Date(now.getTime() + (internal ? days.internal : usual) * DAY_MS);
}

/** What the case becomes by what was found. Unreachable ends nothing until enough was tried, and is never taken for helped. */
export function afterTry({ tries }: Pick<OpenFollowUp, 'tries'>, last: Try): CaseStatus {
  if (last.outcome === 'HELPED') return 'CONFIRMED';
  if (last.outcome === 'DID_NOT_HELP') return 'OWNED';
  return isEnough([...tries, last]) ? 'CLOSED_UNCONFIRMED' : 'SOLVED';
}

/** Whether enough was tried. Same as the wall a_follow_up_ends_once. */
function isEnough(tries: readonly Try[]): boolean {
  const times = tries.map(({ at }) => at.getTime());
  const channels = new Set(tries.map(({ channel }) => channel));
  const overMs = Math.max(...times) - Math.min(...times);
  return (
    tries.length >= UNREACHABLE_AFTER.tries && channels.size >= UNREACHABLE_AFTER.channels && overMs >= UNREACHABLE_AFTER.days * DAY_MS
  );
}
