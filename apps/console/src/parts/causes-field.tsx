import { Pill, TagsInput, type TagsInputProps } from '@mantine/core';
import { useState } from 'react';
import { useCauseKey, useCauseName } from './cause-name';
import { useCauses } from './use-causes';

interface CausesFieldProps extends Omit<TagsInputProps, 'value' | 'onChange'> {
  readonly value: string[];
  onChange: (keys: string[]) => void;
}

/** Several causes by their keys, shown by their names, each chosen from the list of the house or typed. */
export function CausesField({ onChange, ...props }: CausesFieldProps) {
  const [search, setSearch] = useState('');
  const { names, renderOption } = useCauses(search);
  const nameOf = useCauseName();
  const keyOf = useCauseKey();
  return (
    <TagsInput
      data={[...names.keys()]}
      filter={({ options }) => options}
      renderOption={renderOption}
      renderPill={({ option, onRemove, disabled }) => (
        <Pill withRemoveButton={!disabled} onRemove={onRemove} disabled={disabled}>
          {nameOf(String(option.value))}
        </Pill>
      )}
      isDuplicate={(typed, keys) => keys.includes(keyOf(typed))}
      onChange={(typed) => onChange(typed.map(keyOf))}
      searchValue={search}
      onSearchChange={setSearch}
      {...props}
    />
  );
}
