import { Button } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { FormattedMessage } from 'react-intl';
import { desktopAsk, switchDesktop } from '../parts/desktop';

/** Asks once whether this browser shall tell beside the window; before a first promise nobody has a reason to want it. */
export function DesktopAsk() {
  const isAsked = useSyncExternalStore(desktopAsk.subscribe, desktopAsk.now);
  if (!isAsked) return null;
  return (
    <div className="banner asks" data-tone="review" role="status">
      <FormattedMessage id="desktop.ask" />
      <Button size="xs" onClick={() => void switchDesktop(true)}>
        <FormattedMessage id="desktop.yes" />
      </Button>
      <Button size="xs" variant="default" onClick={() => void switchDesktop(false)}>
        <FormattedMessage id="desktop.no" />
      </Button>
    </div>
  );
}
