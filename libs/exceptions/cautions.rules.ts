/** What a review said that asks one more co-signer of like proposals. */
export interface NotAgain {
  /** The exception that was reviewed. */
  readonly ref: string;
  /** The words of the review; null once erased. */
  readonly reason: string | null;
}

/** Reviews that said so: the words are those of the first, cut where they are long; null once erased. */
export interface QuotedCautions {
  /** Of the exceptions that were reviewed. */
  readonly refs: readonly string[];
  readonly words: string | null;
}

const REASON_SHOWN = 200;

/** The same for a refusal; undefined when no review said so. */
export function quoted(notAgain: readonly NotAgain[]): QuotedCautions | undefined {
  const [first] = notAgain;
  return first && { refs: notAgain.map(({ ref }) => ref), words: first.reason === null ? null : short(first.reason) };
}

/** Why like proposals need one co-signer more, for people; undefined when they do not. The first of several reviews is quoted. */
export function sayNotAgain([first, ...others]: readonly NotAgain[]): string | undefined {
  if (!first) return undefined;
  const more = others.length === 0 ? '' : `, and of ${others.map(({ ref }) => ref).join(', ')},`;
  const words = first.reason === null ? 'Its words were erased.' : `It says: “${short(first.reason)}”`;
  return `One of them is asked because the review of ${first.ref}${more} said not to do the like again. ${words}`;
}

function short(words: string): string {
  const letters = [...words];
  return letters.length <= REASON_SHOWN ? words : `${letters.slice(0, REASON_SHOWN).join('')}…`;
}
