import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql, readFragment, type FragmentOf, type ResultOf } from '../graphql/gql';
import { keyTip } from '../keys/registry';
import { useKey } from '../keys/use-key';
import { ActButton } from '../parts/act-button';
import { AskDialog } from '../parts/ask-dialog';
import { missing, PillParts } from '../parts/pill';
import { Refusals } from '../parts/refusals';
import { signing } from '../parts/signing';
import { useAct } from '../parts/use-act';
import type { Typed } from '../parts/use-kept';
import { useLine } from '../parts/use-line';
import { isHere, usePeople } from '../parts/use-people';
import { useSaid } from '../parts/use-said';
import { useSelf } from '../shell/session';
import { useAbout } from './proposal-about';
import { ACTS, type ShownAct, type ShownAction } from './proposal-acts';
import { Forecast } from './proposal-forecast';
import { TextParts } from './proposal-text';

/** What the bar of actions needs to know of a proposal. */
export const ActionParts = gql(
  `fragment ActionParts on PolicyException {
    id ref openActions oneMoreCoSigner proposer { id } coSignatures { state signer { id } }
    revision { ...TextParts } case { customer { name } } ...PillParts
  }`,
  [TextParts, PillParts],
);

interface ActionBarProps {
  readonly exception: FragmentOf<typeof ActionParts>;
  /** The revision that was on the screen when the reading began. */
  readonly readRevision: number;
  /** Another revision is on the screen from now on. */
  onRead: (revision: number) => void;
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
  const { id: exceptionId, revision } = exception;
  const [opened, setOpened] = useState<ShownAction>();
  const { busy, refused, act } = useAct();
  useEffect(() => onSigning(opened === 'CO_SIGN'), [opened, onSigning]);
  const say = useDone();
  const wordsOf = useActWords(exception);
  const isOffline = useLine() === 'offline';
  const isStale = readRevision < revision.number;
  const shown = (Object.keys(ACTS) as ShownAction[]).filter((action) => exception.openActions.includes(action));

  async function send(action: ShownAction, typed: Typed) {
    const one: ShownAct = ACTS[action];
    const isSigned = action === 'CO_SIGN';
    const answer = act(one.mutation, one.input({ exceptionId, digest: revision.digest, typed, stands: exception, now: new Date() }));
    const done = await (isSigned ? signing.shown(exceptionId, answer) : answer);
    const changed = Object.values(done?.data ?? {})[0]?.exception;
    if (changed) {
      const now = readFragment(PillParts, changed);
      setOpened(undefined);
      say(action, now);
      if (action === 'AMEND') onRead(now.revision.number); // who wrote it has read it
      if (one.takesAway) onDecided?.();
    }
    // What can be signed no more is said where it was signed: beside its buttons, and in its row.
    if (isSigned && done && !changed) setOpened(undefined);
    return done?.refused;
  }
  const press = (action: ShownAction) => ('title' in ACTS[action] ? setOpened(action) : void send(action, {}));
  const pressed = (action: ShownAction) => (isStale || isOffline || !shown.includes(action) ? undefined : () => press(action));
  useOpenBy('coSign', pressed('CO_SIGN'));
  useOpenBy('amend', pressed('AMEND'));
  useOpenBy('object', pressed('OBJECT'));

  if (shown.length === 0 && refused.length === 0 && !opened) return null;
  const readNew = () => (setOpened(undefined), onRead(revision.number));
  const moved = isStale ? <MovedOn number={revision.number} onRead={readNew} /> : undefined;
  return (
    <div className="bar">
      {opened ? null : moved}
      {opened ? null : <Refusals refused={refused} />}
      <OwnProposal exception={exception} />
      {shown.map((action) => (
        <ActButton
          key={action}
          variant={'isMain' in ACTS[action] ? 'filled' : 'default'}
          disabled={isStale || busy}
          loading={busy && opened === action}
          onClick={() => press(action)}
          {...wordsOf(action)}
        />
      ))}
      {opened ? (
        <ActDialog
          key={opened}
          action={opened}
          exception={exception}
          busy={busy}
          leavesAtOnce={opened === 'CO_SIGN'}
          frozen={moved}
          onClose={() => setOpened(undefined)}
          onSend={(typed) => send(opened, typed)}
        />
      ) : null}
    </div>
  );
}

type Shown = ResultOf<typeof ActionParts>;

interface ActDialogProps {
  readonly action: ShownAction;
  readonly exception: Shown;
  readonly busy: boolean;
  readonly leavesAtOnce: boolean;
  readonly frozen: React.ReactNode;
  onClose: () => void;
  onSend: React.ComponentProps<typeof AskDialog>['onSend'];
}

/** Asks for what belongs to an action, and says before it is done what follows from it. */
function ActDialog({ action, exception, ...more }: ActDialogProps) {
  const one: ShownAct = ACTS[action];
  const describe = useAbout();
  const helpers = useHelpers(action === 'INVITE_HELPER', exception.proposer.id);
  const { number } = exception.revision;
  return (
    <AskDialog
      title={one.title ?? one.words}
      says={one.says}
      values={{ ref: exception.ref, number: String(number), next: String(number + 1), ...describe(exception) }}
      fields={one.fields ?? []}
      ground={helpers}
      start={one.start?.(exception)}
      send={one.words}
      keptAs={`${action}.${exception.id}`}
      {...more}
    >
      {action === 'AMEND' ? <Forecast exceptionId={exception.id} /> : null}
    </AskDialog>
  );
}

/** Who could help: whoever is here and did not propose it. */
function useHelpers(isNeeded: boolean, proposerId: string) {
  const intl = useIntl();
  const { people, search } = usePeople(isNeeded);
  return { zone: intl.timeZone ?? 'UTC', people: people.filter((one) => isHere(one) && one.id !== proposerId), search };
}

/** Why it has no button to sign it, where somebody would look for one. */
function OwnProposal({ exception }: { exception: Shown }) {
  const isMine = useSelf().id === exception.proposer.id;
  const { status } = readFragment(PillParts, exception);
  if (!isMine || status !== 'PROPOSED') return null;
  return (
    <p className="muted whole">
      <FormattedMessage id="proposal.yours" />
    </p>
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
function useOpenBy(key: 'coSign' | 'amend' | 'object', press: (() => void) | undefined): void {
  useKey(key, () => press?.(), press !== undefined);
}

/** What is on a button and, with its key, said of it. Whoever signed an earlier text signs this one anew. */
function useActWords({ revision: { number }, coSignatures }: Shown): (action: ShownAction) => { children: string; title?: string } {
  const intl = useIntl();
  const me = useSelf().id;
  const isAnew = coSignatures.some(({ state, signer }) => state === 'STALE' && signer.id === me);
  return (action) => {
    const { words, key }: ShownAct = ACTS[action];
    const children = intl.formatMessage({ id: action === 'CO_SIGN' && isAnew ? 'act.coSignAnew' : words }, { number });
    return { children, ...(key ? { title: keyTip(intl.formatMessage({ id: words }), key) } : {}) };
  };
}

/** Says what was done in one line that goes away by itself. */
function useDone(): (action: ShownAction, now: { status: string } & Parameters<typeof missing>[0]) => void {
  const said = useSaid();
  return (action, now) => {
    const isApproved = action === 'CO_SIGN' && now.status !== 'PROPOSED';
    const isStopped = action === 'STOP' && now.status === 'STOPPED';
    const words = isApproved ? 'done.approved' : isStopped ? 'done.stopped' : ACTS[action].done;
    said(words, { missing: missing(now), number: now.revision.number });
  };
}
