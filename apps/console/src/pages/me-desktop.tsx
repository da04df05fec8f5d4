import { Switch } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { desktopNow, switchDesktop } from '../parts/desktop';

/** Notices beside the window: only for whoever asks for them, in this browser. */
export function MeDesktop() {
  const [desktop, setDesktop] = useState(desktopNow);
  const isPossible = desktop === 'on' || desktop === 'off';
  return (
    <section>
      <h2>
        <FormattedMessage id="desktop.title" />
      </h2>
      <Switch
        checked={desktop === 'on'}
        disabled={!isPossible}
        onChange={(event) => void switchDesktop(event.currentTarget.checked).then(setDesktop)}
        label={<FormattedMessage id="desktop.switch" />}
        description={<FormattedMessage id={isPossible ? 'desktop.help' : `desktop.${desktop}`} />}
      />
    </section>
  );
}
