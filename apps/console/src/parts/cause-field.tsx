import { Autocomplete, type AutocompleteProps } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';

const Causes = gql(`query Causes($search: String) { causes(search: $search) { id key name } }`);

/** Asked when typing has stopped for so long. */
const STILL_MS = 250;

/** A cause by its key, with the list of the house to choose from: the nearest first while somebody types, and nothing once one is named. */
export function CauseField({ value, ...props }: AutocompleteProps & { readonly value: string }) {
  const [still] = useDebouncedValue(value.trim(), STILL_MS);
  const [{ data }] = useQuery({ query: Causes, variables: { search: still === '' ? null : still } });
  const causes = data?.causes ?? [];
  const names = new Map(causes.map(({ key, name }) => [key, name]));
  return (
    <Autocomplete
      value={value}
      data={names.has(value) ? [] : [...names.keys()]}
      filter={({ options }) => options}
      renderOption={({ option }) => (
        <span>
          {names.get(option.value)} <span className="meta">{option.value}</span>
        </span>
      )}
      {...props}
    />
  );
}
