import type en from './en.json';
import type house from './house-en.json';

/** The id of a sentence. English is what is written first; the other catalogues must have the same ids, or this does not compile. */
export type MessageId = keyof typeof en | keyof typeof house;

/** The languages of the console, each with the sentences that everybody needs; a page loads those of one. */
export const CATALOGUES = {
  en: (): Promise<Record<keyof typeof en, string>> => import('./en.json').then((file) => file.default),
  de: (): Promise<Record<keyof typeof en, string>> => import('./de.json').then((file) => file.default),
} as const;

/** What is said besides on the pages by which a house is run. */
const OF_THE_HOUSE: Readonly<Record<Language, () => Promise<Record<keyof typeof house, string>>>> = {
  en: () => import('./house-en.json').then((file) => file.default),
  de: () => import('./house-de.json').then((file) => file.default),
};

/** All sentences that are here by now. It stays the same object, so that what comes later is known wherever it is held. */
const here: Partial<Record<MessageId, string>> = {};

/** The sentences that everybody needs, in the language of now; the others are added to them by the pages that say them. */
export async function loadWords(): Promise<Record<MessageId, string>> {
  return Object.assign(here, await CATALOGUES[languageNow()]()) as Record<MessageId, string>;
}

/** Adds the sentences of the pages by which a house is run. */
export async function loadHouseWords(): Promise<void> {
  Object.assign(here, await OF_THE_HOUSE[languageNow()]());
}

/** What notices say, by the name of the fact that each tells of; the page of notices loads it. */
export const TOLD: Readonly<Record<keyof typeof CATALOGUES, () => Promise<Readonly<Record<string, string>>>>> = {
  en: () => import('./told-en.json').then((file) => file.default),
  de: () => import('./told-de.json').then((file) => file.default),
};

/** Whole sentences of the service in the other languages, by its English: what facts say, how figures are counted, what to know of a draft. */
export const SERVICE_SAYS: Readonly<Partial<Record<keyof typeof CATALOGUES, () => Promise<Readonly<Record<string, string>>>>>> = {
  de: () => import('./service-de.json').then((file) => file.default),
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
