import type { IntlShape } from 'react-intl';
import { languageNow } from './messages';

/** What a refusal says, as the service tells it. */
export interface Said {
  /** In English, for a sentence that nobody here knows. */
  readonly message: string;
  /** The sentence with `{names}` in place of its values. */
  readonly template: string;
  /** A name that comes more than once is a list. */
  readonly values: readonly SaidValue[];
}

interface SaidValue {
  readonly name: string;
  readonly kind: 'TEXT' | 'NUMBER' | 'INSTANT' | 'MONEY';
  readonly value: string;
}

/** Sentences in the language of now, by their English ones; nothing where English itself is spoken. */
export type Translated = Readonly<Record<string, string>> | undefined;

const CATALOGUES: Readonly<Record<string, () => Promise<Translated>>> = {
  de: () => import('./refusals-de.json').then((file) => file.default),
};

let coming: Promise<Translated> | undefined;

/**
 * Brings the sentences along when the first of them is to be said: whoever is refused nothing never needs them. Where they do not come, English is
 * better than silence, and the next refusal asks anew.
 */
export async function loadRefusals(): Promise<Translated> {
  coming ??= CATALOGUES[languageNow()]?.() ?? Promise.resolve(undefined);
  return coming.catch(() => {
    coming = undefined;
    return {};
  });
}

/** The sentence in the language, on the clock and with the numbers of its reader. */
export function sentenceOf(intl: IntlShape, { message, template, values }: Said, translated: Translated): string {
  const words = translated ? translated[template] : template;
  const said = new Map<string, readonly string[]>();
  for (const value of values) said.set(value.name, [...(said.get(value.name) ?? []), shown(intl, value)]);
  const names = words?.match(NAMES) ?? [];
  if (words === undefined || names.some((name) => !said.has(name.slice(1, -1)))) return message;
  return words.replace(NAMES, (name) => intl.formatList(said.get(name.slice(1, -1)) ?? []));
}

const NAMES = /\{\w+\}/g;

function shown(intl: IntlShape, { kind, value }: SaidValue): string {
  if (kind === 'NUMBER') return intl.formatNumber(Number(value));
  if (kind === 'INSTANT') return intl.formatDate(value, { dateStyle: 'medium', timeStyle: 'short' });
  if (kind === 'TEXT') return value;
  const [amount, currency] = value.split(' ');
  return intl.formatNumber(Number(amount), { style: 'currency', currency: currency ?? '' });
}
