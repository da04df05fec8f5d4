/** What is counted of a version that was activated. */
export interface AvoidedCounts {
  /** From when it is in force. */
  readonly since: Date;
  /** Until when was counted: now, or the end of its time. */
  readonly until: Date;
  /** Yeses because of it in that time, in place of a proposal or at the end of one: each is an exception that nobody had to sign. */
  readonly cited: number;
  /** Like remedies that two people had to sign in the time before. */
  readonly before: number;
  /** How long that time before was, in days: at most `BEFORE_DAYS`, and no longer than the house was at work. */
  readonly beforeDays: number;
}

/** How many exceptions nobody had to ask for because a version was in force. */
export interface ExceptionsAvoided extends AvoidedCounts {
  readonly count: number;
  /** How many the rate before would have made in the same time. */
  readonly expected: number;
  /** How it was counted, in words. */
  readonly formula: string;
}

/** How far back the rate before is counted, in days: the time over which the radar looks too. */
export const BEFORE_DAYS = 90;

const DAY_MS = 86_400_000;

/**
 * Exceptions avoided are citations: a yes by a version, in place of a proposal or at the end of one. What was usual before is told beside, and never mixed in: more
 * citations than before may mean that the need grew, fewer that people act on "may I?" without proposing.
 */
export function exceptionsAvoided(counts: AvoidedCounts): ExceptionsAvoided {
  const { since, until, cited, before, beforeDays } = counts;
  const days = (until.getTime() - since.getTime()) / DAY_MS;
  const expected = beforeDays > 0 ? (before / beforeDays) * days : 0;
  return { ...counts, count: cited, expected, formula: formulaOf(counts, days, expected) };
}

function formulaOf({ since, cited, before, beforeDays }: AvoidedCounts, days: number, expected: number): string {
  const told = `${cited} ${cited === 1 ? 'customer' : 'customers'} got a yes by this version, without a signature, in the ${rounded(days)} days since ${since.toISOString().slice(0, 10)}.`;
  if (beforeDays <= 0) return `${told} The house was not at work before, so nothing can be compared.`;
  return `${told} In the ${rounded(beforeDays)} days before, ${before} like it had to be signed, which makes ${rounded(expected)} in the same time.`;
}

/** One digit after the point, and none where it is zero. */
function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** How far a version is proven. */
export type ConfidenceState = 'NEW' | 'CITED' | 'HELPED';

/** How far a version is proven: new, then cited so often, then how many it helped. */
export interface Confidence {
  readonly state: ConfidenceState;
  readonly cited: number;
  /** How many customers were asked afterwards and answered. */
  readonly asked: number;
  /** How many of those it helped. */
  readonly helped: number;
  readonly sentence: string;
}

/** Fewer answers than this say nothing about a share. */
const ANSWERS_MIN = 5;

/** New, cited so often, or how many it helped once enough customers were asked. */
export function confidenceOf({ cited, asked, helped }: Pick<Confidence, 'cited' | 'asked' | 'helped'>): Confidence {
  const counts = { cited, asked, helped };
  if (asked >= ANSWERS_MIN)
    return {
      state: 'HELPED',
      ...counts,
      sentence: `It helped ${Math.round((helped / asked) * 100)} % of the ${asked} customers who were asked.`,
    };
  if (cited > 0) return { state: 'CITED', ...counts, sentence: `It was cited ${cited === 1 ? 'once' : `${cited} times`}.` };
  return { state: 'NEW', ...counts, sentence: 'It is new: nobody cited it yet.' };
}
