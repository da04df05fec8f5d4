import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { useKey } from '../keys/use-key';
import { RemedyParts } from '../parts/money';
import { missing, PillParts } from '../parts/pill';
import { useAct, type Refused } from '../parts/use-act';
import { ACTS, type ShownAct } from './proposal-acts';
import { ActDialog } from './proposal-act-dialog';

/** What the bar of actions needs to know of a proposal. */
export const ActionParts = gql(
  `fragment ActionParts on PolicyException {
    id ref openActions revision { number digest remedy { ...RemedyParts } } case { customer { name } } ...PillParts
  }`,
  [RemedyParts, PillParts],
);

interface ActionBarProps {
  readonly exception: FragmentOf<typeof ActionParts>;
  /** The revision that was on the screen when the reading began. */
  readonly readRevision: number;
  onRead: () => void;
  onDecided?: (() => void) | undefined;
}

/**
 * What this person may do with the proposal now, as the service says it: no other button is there. A text that changed while it was read freezes
 * the buttons until the new one is shown; a refusal stays beside the button that it is about.
 */
export function ActionBar({ exception: masked, readRevision, onRead, onDecided }: ActionBarProps) {
  const exception = readFragment(ActionParts, masked);
  const [opened, setOpened] = useState<ShownAct>();
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const { busy, act } = useAct();
  const say = useSaid();
  const isStale = readRevision !== exception.revision.number;
  const shown = ACTS.filter(({ action }) => exception.openActions.includes(action));

  async function send(one: ShownAct, words: string): Promise<void> {
    const { id: exceptionId, revision } = exception;
    const done = await act(one.mutation, one.input({ exceptionId, digest: revision.digest, words, now: new Date() }));
    if (!done) return;
    setRefused(done.refused);
    setOpened(undefined);
    const changed = Object.values(done.data ?? {})[0]?.exception;
    if (done.refused.length > 0 || !changed) return;
    say(one, readFragment(PillParts, changed));
    if (one.takesAway) onDecided?.();
  }
  const press = (one: ShownAct) => (one.asks || one.confirms ? setOpened(one) : void send(one, ''));
  const pressed = (action: ShownAct['action']) => (isStale ? undefined : shown.find((one) => one.action === action));
  useOpenBy('coSign', pressed('CO_SIGN'), press);
  useOpenBy('object', pressed('OBJECT'), press);

  if (shown.length === 0 && refused.length === 0) return null;
  return (
    <div className="bar">
      {isStale ? (
        <p role="alert">
          <FormattedMessage id="proposal.movedOn" values={{ number: exception.revision.number }} />{' '}
          <Button size="xs" onClick={onRead}>
            <FormattedMessage id="proposal.readNew" values={{ number: exception.revision.number }} />
          </Button>
        </p>
      ) : null}
      {refused.map(({ code, message }) => (
        <p key={code} className="banner" data-tone="no" role="alert" style={{ flexBasis: '100%', margin: 0 }}>
          {message}
        </p>
      ))}
      {shown.map((one) => (
        <Button
          key={one.action}
          variant={one.isMain ? 'filled' : 'default'}
          disabled={isStale || busy}
          loading={busy && opened === one}
          onClick={() => press(one)}
        >
          <FormattedMessage id={one.words} />
        </Button>
      ))}
      {opened ? (
        <ActDialog
          act={opened}
          about={exception}
          busy={busy}
          onClose={() => setOpened(undefined)}
          onSend={(words) => void send(opened, words)}
        />
      ) : null}
    </div>
  );
}

/** Opens an action of the bar by its key, where it has a button that can be pressed. */
function useOpenBy(key: 'coSign' | 'object', one: ShownAct | undefined, press: (one: ShownAct) => void): void {
  useKey(key, () => one && press(one), one !== undefined);
}

/** Says what was done in one line that goes away by itself. */
function useSaid(): (one: ShownAct, now: { status: string } & Parameters<typeof missing>[0]) => void {
  const intl = useIntl();
  return (one, now) => {
    const approved = one.action === 'CO_SIGN' && now.status !== 'PROPOSED';
    const message = intl.formatMessage({ id: approved ? 'done.approved' : one.done }, { missing: missing(now) });
    notifications.show({ message, closeButtonProps: { 'aria-label': intl.formatMessage({ id: 'act.cancel' }) } });
  };
}
