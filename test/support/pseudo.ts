import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';

const COLLECT = readFileSync(new URL('./in-page/plain-words.js', import.meta.url), 'utf8');

const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  [...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter, place) => [
    letter,
    [...'áƀćđéƒǧĥíĵķĺɱńóƥɋŕšţúṽŵẋýžÁƁĆĐÉƑǦĤÍĴĶĹṀŃÓƤɊŔŠŢÚṼŴẊÝŽ'][place] ?? letter,
  ]),
);

/** A sentence in a language that nobody speaks: each letter wears an accent and each vowel is there twice, so it is longer by a third. What a message fills in stays. */
export function pseudo(message: string): string {
  let depth = 0;
  let inTag = false;
  return [...message]
    .map((char) => {
      depth += STEPS[char] ?? 0;
      if (char === '<' || char === '>') inTag = char === '<';
      const isText = depth % 2 === 0 && !inTag; // within braces stand names, and within those of a plural sentences again
      return isText ? accented(char) : char;
    })
    .join('');
}

const STEPS: Readonly<Record<string, number>> = { '{': 1, '}': -1 };

function accented(char: string): string {
  return (LETTERS[char] ?? char).repeat(/[aeiou]/i.test(char) ? 2 : 1);
}

/** Gives a window this language in place of English. No user ever gets it: it is made here, of the English that is shipped. */
export async function speakPseudo(page: Page): Promise<void> {
  for (const name of ['en', 'house-en', 'told-en']) {
    const english = JSON.parse(readFileSync(`apps/console/src/words/${name}.json`, 'utf8')) as Record<string, string>;
    const words = Object.fromEntries(Object.entries(english).map(([id, message]) => [id, pseudo(message)]));
    const body = `export default ${JSON.stringify(words)}`;
    await page.route(`**/console/${name}-*.js`, (route) => route.fulfill({ contentType: 'text/javascript', body }));
  }
}

/** What a browser itself says in English, dates and how long ago; and the languages, each in its own; and what is printed on a key. */
const SAID_AS_IS =
  /^((Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)[a-z]*|(Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*|AM|PM|am|pm|at|in|and|or|ago|last|next|this|now|yesterday|today|tomorrow|(second|minute|min|hour|hr|day|week|month|year)s?|GMT|AUD|English|Deutsch|Node|Esc)$/;

/** How a browser here calls its own zone. */
const ZONE = Intl.DateTimeFormat()
  .resolvedOptions()
  .timeZone.split(/[^A-Za-z]+/);

/** Plain words in a window that speaks pseudo, besides what the house has written down itself: they stand outside of the catalogues. That is asked for after the window was read, which may hear more until then. */
export async function plainWords(page: Page, writtenBy: () => string): Promise<string[]> {
  const runs = await page.evaluate<string[]>(COLLECT);
  const written = writtenBy();
  const isKnown = (part: string): boolean =>
    written.includes(part) || part.split(/[^A-Za-z]+/).every((word) => word.length < 3 || SAID_AS_IS.test(word) || ZONE.includes(word));
  return [...new Set(runs)].filter((run) => !run.split(/[,.] ?/).every(isKnown));
}
