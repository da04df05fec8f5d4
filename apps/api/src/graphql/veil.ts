import {
  defaultFieldResolver,
  getNamedType,
  type GraphQLField,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  isIntrospectionType,
  isNonNullType,
  isObjectType,
} from 'graphql';
import { BlindLookOpenError } from './access.errors.js';
import type { GraphContext } from './context.js';

type Field = GraphQLField<unknown, GraphContext>;

/** What is or belongs to an exception: everything else of one hangs below these. */
const VEILED = new Set(['PolicyException', 'Review', 'Dispute', 'Caution', 'Node']);

/**
 * Lets nobody reach, by any field, a proposal that they are to judge without knowing how it was decided: where it would come out is nothing, in
 * a list one less; a text that names it and must be there is empty. What is named in an argument is refused before (access.interceptor.ts), and lists and their totals leave it out by themselves.
 * Here is the one place behind all of them, so that a field that is new forgets it neither. Changes the schema that it is given, and answers it.
 */
export function veiled(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    // What describes the schema says nothing of anybody, and is shared by every schema of the process.
    if (!isObjectType(type) || isIntrospectionType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const named = getNamedType(field.type);
      if (VEILED.has(named.name) || named.name === 'String') field.resolve = unseen(field as Field);
    }
  }
  return schema;
}

/** What names a thing that is not to be seen, of any argument; undefined when none does. */
export function namedBlindly(args: unknown, blindTo: readonly string[]): string | undefined {
  if (typeof args === 'string') return blindTo.find((name) => name.toLowerCase() === args.trim().toLowerCase());
  if (typeof args !== 'object' || args === null) return undefined;
  return Object.values(args)
    .map((value) => namedBlindly(value, blindTo))
    .find((found) => found !== undefined);
}

function unseen({ type, resolve = defaultFieldResolver }: Field): GraphQLFieldResolver<unknown, GraphContext> {
  return (source, args, context, info) => {
    const answer: unknown = resolve(source, args, context, info);
    const blindTo = context.actor?.blindTo;
    if (!blindTo || blindTo.length === 0) return answer;
    return Promise.resolve(answer).then((found) => without(found, blindTo, isNonNullType(type)));
  };
}

function without(found: unknown, blindTo: readonly string[], mustBe: boolean): unknown {
  if (Array.isArray(found)) return found.filter((one) => !isHidden(one, blindTo));
  if (!isHidden(found, blindTo)) return found;
  if (typeof found === 'string' && mustBe) return '';
  if (mustBe) throw new BlindLookOpenError();
  return null;
}

/** A text that names it, such as a recap; or a thing: each carries its own id, and a review, a caution and a dispute that of their exception. */
function isHidden(found: unknown, blindTo: readonly string[]): boolean {
  // EX-1001 is not named by EX-10010.
  if (typeof found === 'string')
    return blindTo.some((name) =>
      found
        .split(name)
        .slice(1)
        .some((rest) => !/^\w/.test(rest)),
    );
  if (typeof found !== 'object' || found === null) return false;
  const { id, exceptionId } = found as { id?: unknown; exceptionId?: unknown };
  return [id, exceptionId].some((name) => typeof name === 'string' && blindTo.includes(name));
}
