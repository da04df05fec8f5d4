import { FormattedMessage, useIntl } from 'react-intl';
import type { MessageId } from '../words/messages';

/** By which ways people and customers reach each other here; others come from machines. */
export const CHANNELS = [
  { value: 'telephone', words: 'channel.telephone' },
  { value: 'email', words: 'channel.email' },
  { value: 'letter', words: 'channel.letter' },
  { value: 'visit', words: 'channel.visit' },
] as const;

/** A channel by its usual word, or as somebody called it. */
export function Channel({ name }: { name: string }) {
  const id = `channel.${name}`;
  return id in useIntl().messages ? <FormattedMessage id={id as MessageId} /> : name;
}
