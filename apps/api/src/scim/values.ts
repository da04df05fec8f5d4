import { lineFault, plain } from '../graphql/text.js';
import { bad } from './scim.errors.js';

/** The values of attributes by their names in small letters: SCIM does not tell letters apart. */
export type Attributes = ReadonlyMap<string, unknown>;

/** The attributes of a JSON object. @throws ScimError invalidSyntax for anything else */
export function attributesOf(value: unknown, what: string): Attributes {
  if (!isObject(value)) throw bad('invalidSyntax', `${what} is a JSON object.`);
  return new Map(Object.entries(value).map(([name, said]) => [name.toLowerCase(), said]));
}

/** Whether a value is a JSON object. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One line of text, cleaned as everywhere in the house. @throws ScimError invalidValue */
export function lineIn(value: unknown, what: string): string {
  if (typeof value !== 'string') throw bad('invalidValue', `${what} is text.`);
  const text = plain(value);
  const fault = text === '' ? 'This must not be empty.' : lineFault(text);
  if (fault !== undefined) throw bad('invalidValue', `${what}: ${String(fault)}`);
  return text;
}

/** True or false, also written as text, as Entra does. @throws ScimError invalidValue */
export function booleanIn(value: unknown, what: string): boolean {
  const said = typeof value === 'string' ? value.toLowerCase() : value;
  if (said === true || said === 'true') return true;
  if (said === false || said === 'false') return false;
  throw bad('invalidValue', `${what} is true or false.`);
}
