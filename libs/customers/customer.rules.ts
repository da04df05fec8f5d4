import { InvalidError, type RuleError, say } from '#errors';

/** A customer who is not known yet. */
export interface NewCustomer {
  readonly name: string;
  /** How the customer is reached. */
  readonly contact: string;
  /** By its IANA name, such as Australia/Sydney. */
  readonly timeZone: string;
}

const NAME_LENGTH_MAX = 200;
const CONTACT_LENGTH_MAX = 320;

/** Why such a customer cannot be written down, with the field at fault below `path`; undefined when they can. Lengths in code points. */
export function newCustomerRefusal({ name, contact, timeZone }: NewCustomer, path: readonly string[]): RuleError | undefined {
  if (!hasLength(name, NAME_LENGTH_MAX))
    return new InvalidError([...path, 'name'], say`A name has 1 to ${{ most: NAME_LENGTH_MAX }} characters.`);
  if (!hasLength(contact, CONTACT_LENGTH_MAX)) {
    return new InvalidError([...path, 'contact'], say`Say in 1 to ${{ most: CONTACT_LENGTH_MAX }} characters how the customer is reached.`);
  }
  return isTimeZone(timeZone)
    ? undefined
    : new InvalidError([...path, 'timeZone'], say`There is no such time zone. Use an IANA name, such as Australia/Sydney.`);
}

/** Whether it names a zone with its rules for daylight saving. An offset such as +10:00 is none: it is wrong for half of the year. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }));
  } catch {
    return false; // Intl throws a RangeError for a zone that it does not know: that is the answer.
  }
}

function hasLength(text: string, max: number): boolean {
  const length = [...text].length;
  return length > 0 && length <= max;
}
