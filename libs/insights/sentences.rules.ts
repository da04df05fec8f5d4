import { NOBODY_READS_AT } from './persons.rules.js';
import type { Signal, SignalKind } from './insights.types.js';

type Counted = Pick<Signal, 'kind' | 'observed' | 'expected' | 'of'>;

const CHANCE = (who: string): string =>
  `Of all who acted within an hour of a signature, had not proposed or edited it and had not signed it yet, each had a chance in proportion to how readily they and their team sign; ${who}`;
const SUM =
  'expected is the sum of those chances, p the exact tail (Poisson binomial) with the odds half as great again, times how many were looked at (Bonferroni).';

/** How each kind is counted, in words. */
export const FORMULAS: Readonly<Record<SignalKind, string>> = {
  AMONG_THREE: `${CHANCE('counted are signatures of any of the three for another of them;')} ${SUM}`,
  CIRCLE_OF_THREE: `${CHANCE('counted are signatures of the second for the first, the third for the second, the first for the third;')} ${SUM}`,
  EACH_OTHER: `${CHANCE('counted are signatures of each of the two for the other;')} ${SUM}`,
  ONE_FOR_THE_OTHER: `${CHANCE('counted are signatures of the second for the first;')} ${SUM}`,
  FASTER_THAN_READING: `Counted are signatures that came sooner after the proposal than its words can be read at ${NOBODY_READS_AT} words a minute (six characters a word); expected is the share of the others, p the binomial tail with five times its odds, times how many people were looked at (Bonferroni).`,
  SELDOM_A_NO:
    'Co-signatures against objections and passes, of people with twenty decisions or more; expected is the share of the others, p the binomial tail with three times its odds, times how many people were looked at (Bonferroni).',
};

const SENTENCES: Readonly<Record<SignalKind, (numbers: { observed: string; expected: string; of: string }) => string>> = {
  AMONG_THREE: ({ observed, expected, of }) =>
    `These three signed for each other ${observed} times out of ${of} when one of them was here and could; by who was here, about ${expected} would be usual. A shared desk or speciality is a common reason.`,
  CIRCLE_OF_THREE: ({ observed, expected, of }) =>
    `The second signed for the first, the third for the second and the first for the third, ${observed} times out of ${of} when they were here and could; by who was here, about ${expected} would be usual. A shared desk or speciality is a common reason.`,
  EACH_OTHER: ({ observed, expected, of }) =>
    `These two signed for each other ${observed} times out of ${of} when the other was here and could; by who was here, about ${expected} would be usual. A shared desk or speciality is a common reason.`,
  ONE_FOR_THE_OTHER: ({ observed, expected, of }) =>
    `The second signed for the first ${observed} times out of ${of} when they were here and could; by who was here, about ${expected} would be usual. A shared desk or speciality is a common reason.`,
  FASTER_THAN_READING: ({ observed, expected, of }) =>
    `${observed} of ${of} signatures came sooner than the words can be read; at the pace of the others it would be about ${expected}. Somebody who helped to find the words knows them already.`,
  SELDOM_A_NO: ({ observed, expected, of }) =>
    `${observed} of ${of} decisions were a yes; by the share of the others it would be about ${expected}. Somebody who is asked the clear cases says yes more often.`,
};

/** What was seen, to a reviewer, in a sentence that blames nobody. */
export function sentenceOf({ kind, observed, expected, of }: Counted): string {
  return SENTENCES[kind]({ observed: String(observed), expected: expected.toFixed(1), of: String(of) });
}
