import { say, type Sentence } from '#errors';

/** What the checks of class-validator say here, by their names in its errors. A spec holds that each decorator that is used has its sentence. */
export const LIBRARY = {
  arrayMaxSize: (most) => say`There must be ${{ most }} of these at most.`,
  arrayNotEmpty: () => say`There must be at least one of these.`,
  arrayUnique: () => say`Each of these can be there only once.`,
  isBoolean: () => say`This must be true or false.`,
  isDate: () => say`This must be a date and a time.`,
  isIn: () => say`This must be one of the values that are offered.`,
  isInt: () => say`This must be a whole number.`,
  isString: () => say`This must be text.`,
  max: (most) => say`This must not be greater than ${{ most }}.`,
  maxLength: (most) => say`This must have at most ${{ most }} characters.`,
  min: (least) => say`This must not be less than ${{ least }}.`,
  nestedValidation: () => say`This must hold further fields.`,
  whitelistValidation: () => say`There is no such field. Leave it out.`,
} as const satisfies Readonly<Record<string, (limit: number) => Sentence>>;

/** Where the library checks something that nobody foresaw. */
export const NOT_ACCEPTABLE = say`This is not acceptable here. Look at what the schema says of it.`;

/** The number at the end of what the library says: "first must not be greater than 100". */
export function limitIn(words: string): number {
  return Number(/-?\d+/.exec(words.replace(/^\S+/, ''))?.[0] ?? 0);
}
