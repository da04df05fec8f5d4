import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { Choice } from './choice';
import type { MessageId } from '../words/messages';
import { HERE } from './zone-now';
import { isoOf, localIn } from './zoned';

interface ToldWhenProps {
  readonly name: string;
  readonly label: string;
  /** An instant as ISO text; empty as long as nothing was said. */
  readonly value: string;
  readonly error?: string;
  readonly isFirst?: boolean;
  /** How it is said that it never was; left out where it must have been. */
  readonly never?: MessageId;
  onTell: (at: string) => void;
}

/** When the customer was told: just now, or at a time of today or before; never, where that can be. Nothing else is chosen in advance, since it is a statement. */
export function ToldWhen({ name, label, value, error, isFirst, never, onTell }: ToldWhenProps) {
  const intl = useIntl();
  const [earlier, setEarlier] = useState(false);
  const chosen = earlier ? 'earlier' : value !== '' ? 'now' : never ? 'never' : '';
  const choose = (way: string) => {
    setEarlier(way === 'earlier');
    onTell(way === 'never' ? '' : new Date().toISOString());
  };
  return (
    <div>
      <Choice
        name={name}
        label={label}
        options={[
          ...(never ? [{ value: 'never', label: <FormattedMessage id={never} /> }] : []),
          { value: 'now', label: <FormattedMessage id="told.now" /> },
          { value: 'earlier', label: <FormattedMessage id="told.earlier" /> },
        ]}
        value={chosen}
        error={error}
        isFirst={isFirst}
        onChoose={choose}
      />
      {earlier ? (
        <TextInput
          type="datetime-local"
          label={intl.formatMessage({ id: 'told.at' })}
          value={value === '' ? '' : localIn(HERE, Date.parse(value))}
          onChange={(event) => onTell(isoOf(event.currentTarget.value, HERE))}
          mb="sm"
        />
      ) : null}
    </div>
  );
}
