import { type Amount, formatMoney } from './money.js';

/** What a sentence says besides its words. A list is read as "A, B and C", so an empty one says nothing: choose another sentence for it. */
export type SentenceValue = string | number | Date | Amount | readonly string[];

type Named = Readonly<Record<string, SentenceValue>>;

const LISTED = new Intl.ListFormat('en-AU', { type: 'conjunction' });

/** A whole sentence for a person, with names in place of its values, so that a program can say it in another language, by another clock. */
export class Sentence {
  constructor(
    /** The words, such as `Say in 1 to {most} characters why.` */
    readonly template: string,
    /** By their names in the template. */
    readonly values: Named,
  ) {}

  /** In English: instants as ISO 8601 in UTC, money with the digits of its currency. */
  toString(): string {
    return this.template.replace(/\{(\w+)\}/g, (name, key: string) => inEnglish(this.values[key] ?? name));
  }
}

/**
 * Makes a sentence: say`Version ${{ number }} is a draft by now.` Each value is an object with one key, which names it in the template.
 * Whole sentences only, since pieces cannot be put together in another language: where the words differ, by number or by state, there are two.
 */
export function say(words: TemplateStringsArray, ...named: readonly Named[]): Sentence {
  const template = words.map((word, place) => (place === 0 ? word : `{${nameOf(named[place - 1])}}${word}`)).join('');
  return new Sentence(template, Object.assign({}, ...named) as Named);
}

function nameOf(value: Named | undefined): string {
  const [name, ...more] = Object.keys(value ?? {});
  if (name === undefined || more.length > 0) throw new Error('Each value of a sentence is an object with one key, which names it.');
  return name;
}

function inEnglish(value: SentenceValue): string {
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== 'object') return String(value);
  return 'currency' in value ? formatMoney(value) : LISTED.format(value);
}
