/** What a review said that asks one more co-signer of like proposals. */
export interface NotAgain {
  /** The exception that was reviewed. */
  readonly ref: string;
  /** The words of the review; null once erased. */
  readonly reason: string | null;
}

const REASON_SHOWN = 200;

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
