import { notifications } from '@mantine/notifications';
import { useIntl } from 'react-intl';
import type { MessageId } from '../words/messages';

/** Says what was done, in one line that goes away by itself. */
export function useSaid(): (words: MessageId, values?: Record<string, string | number>) => void {
  const intl = useIntl();
  return (words, values) =>
    notifications.show({
      message: intl.formatMessage({ id: words }, values),
      closeButtonProps: { 'aria-label': intl.formatMessage({ id: 'act.cancel' }) },
    });
}
