import { registerEnumType } from '@nestjs/graphql';

/**
 * Makes the schema's enum from the list of words that the rules use, so that words are written once.
 * `meanings` describes each value for a stranger. Answers the object to name in `@Field(() => …)`.
 */
export function enumOf<W extends string>(
  name: string,
  description: string,
  meanings: Readonly<Record<W, string>>,
): { readonly [K in W]: K } {
  const words = Object.keys(meanings) as W[];
  const values = Object.fromEntries(words.map((word) => [word, word])) as { [K in W]: K };
  const valuesMap = Object.fromEntries(words.map((word) => [word, { description: meanings[word] }])) as {
    [K in W]: { description: string };
  };
  registerEnumType(values, { name, description, valuesMap });
  return values;
}
