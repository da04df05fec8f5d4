import { chanceOfAtLeast, sum, withOdds } from './chance.rules.js';
import type { Decided, Signal, Signing } from './insights.types.js';
import { tooUnlikely } from './preferences.rules.js';

/** Words a minute. People read some 240; 600 is skimming, and at this pace nobody reads. */
export const NOBODY_READS_AT = 1_000;
/** As typing courses count a word, with its space. Languages that need fewer characters are only ever judged too mildly by it. */
const CHARACTERS_OF_A_WORD = 6;
const MINUTE_MS = 60_000;
/** Once or twice may be a colleague who had sat beside the proposer while it was written. */
const FEWEST_TOO_FAST = 3;
/** Fewer decisions than this show no habit. */
const FEWEST_DECISIONS = 20;
/** People differ: five times the odds of the others for signing at once, three times for saying yes, are left alone. */
const TOLERATED = { fast: 5, yes: 3 };

/**
 * Whether a signature came sooner after the proposal than anybody can read its words. The time between is all that there was for reading,
 * and the reader may have used less of it: so this never says it of somebody who read, and cannot see who let a proposal lie, unread.
 */
export function isFasterThanReading({ at, proposedAt, characters }: Signing): boolean {
  if (characters === null) return false;
  return at - proposedAt < (characters / CHARACTERS_OF_A_WORD / NOBODY_READS_AT) * MINUTE_MS;
}

/** Who signs faster than anybody reads, and more often so than the others do. */
export function fasterThanReading(signings: readonly Signing[]): Signal[] {
  const judged = signings.filter(({ characters }) => characters !== null);
  const fast = judged.filter(isFasterThanReading);
  const everybody = [...new Set(judged.map(({ signer }) => signer))];
  const found = everybody.map((signer) => {
    const own = fast.filter((one) => one.signer === signer);
    const of = judged.filter((one) => one.signer === signer).length;
    const others = shareOf(fast.length - own.length, judged.length - of);
    const enough = own.length >= FEWEST_TOO_FAST;
    const shown = { humans: [signer], exceptionIds: own.map(({ exceptionId }) => exceptionId).reverse() };
    return { ...shown, ...beyond({ observed: enough ? own.length : 0, of, share: others, times: TOLERATED.fast }) };
  });
  return tooUnlikely('FASTER_THAN_READING', everybody.length, found);
}

/** Who says yes more often than the others do. */
export function seldomANo(decided: readonly Decided[], signings: readonly Signing[]): Signal[] {
  const [yes, no] = [sum(decided.map((one) => one.yes)), sum(decided.map((one) => one.no))];
  const judged = decided.filter((one) => one.yes + one.no >= FEWEST_DECISIONS);
  const found = judged.map((one) => {
    const others = shareOf(yes - one.yes, yes + no - one.yes - one.no);
    const own = signings.filter(({ signer }) => signer === one.humanId).map(({ exceptionId }) => exceptionId);
    const shown = { humans: [one.humanId], exceptionIds: own.reverse() };
    return { ...shown, ...beyond({ observed: one.yes, of: one.yes + one.no, share: others, times: TOLERATED.yes }) };
  });
  return tooUnlikely('SELDOM_A_NO', judged.length, found);
}

/** A share that is neither none nor all, however few were counted (Laplace). */
function shareOf(counted: number, of: number): number {
  return (counted + 1) / (of + 2);
}

/** So many of so many, if each had the share of the others, with its odds taken a number of times. */
function beyond({ observed, of, share, times }: { observed: number; of: number; share: number; times: number }) {
  const tolerated = withOdds(share, times);
  const pValue = observed > of * tolerated ? chanceOfAtLeast(observed, new Array<number>(of).fill(tolerated)) : 1;
  return { observed, of, expected: of * share, pValue };
}
