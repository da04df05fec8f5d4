import { Button, Group, Modal } from '@mantine/core';
import { useState, useSyncExternalStore } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { sessionNow } from '../graphql/session-now';
import { signInHere } from './sign-in-here';

/** Over the page as it is: another window, so that nothing here is lost, or this one. */
export function SessionEnded() {
  const times = useSyncExternalStore(sessionNow.subscribe, sessionNow.ended);
  const [leftAt, setLeftAt] = useState(0);
  const to = signInHere();
  return (
    <Modal
      opened={times > 0 && times !== leftAt}
      onClose={() => setLeftAt(times)}
      title={<FormattedMessage id="ended.title" />}
      closeButtonProps={{ 'aria-label': useIntl().formatMessage({ id: 'act.cancel' }) }}
      transitionProps={{ duration: 0 }}
      zIndex={400}
    >
      <p>
        <FormattedMessage id="ended.words" />
      </p>
      <Group mt="md">
        <Button component="a" href={to} target="_blank" rel="noopener" data-autofocus>
          <FormattedMessage id="ended.window" />
        </Button>
        <Button component="a" href={to} variant="default">
          <FormattedMessage id="ended.here" />
        </Button>
      </Group>
    </Modal>
  );
}
