import { useMemo } from 'react';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';

const Named = gql(`query CauseNames { causes(includeMerged: true) { id key name mergedInto { id name } } }`);

/** The causes of the house, what was merged too. Every row of a list reads it, and the house seldom gives a name: who changes one has them asked for anew. */
const useNamed = () => useQuery({ query: Named, requestPolicy: 'cache-first' })[0];

/**
 * How people read a cause that is given by its key: by the name of what it is by now. Nothing while the names are on their way; the key of one
 * that is not on the list.
 */
export function useCauseName(): (key: string) => string {
  const { data, error } = useNamed();
  return useMemo(() => {
    const names = new Map(data?.causes.map(({ key, name, mergedInto }) => [key, mergedInto?.name ?? name]));
    return (key) => names.get(key) ?? (data || error ? key : '');
  }, [data, error]);
}

/** The key of a cause by its name or its key as somebody typed them; the words as they are when the list has neither. */
export function useCauseKey(): (typed: string) => string {
  const { data } = useNamed();
  return (typed) => {
    const words = typed.trim().toLowerCase();
    const causes = data?.causes ?? [];
    const isNamed = causes.some(({ key }) => key === words);
    const named = causes.find(({ name, mergedInto }) => !mergedInto && name.toLowerCase() === words);
    return isNamed ? words : (named?.key ?? typed);
  };
}

/** The name of a cause that is given by its key. */
export function CauseName({ of }: { readonly of: string }) {
  return useCauseName()(of);
}
