import { decimalOf } from '#errors';
import type { BookPage } from '#policies';
import { stringify } from 'yaml';
import { instantAs } from './policy-file-values.js';
import type { SentFile } from './policy-file.js';

/** The slug in a file's name: long enough to find it, short enough for every disk. */
const SLUG_LENGTH_MAX = 60;

/** One policy as a file: the same that `readPolicyFile` reads, so that a book that comes back changes nothing. */
export function policyPage(page: BookPage, timeZone: string): SentFile {
  const { ref, bookRef, title, kinds, causes, amountUpTo, currency, effectiveFrom, reviewBy, owner, text } = page;
  const head = {
    ref: bookRef ?? ref,
    title,
    ...(kinds.length > 0 ? { kinds } : {}),
    ...(causes.length > 0 ? { causes } : {}),
    ...(amountUpTo !== null && currency !== null ? { limit: `${decimalOf({ amountMinor: amountUpTo, currency })} ${currency}` } : {}),
    'effective from': instantAs(effectiveFrom, timeZone),
    ...(reviewBy === null ? {} : { 'review by': instantAs(reviewBy, timeZone) }),
    ...(owner === null ? {} : { owner }),
  };
  return { name: `${ref}${slug(title)}.md`, text: `---\n${stringify(head, { schema: 'failsafe', lineWidth: 0 })}---\n\n${text.trim()}\n` };
}

/** Letters and digits of a title that every file system takes, with a hyphen in front; nothing where there are none. */
function slug(title: string): string {
  const words =
    title
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .match(/[a-z0-9]+/g) ?? [];
  return words.reduce((said, word) => (said.length + word.length < SLUG_LENGTH_MAX ? `${said}-${word}` : said), '');
}
