import { Select } from '@mantine/core';
import { useEffect, useState, type KeyboardEvent } from 'react';
import { useIntl } from 'react-intl';

/** Somebody who can be chosen, and what speaks against it. */
export interface Pickable {
  readonly id: string;
  readonly name: string;
  readonly because?: string | null;
}

/** How those are found whom the list does not hold. */
export interface PersonSearch {
  /** Others are being looked for by what is typed: nobody is told yet that there is nobody. */
  readonly isLooking: boolean;
  /** Hears what is typed, where more people are here than a list holds. */
  onSearch: (typed: string) => void;
  /** Hears who was chosen before and is not in the list. */
  onMissing?: (id: string) => void;
}

interface PersonPickProps extends Partial<PersonSearch> {
  readonly label: string;
  readonly people: readonly Pickable[];
  readonly value: string;
  readonly error?: string;
  readonly description?: string;
  readonly isFirst?: boolean;
  readonly id?: string;
  onPick: (id: string) => void;
}

/** A colleague by a few letters of the name: Enter takes the first who fits. */
export function PersonPick(props: PersonPickProps) {
  const { label, people, value, error, description, isFirst, id, isLooking, onSearch, onMissing, onPick } = props;
  const intl = useIntl();
  const isMissing = value !== '' && people.every(({ id }) => id !== value);
  useEffect(() => {
    if (isMissing) onMissing?.(value);
  }, [isMissing, value, onMissing]);
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
      id={id}
      label={label}
      description={description}
      placeholder={intl.formatMessage({ id: 'person.placeholder' })}
      nothingFoundMessage={isLooking ? undefined : intl.formatMessage({ id: 'person.nobody' })}
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
      onSearchChange={(typed) => {
        setSearch(typed);
        onSearch?.(typed);
      }}
      onKeyDown={takeFirst}
      openOnFocus={false}
      selectFirstOptionOnChange
      maxDropdownHeight={240}
      comboboxProps={{ transitionProps: { duration: 0 } }}
      data-autofocus={isFirst || undefined}
      autoFocus={isFirst} // it may come later than the dialog that looks for it
      mb="sm"
    />
  );
}
