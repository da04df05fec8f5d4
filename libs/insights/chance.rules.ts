/**
 * The chance that `atLeast` or more of some things happen, when each happens on its own with its own chance (the upper tail of the
 * Poisson binomial distribution). Exact: what has reached the goal is added up by itself, so that small chances keep all their digits.
 */
export function chanceOfAtLeast(atLeast: number, chances: readonly number[]): number {
  if (atLeast <= 0) return 1;
  if (atLeast > chances.length) return 0;
  const exactly = new Float64Array(atLeast).fill(1, 0, 1);
  const at = (n: number): number => exactly[n] ?? 0;
  let reached = 0;
  for (const chance of chances) {
    reached += at(atLeast - 1) * chance;
    for (let n = atLeast - 1; n >= 0; n--) exactly[n] = at(n) * (1 - chance) + at(n - 1) * chance;
  }
  return Math.min(1, reached);
}

/** The chance when the odds are `times` as good: three in four become six in seven when they double. */
export function withOdds(chance: number, times: number): number {
  return (times * chance) / (1 + (times - 1) * chance);
}

/** A chance after that many looks: an accident has that many occasions (Bonferroni). At most 1. */
export function adjusted(pValue: number, lookedAt: number): number {
  return Math.min(1, pValue * lookedAt);
}

/** So improbable, after the number of looks, must something be before anybody is troubled with it. */
export const TOO_UNLIKELY = 0.05;

/** The sum of some numbers. */
export function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
