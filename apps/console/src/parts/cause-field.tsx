import { Autocomplete, type AutocompleteProps } from '@mantine/core';
import { useRef, useState } from 'react';
import { useCauseKey, useCauseName } from './cause-name';
import { useCauses } from './use-causes';

interface CauseFieldProps extends Omit<AutocompleteProps, 'value' | 'onChange'> {
  readonly value: string;
  onChange: (key: string) => void;
}

/**
 * A cause by its key, shown by its name, with the list of the house to choose from: the nearest first while somebody types, and nothing once one is
 * named. What is typed may be either, and stays as it is until the field is left.
 */
export function CauseField({ value, onChange, ...props }: CauseFieldProps) {
  const [typed, setTyped] = useState<string>();
  const chosen = useRef<string>(undefined);
  const nameOf = useCauseName();
  const keyOf = useCauseKey();
  const shown = typed ?? (nameOf(value) || value);
  const { names, renderOption } = useCauses(shown);
  return (
    <Autocomplete
      value={shown}
      data={names.has(value) ? [] : [...names].map(([key, name]) => ({ value: key, label: name }))}
      filter={({ options }) => options}
      renderOption={renderOption}
      onOptionSubmit={(key) => (chosen.current = key)}
      onChange={(text) => {
        setTyped(text);
        onChange(chosen.current ?? keyOf(text)); // two causes may have one name
        chosen.current = undefined;
      }}
      onBlur={() => setTyped(undefined)}
      {...props}
    />
  );
}
