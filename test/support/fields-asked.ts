import { getNamedType, type GraphQLField, type GraphQLObjectType, type GraphQLSchema, isIntrospectionType, isObjectType } from 'graphql';
import { fieldAccess } from '../../apps/api/src/graphql/access.fields.js';

const ROOTS = ['Query', 'Mutation', 'Subscription'];
/** Fields inside each other that a request may have, and one for the field that is asked about. */
const DEEPEST = 8;

/** The arguments of each field that cannot be asked for without: a new one fails until it stands here. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  'CustomerCase.ownerAt': 'at: "2099-01-01T00:00:00Z"',
  'CustomerCase.whyNot': 'action: SOLVE',
  'HandOff.whyNot': 'action: ACCEPT',
  'Money.formatted': 'locale: "en-AU"',
  'PolicyException.whyNot': 'action: AMEND',
};

/** Every type with fields, but the three from which all is asked. */
export function objectTypes(schema: GraphQLSchema): GraphQLObjectType[] {
  return Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !isIntrospectionType(type) && !ROOTS.includes(type.name),
  );
}

type Path = (selection: string) => string;

/** A query of one thing. */
const ONE = /^\w+\((?:id|exceptionId|policyId): /;

/** A field that can be asked for without arguments. */
function needsNothing({ args }: GraphQLField<unknown, unknown>): boolean {
  return args.every((arg) => !String(arg.type).endsWith('!'));
}

/** Each type with its fields and their rules. */
export function rules(schema: GraphQLSchema): string[] {
  return objectTypes(schema).map((type) => {
    const names = Object.keys(type.getFields()).map((field) => `${field}${fieldAccess(type.name, field) === 'READ' ? '' : '*'}`);
    return `${type.name} { ${names.join(' ')} }`;
  });
}

type Way = readonly [type: GraphQLObjectType, path: Path];

/** The shortest way from a query to each type: what wraps a selection of its fields. */
export function pathsOf(schema: GraphQLSchema, queries: Readonly<Record<string, string>>): Map<string, Path> {
  const paths = new Map<string, Path>();
  let reached: Way[] = Object.values(schema.getQueryType()?.getFields() ?? {}).flatMap((field) => {
    const head = queries[field.name]?.replace(/ \{ [^{}]*(?:\{[^{}]*\}[^{}]*)?\}$/, '');
    return head ? wayTo(field, head, (selection) => selection) : [];
  });
  // By one thing first: from a long list a further list is soon more than one question may ask for.
  reached = [...reached.filter(([, path]) => ONE.test(path(''))), ...reached];
  for (let depth = 1; depth < DEEPEST; depth++) {
    const fresh = reached.filter(([{ name }], n) => !paths.has(name) && reached.findIndex(([other]) => other.name === name) === n);
    fresh.forEach(([{ name }, path]) => paths.set(name, path));
    reached = fresh.flatMap(([type, path]) =>
      Object.values(type.getFields())
        .filter(needsNothing)
        .flatMap((field) => wayTo(field, field.name, path)),
    );
  }
  return paths;
}

function wayTo({ type }: GraphQLField<unknown, unknown>, head: string, path: Path): Way[] {
  const named = getNamedType(type);
  return isObjectType(named) ? [[named, (selection) => path(`${head} { ${selection} }`)]] : [];
}

/** A field as it is asked for. @throws Error for one whose arguments nobody knows */
export function askedFor(type: string, field: GraphQLField<unknown, unknown>): string {
  if (needsNothing(field)) return field.name;
  const given = ARGUMENTS[`${type}.${field.name}`];
  if (given === undefined)
    throw new Error(`Nobody knows with which arguments to ask for ${type}.${field.name}: see test/support/matrix.ts.`);
  return `${field.name}(${given})`;
}
