import { Autocomplete, type AutocompleteProps } from '@mantine/core';
import { useCauses } from './use-causes';

/** A cause by its key, with the list of the house to choose from: the nearest first while somebody types, and nothing once one is named. */
export function CauseField({ value, ...props }: AutocompleteProps & { readonly value: string }) {
  const { names, renderOption } = useCauses(value);
  return (
    <Autocomplete
      value={value}
      data={names.has(value) ? [] : [...names.keys()]}
      filter={({ options }) => options}
      renderOption={renderOption}
      {...props}
    />
  );
}
