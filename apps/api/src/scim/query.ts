import { LIMITS } from '../graphql/limits.js';
import type { Resource } from './resources.js';
import { bad } from './scim.errors.js';
import { URN } from './scim.words.js';

/** What the address of a request asks for. */
export interface ScimQuery {
  readonly filter: string | undefined;
  /** From 1. */
  readonly startIndex: number;
  readonly count: number;
  /** Attributes to answer, in small letters; undefined: all. */
  readonly attributes: ReadonlySet<string> | undefined;
  readonly excluded: ReadonlySet<string>;
}

const ALWAYS = new Set(['schemas', 'id', 'meta']);

/** Reads the query of an address. Sorting is not supported, and passed over. @throws ScimError invalidValue */
export function readQuery(given: unknown): ScimQuery {
  const said = new Map(Object.entries(given as Record<string, unknown>).map(([name, value]) => [name.toLowerCase(), textIn(name, value)]));
  const attributes = namesIn(said.get('attributes'));
  return {
    filter: said.get('filter'),
    startIndex: Math.max(1, numberIn('startIndex', said.get('startindex')) ?? 1),
    count: Math.min(LIMITS.page, Math.max(0, numberIn('count', said.get('count')) ?? LIMITS.page)),
    attributes: attributes.size > 0 ? attributes : undefined,
    excluded: namesIn(said.get('excludedattributes')),
  };
}

/** Whether an attribute of a resource is to be answered. */
export function isAsked({ attributes, excluded }: ScimQuery, name: string): boolean {
  const small = name.toLowerCase();
  return ALWAYS.has(small) || (attributes ? attributes.has(small) : !excluded.has(small));
}

/** A resource with the attributes that were asked for. */
export function shown(resource: Resource, query: ScimQuery): object {
  return Object.fromEntries(Object.entries(resource).filter(([name]) => isAsked(query, name)));
}

/** Part of a list, as SCIM sends it. */
export function listOf(total: number, resources: readonly object[], startIndex: number): object {
  return { schemas: [URN.list], totalResults: total, startIndex, itemsPerPage: resources.length, Resources: resources };
}

function textIn(name: string, value: unknown): string {
  if (typeof value !== 'string') throw bad('invalidValue', `${name.slice(0, 30)} is there more than once.`);
  return value;
}

function numberIn(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^-?\d{1,9}$/.test(text)) throw bad('invalidValue', `${name} is a whole number.`);
  return Number(text);
}

/** Names as far as resources are cut by them: whole attributes. `name.formatted` asks for all of `name`. */
function namesIn(text: string | undefined): ReadonlySet<string> {
  const names = (text ?? '').split(',').map((name) => name.trim().toLowerCase());
  const short = names.map((name) => name.replace(/^urn:ietf:params:scim:schemas:core:2\.0:(?:user|group):/, '').replace(/\..*$/s, ''));
  return new Set(short.filter(Boolean));
}
