/** What one customer was given. */
export interface Given {
  readonly exceptionId: string;
  /** In minor units of the one currency that is looked at. */
  readonly amountMinor: number;
}

/** How widely amounts differ, in minor units: one in ten is below p10, half are below the median, one in ten is above p90. */
export interface Quantiles {
  readonly median: number;
  readonly p10: number;
  readonly p90: number;
}

/** Who was given far less than like customers, and who far more; the farthest first. */
export interface Outliers {
  readonly less: readonly Given[];
  readonly more: readonly Given[];
}

/** Of fewer, nothing can be said. */
const FEWEST = 12;
/** The chance of calling anybody an outlier among amounts that differ by chance alone is about so much, for a whole pattern. */
const ALARM = 0.01;
/** Makes the median of absolute deviations a standard deviation, where logarithms are spread normally. */
const AS_DEVIATION = 1.4826;
/** Where nearly all amounts are equal, a tenth more is still no outlier. */
const LEAST_DEVIATION = 0.05;
/** With few amounts, their spread is itself uncertain. */
const UNCERTAIN = 10;

/** Undefined where there is nothing to measure. */
export function quantilesOf(amounts: readonly number[]): Quantiles | undefined {
  if (amounts.length === 0) return undefined;
  const sorted = [...amounts].sort((a, b) => a - b);
  return { median: at(sorted, 0.5), p10: at(sorted, 0.1), p90: at(sorted, 0.9) };
}

/**
 * Amounts that chance would hardly explain, both ways: an under-served customer is an alert, too. Amounts are compared by their ratios (twice as much
 * is as far as half as much), with the median and the median deviation, which a few outliers do not move; how far is too far grows with how many
 * there are, so that of amounts that differ by chance one pattern in a hundred names somebody.
 */
export function outliersOf(given: readonly Given[]): Outliers {
  if (given.length < FEWEST) return { less: [], more: [] };
  const logs = given.map(({ amountMinor }) => Math.log(amountMinor));
  const middle = at(ordered(logs), 0.5);
  const deviation = Math.max(AS_DEVIATION * at(ordered(logs.map((log) => Math.abs(log - middle))), 0.5), LEAST_DEVIATION);
  const far = farFor(given.length);
  const scored = given.map((one, n) => ({ one, score: ((logs[n] ?? middle) - middle) / deviation }));
  const beyond = scored.filter(({ score }) => Math.abs(score) > far).sort((a, b) => Math.abs(b.score) - Math.abs(a.score));
  return {
    less: beyond.filter(({ score }) => score < 0).map(({ one }) => one),
    more: beyond.filter(({ score }) => score > 0).map(({ one }) => one),
  };
}

/** Standard deviations that one of so many values passes with the chance of an alarm: an upper bound of the normal quantile, wider for few. */
function farFor(count: number): number {
  const tail = ALARM / (2 * count);
  return Math.sqrt(-2 * Math.log(tail)) * (1 + UNCERTAIN / count);
}

function ordered(values: readonly number[]): number[] {
  return [...values].sort((a, b) => a - b);
}

/** The value at a share of sorted values, between two of them where it lies between; rounded to whole minor units by whoever shows it. */
function at(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = sorted[Math.floor(place)] ?? 0;
  return below + ((sorted[Math.ceil(place)] ?? below) - below) * (place % 1);
}
