import { Select } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { useIntl } from 'react-intl';

/** Somebody who can be chosen, and what speaks against it. */
export interface Pickable {
  readonly id: string;
  readonly name: string;
  readonly because?: string | null;
}

interface PersonPickProps {
  readonly label: string;
  readonly people: readonly Pickable[];
  readonly value: string;
  readonly error?: string;
  readonly description?: string;
  readonly isFirst?: boolean;
  onPick: (id: string) => void;
}

/** A colleague by a few letters of the name: Enter takes the first who fits. */
export function PersonPick({ label, people, value, error, description, isFirst, onPick }: PersonPickProps) {
  const intl = useIntl();
  const [search, setSearch] = useState('');
  /** Also for fingers that are faster than the list; and Enter in here never sends the form. */
  const takeFirst = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const first = people.find(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()));
    if (value === '' && search.trim() !== '' && first) onPick(first.id);
  };
  return (
    <Select
      label={label}
      description={description}
      placeholder={intl.formatMessage({ id: 'person.placeholder' })}
      nothingFoundMessage={intl.formatMessage({ id: 'person.nobody' })}
      data={people.map(({ id, name }) => ({ value: id, label: name }))}
      renderOption={({ option }) => {
        const because = people.find(({ id }) => id === option.value)?.because;
        return (
          <span>
            {option.label}
            {because ? <span className="meta"> · {because}</span> : null}
          </span>
        );
      }}
      value={value === '' ? null : value}
      onChange={(id) => onPick(id ?? '')}
      error={error}
      searchable
      onSearchChange={setSearch}
      onKeyDown={takeFirst}
      openOnFocus={false}
      selectFirstOptionOnChange
      maxDropdownHeight={240}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      data-autofocus={isFirst || undefined}
      mb="sm"
    />
  );
}
