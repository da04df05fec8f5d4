import { useMemo } from 'react';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';

const Named = gql(`query CauseNames { causes(includeMerged: true) { id key name mergedInto { id name } } }`);

/**
 * How people read a cause that is given by its key: by the name of what it is by now. Nothing while the names are on their way; the key of one
 * that is not on the list.
 */
export function useCauseName(): (key: string) => string {
  // Every row of a list reads it, and the house seldom gives a name: who changes one has the names asked for anew.
  const [{ data, error }] = useQuery({ query: Named, requestPolicy: 'cache-first' });
  return useMemo(() => {
    const names = new Map(data?.causes.map(({ key, name, mergedInto }) => [key, mergedInto?.name ?? name]));
    return (key) => names.get(key) ?? (data || error ? key : '');
  }, [data, error]);
}

/** The name of a cause that is given by its key. */
export function CauseName({ of }: { readonly of: string }) {
  return useCauseName()(of);
}
