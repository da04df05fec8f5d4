import { initGraphQLTada } from 'gql.tada';
import type { introspection } from './schema-types';

/** Reads a document's types from the committed schema: a field that is not there, or not what the page thinks, does not compile. */
export const gql = initGraphQLTada<{
  introspection: introspection;
  scalars: { DateTime: string; CurrencyCode: string; SafeInt: number };
}>();

export { readFragment, type FragmentOf, type ResultOf } from 'gql.tada';
