import type en from './en.json';

/** The id of a sentence. English is what is written first; the other catalogues must have the same ids, or this does not compile. */
export type MessageId = keyof typeof en;

type Catalogue = Record<MessageId, string>;

/** The languages of the console, each with all of its sentences; a page loads those of one. */
export const CATALOGUES = {
  en: (): Promise<Catalogue> => import('./en.json').then((file) => file.default),
  de: (): Promise<Catalogue> => import('./de.json').then((file) => file.default),
} as const;

/** What notices say, by the name of the fact that each tells of; the page of notices loads it. */
export const TOLD: Readonly<Record<keyof typeof CATALOGUES, () => Promise<Readonly<Record<string, string>>>>> = {
  en: () => import('./told-en.json').then((file) => file.default),
  de: () => import('./told-de.json').then((file) => file.default),
};

/** A language of the console. */
export type Language = keyof typeof CATALOGUES;

declare global {
  // eslint-disable-next-line @typescript-eslint/no-namespace -- react-intl reads its ids from this very name
  namespace FormatjsIntl {
    interface Message {
      ids: MessageId;
    }
  }
}

const STORED = 'countersign.language';

/** The language that this person chose, else the browser's, else English. */
export function languageNow(): Language {
  const wanted = localStorage.getItem(STORED) ?? navigator.language.slice(0, 2);
  return wanted in CATALOGUES ? (wanted as Language) : 'en';
}

/** Keeps the language in this browser. */
export function keepLanguage(language: Language): void {
  localStorage.setItem(STORED, language);
}
