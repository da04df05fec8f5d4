import { readFileSync } from 'node:fs';
import { buildSchema, getNamedType, type GraphQLField, isInterfaceType, isLeafType, isObjectType } from 'graphql';

/** The schema as it is committed. */
export const SCHEMA = buildSchema(readFileSync('apps/api/src/schema.graphql', 'utf8'));

export type Field = GraphQLField<unknown, unknown>;

/** A question for each field below a root, reached by the shortest way, within the wrapping that is given. */
export function below(root: Field, wrap: (inner: string) => string): string[] {
  const found: string[] = [];
  const known = new Set<string>();
  let front: { type: string; wrap: (inner: string) => string }[] = [];
  const visit = ({ type }: Field, way: (inner: string) => string): void => {
    const named = getNamedType(type);
    if (isLeafType(named)) found.push(way(''));
    else if (isInterfaceType(named))
      for (const one of SCHEMA.getPossibleTypes(named))
        front.push({ type: one.name, wrap: (inner) => way(` { ... on ${one.name} {${inner}} }`) });
    else front.push({ type: named.name, wrap: (inner) => way(` {${inner}}`) });
  };
  visit(root, wrap);
  for (let depth = 0; depth < 5; depth++) {
    const now = front.filter(({ type }, n) => !known.has(type) && front.findIndex((other) => other.type === type) === n);
    front = [];
    for (const { type, wrap: way } of now) {
      known.add(type);
      const of = SCHEMA.getType(type);
      const fields = isObjectType(of)
        ? Object.values(of.getFields()).filter(({ args }) => args.every((arg) => !String(arg.type).endsWith('!')))
        : [];
      const leaves = fields.filter((field) => isLeafType(getNamedType(field.type))).map(({ name }) => name);
      if (leaves.length > 0) found.push(way(` ${leaves.join(' ')} `));
      for (const field of fields.filter((one) => !isLeafType(getNamedType(one.type))))
        visit(field, (inner) => way(` ${withFirst(field)}${inner} `));
    }
  }
  return found;
}

/** A field with the first few of its list, where it is one. */
export function withFirst({ name, args }: Field): string {
  return args.some((arg) => arg.name === 'first') ? `${name}(first: 5)` : name;
}
