import { getNamedType, type GraphQLSchema } from 'graphql';

const ROOTS: Readonly<Record<string, string>> = {
  Query: 'What can be asked. Asking changes nothing.',
  Mutation: 'What can be done: one of these in a request. A refusal is an answer, in `userErrors`; nothing was changed then.',
  Subscription: 'What can be listened to, over graphql-transport-ws at this same address. Events carry ids only: fetch what you may see.',
};

/**
 * Writes the descriptions for which the framework has no place: those of the three roots, and of every argument `input`, which are the words of
 * its type. Changes the schema that it is given, and answers it.
 */
export function describe(schema: GraphQLSchema): GraphQLSchema {
  for (const [name, description] of Object.entries(ROOTS)) {
    const root = schema.getType(name);
    if (root) root.description = description;
  }
  const fields = [schema.getQueryType(), schema.getMutationType()].flatMap((root) => Object.values(root?.getFields() ?? {}));
  const inputs = fields.flatMap(({ args }) => args).filter(({ name, description }) => name === 'input' && !description);
  for (const input of inputs) input.description = getNamedType(input.type).description;
  return schema;
}
