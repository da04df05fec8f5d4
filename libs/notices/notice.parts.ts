import type { Told, ToldFact } from './notice.words.js';

/** What a notice is made of, for those who write it in another language: refs, numbers and codes, and the names of colleagues who can be asked. */
export interface NoticeParts {
  /** The name for people of what it is about: an exception, a case or a policy; null when it is about none. */
  readonly ref: string | null;
  /** Which revision a signature stands on; null when it tells of no signature. */
  readonly revision: number | null;
  /** Which of several things the fact says to its reader, as a code; null when it says one thing. */
  readonly detail: string | null;
  /** Who could give a signature in the place of one that is void; empty when nobody could, null when nobody needs to be asked. */
  readonly toAsk: readonly string[] | null;
}

/** The facts that say how something ended, which clock it is, or which cause. Of others that is not told: it may be what the reader is not to know yet. */
const SAYS_OUTCOME: readonly ToldFact[] = [
  'handOff.cancelled',
  'review.disposed',
  'cause.mergeProposed',
  'pattern.candidate',
  'pattern.underServed',
  'dispute.settlementProposed',
  'dispute.settled',
  'complaint.dueSoon',
  'complaint.fellDue',
];

/** What is known of a notice that its words depend on, and no more than they say. */
export function partsOf(name: ToldFact, told: Told): NoticeParts {
  const { ref, mark, toAsk } = told;
  return { ref, revision: name === 'exception.coSigned' ? mark : null, detail: detailOf(name, told), toAsk };
}

function detailOf(name: ToldFact, { signature, outcome, reader }: Told): string | null {
  if (name === 'exception.coSigned') return signature ?? 'GIVEN';
  return SAYS_OUTCOME.includes(name) ? outcome : reader;
}
