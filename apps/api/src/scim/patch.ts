import { type Equals, readFilter } from './filter.js';
import { bad } from './scim.errors.js';
import { attributesOf, isObject } from './values.js';

/** What one operation of a PATCH does. */
export type PatchOp = 'add' | 'replace' | 'remove';

/** Where an operation points, all in small letters: `emails[type eq "work"].value`. */
export interface AttributePath {
  readonly attribute: string;
  readonly where: readonly Equals[];
  readonly part: string | undefined;
}

/** One operation on one attribute. */
export interface PatchStep {
  readonly op: PatchOp;
  readonly path: AttributePath;
  readonly value: unknown;
  /** Whether the request named the path itself; else it was a name in an object of values, of which those that are not kept are passed over. */
  readonly isNamed: boolean;
}

const OPS: Readonly<Record<string, PatchOp>> = { add: 'add', replace: 'replace', remove: 'remove' };
const CORE = /^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/i;
const EXTENSION = /^urn:/i;
const PATH = /^([a-z$][\w$-]*)(?:\[(.*)\])?(?:\.([a-z$][\w$-]*))?$/is;

/**
 * Reads a PATCH as steps on single attributes, whether it says them by path, by an object of values, or by names with a dot in such an object.
 * @throws ScimError invalidSyntax, invalidPath, noTarget
 */
export function readPatch(body: unknown): PatchStep[] {
  const operations = attributesOf(body, 'A PATCH').get('operations');
  if (!Array.isArray(operations) || operations.length === 0)
    throw bad('invalidSyntax', 'A PATCH has Operations: a list with at least one.');
  return operations.flatMap(stepsIn);
}

/**
 * Reads the path of an attribute, with or without the name of its schema.
 * @throws ScimError invalidPath
 */
export function readPath(text: string): AttributePath {
  const short = text.replace(CORE, '');
  if (EXTENSION.test(short)) return { attribute: short.toLowerCase(), where: [], part: undefined };
  const [, attribute, where, part] = PATH.exec(short) ?? [];
  if (attribute === undefined) throw bad('invalidPath', 'A path has the form: attribute, attribute.part, or attribute[part eq "value"].');
  return { attribute: attribute.toLowerCase(), where: where === undefined ? [] : readFilter(where), part: part?.toLowerCase() };
}

function stepsIn(operation: unknown): PatchStep[] {
  const said = attributesOf(operation, 'An operation');
  const op = opIn(said.get('op'));
  const [path, value] = [said.get('path'), said.get('value')];
  if (path !== undefined && path !== null && path !== '') {
    if (typeof path !== 'string') throw bad('invalidPath', 'A path is text.');
    return [{ op, path: readPath(path), value, isNamed: true }];
  }
  if (op === 'remove') throw bad('noTarget', 'A remove names the path of what it takes away.');
  if (!isObject(value)) throw bad('invalidValue', 'Without a path, value is an object of attributes.');
  return Object.entries(value).map(([name, part]) => ({ op, path: readPath(name), value: part, isNamed: false }));
}

function opIn(value: unknown): PatchOp {
  const word = typeof value === 'string' ? value.toLowerCase() : '';
  const op = Object.hasOwn(OPS, word) ? OPS[word] : undefined;
  if (!op) throw bad('invalidSyntax', 'An op is add, replace or remove.');
  return op;
}
