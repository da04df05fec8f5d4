import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql, readFragment, type FragmentOf } from '../graphql/gql';
import { useKey } from '../keys/use-key';
import { ActButton } from '../parts/act-button';
import { RemedyParts } from '../parts/money';
import { missing, PillParts } from '../parts/pill';
import { AskDialog } from '../parts/ask-dialog';
import { Refusals } from '../parts/refusals';
import { useAct } from '../parts/use-act';
import { useLine } from '../parts/use-line';
import { ACTS, type ShownAct } from './proposal-acts';
import { useAbout } from './proposal-about';

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
  /** The confirmation of a co-signature opens or closes. */
  onSigning: (isSigning: boolean) => void;
  onDecided?: (() => void) | undefined;
}

/**
 * What this person may do with the proposal now, as the service says it: no other button is there. A text that changed while it was read freezes
 * the buttons until the new one is shown; a refusal stays beside the button that it is about.
 */
export function ActionBar({ exception: masked, readRevision, onRead, onSigning, onDecided }: ActionBarProps) {
  const exception = readFragment(ActionParts, masked);
  const [opened, setOpened] = useState<ShownAct>();
  const { busy, refused, act } = useAct();
  useEffect(() => onSigning(opened?.action === 'CO_SIGN'), [opened, onSigning]);
  const describe = useAbout();
  const say = useSaid();
  const isOffline = useLine() === 'offline';
  const isStale = readRevision !== exception.revision.number;
  const shown = ACTS.filter(({ action }) => exception.openActions.includes(action));

  async function send(one: ShownAct, words: string) {
    const { id: exceptionId, revision } = exception;
    const done = await act(one.mutation, one.input({ exceptionId, digest: revision.digest, words, now: new Date() }));
    const changed = Object.values(done?.data ?? {})[0]?.exception;
    if (changed) {
      setOpened(undefined);
      say(one, readFragment(PillParts, changed));
      if (one.takesAway) onDecided?.();
    }
    return done?.refused;
  }
  const press = (one: ShownAct) => (one.asks || one.confirms ? setOpened(one) : void send(one, ''));
  const pressed = (action: ShownAct['action']) => (isStale || isOffline ? undefined : shown.find((one) => one.action === action));
  useOpenBy('coSign', pressed('CO_SIGN'), press);
  useOpenBy('object', pressed('OBJECT'), press);

  if (shown.length === 0 && refused.length === 0 && !opened) return null;
  const readNew = () => (setOpened(undefined), onRead());
  const moved = isStale ? <MovedOn number={exception.revision.number} onRead={readNew} /> : undefined;
  return (
    <div className="bar">
      {opened ? null : moved}
      {opened ? null : <Refusals refused={refused} />}
      {shown.map((one) => (
        <ActButton
          key={one.action}
          variant={one.isMain ? 'filled' : 'default'}
          disabled={isStale || busy}
          loading={busy && opened === one}
          onClick={() => press(one)}
        >
          <FormattedMessage id={one.words} />
        </ActButton>
      ))}
      {opened ? (
        <AskDialog
          key={opened.action}
          title={opened.confirms?.title ?? opened.words}
          says={opened.confirms?.says}
          values={{ ref: exception.ref, number: String(exception.revision.number), ...describe(exception) }}
          fields={opened.asks ? [{ name: 'words', alsoCalled: ['reason', 'reference'], kind: 'lines', ...opened.asks }] : []}
          send={opened.words}
          keptAs={`${opened.action}.${exception.id}`}
          busy={busy}
          frozen={moved}
          onClose={() => setOpened(undefined)}
          onSend={({ words = '' }) => send(opened, words)}
        />
      ) : null}
    </div>
  );
}

/** The text changed while it was read: nothing is signed that was not on the screen. */
function MovedOn({ number, onRead }: { number: number; onRead: () => void }) {
  return (
    <p role="alert">
      <FormattedMessage id="proposal.movedOn" values={{ number }} />{' '}
      <Button size="xs" onClick={onRead}>
        <FormattedMessage id="proposal.readNew" values={{ number }} />
      </Button>
    </p>
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
