import { lineFault } from '../graphql/text.js';
import { bad, type ScimError } from './scim.errors.js';

/** One comparison of a filter: an attribute path in small letters, and what it equals. */
export interface Equals {
  readonly path: string;
  readonly value: string;
}

const LENGTH_MAX = 1_000;
/** `path eq "value"`, the last one or with `and` behind it; the path may choose among values itself, as in `emails[type eq "work"].value`. */
const COMPARISON =
  /^\s*([a-z$][\w$.:-]*(?:\[[^\]"]*(?:"[^"\\]*"[^\]"]*)*\](?:\.\w+)?)?)\s+eq\s+("(?:[^"\\]|\\.)*"|true|false)(?:\s*$|\s+(and)\s+)/i;

/**
 * Reads a filter of the form that directories send: comparisons by `eq`, joined by `and`.
 * @throws ScimError invalidFilter for anything else: a filter that is half understood would show people who were not asked for
 */
export function readFilter(text: string): Equals[] {
  if (text.length > LENGTH_MAX) throw notAFilter();
  const found: Equals[] = [];
  let rest = text;
  do {
    const match = COMPARISON.exec(rest);
    const isWhole = match !== null && (match[3] === undefined) === (match[0].length === rest.length);
    if (!isWhole) throw notAFilter();
    found.push(equalsIn(match));
    rest = rest.slice(match[0].length);
  } while (rest !== '');
  return found;
}

/**
 * A filter as the wishes of a room, by the attributes that may be asked for.
 * @throws ScimError invalidFilter for other attributes, and for one that is asked for twice
 */
export function wishesIn<Wish extends string>(
  text: string | undefined,
  attributes: Readonly<Record<string, Wish>>,
): Partial<Record<Wish, string>> {
  const wishes: Partial<Record<Wish, string>> = {};
  for (const { path, value } of text === undefined ? [] : readFilter(text)) {
    const wish = Object.hasOwn(attributes, path) ? attributes[path] : undefined;
    if (wish === undefined || wishes[wish] !== undefined)
      throw bad(
        'invalidFilter',
        `A filter asks for ${Object.keys(attributes).join(', ')}, each with eq and once; several are joined by and.`,
      );
    wishes[wish] = value;
  }
  return wishes;
}

function equalsIn([, path = '', literal = '']: RegExpExecArray): Equals {
  return { path: path.toLowerCase(), value: valueOf(literal) };
}

function valueOf(literal: string): string {
  if (!literal.startsWith('"')) return literal;
  try {
    const value = JSON.parse(literal) as string;
    if (value === '' || lineFault(value) === undefined) return value.normalize('NFC');
  } catch {
    // An escape that JSON does not know: told as every other filter that cannot be read.
  }
  throw notAFilter();
}

function notAFilter(): ScimError {
  return bad('invalidFilter', 'A filter has the form: attribute eq "value"; several are joined by and. Other operators are not supported.');
}
