import { TextInput } from '@mantine/core';
import { useIntl } from 'react-intl';
import type { MessageId } from '../words/messages';

interface SearchFieldProps {
  /** What can be searched for. */
  readonly words: MessageId;
  readonly typed: string;
  onType: (typed: string) => void;
}

/** Above a list, what narrows it while somebody types. */
export function SearchField({ words, typed, onType }: SearchFieldProps) {
  const said = useIntl().formatMessage({ id: words });
  return (
    <TextInput type="search" aria-label={said} placeholder={said} value={typed} onChange={(event) => onType(event.currentTarget.value)} />
  );
}
