import { TagsInput, type TagsInputProps } from '@mantine/core';
import { useState } from 'react';
import { useCauses } from './use-causes';

/** Several causes by their keys, each chosen from the list of the house or typed. */
export function CausesField(props: TagsInputProps) {
  const [search, setSearch] = useState('');
  const { names, renderOption } = useCauses(search);
  return (
    <TagsInput
      data={[...names.keys()]}
      filter={({ options }) => options}
      renderOption={renderOption}
      searchValue={search}
      onSearchChange={setSearch}
      splitChars={[',', ' ']}
      {...props}
    />
  );
}
