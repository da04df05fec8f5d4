import { Kbd } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { keyOf, keyWords, type KeyActionId } from '../keys/registry';
import { useKey } from '../keys/use-key';
import { ActButton } from '../parts/act-button';
import type { AskGround } from '../parts/ask-fields';
import { LinkButton } from '../parts/link-button';
import { Refusals } from '../parts/refusals';
import { useAct } from '../parts/use-act';
import { isHere, usePeople } from '../parts/use-people';
import { useSaid } from '../parts/use-said';
import { useSelf } from '../shell/session';
import { CaseActDialog } from './case-act-dialog';
import { ASK, CASE_ACTS, type CaseAct } from './case-acts';
import { openFollowUp, type CaseData } from './case-data';

interface CaseActionsProps {
  readonly customerCase: CaseData;
  onHandOff: () => void;
}

/** What this person may do with the case now, as the service says it: no other button is there. */
export function CaseActions({ customerCase, onHandOff }: CaseActionsProps) {
  const { id, customer, openActions, followUps } = customerCase;
  const intl = useIntl();
  const self = useSelf();
  const navigate = useNavigate();
  const said = useSaid();
  const { busy, refused, act } = useAct();
  const [opened, setOpened] = useState<CaseAct>();
  const shown = Object.entries(CASE_ACTS).filter(([action]) => (openActions as readonly string[]).includes(action));
  const isMine = customerCase.owner.id === self.id;
  const isOpen = customerCase.status === 'OWNED' || customerCase.status === 'NEW';
  const owns = isMine && isOpen;
  const press = (one: CaseAct) => (one.fields ? setOpened(one) : void send(one));
  const byKey = (key: KeyActionId): CaseAct | undefined => shown.map(([, one]): CaseAct => one).find((one) => one.key === key);
  const about = { id: opened?.name === 'follow-up' ? (openFollowUp(followUps)?.id ?? id) : id, zone: customer.timeZone };

  async function send(one: CaseAct): Promise<void> {
    const done = await act(one.mutation, one.input({}, about));
    if (done?.data) said(one.done);
  }
  useOpenBy('promise', byKey, press);
  useOpenBy('done', byKey, press);
  useOpenBy('outcome', byKey, press);
  useKey('handOff', onHandOff, owns);
  useKey('ask', () => setOpened(ASK), owns);
  useKey('proposeForCase', () => void navigate({ to: '/propose', search: { caseId: id } }), owns);

  if (shown.length === 0 && !owns && refused.length === 0) return null;
  return (
    <div className="bar one-row">
      <Refusals refused={refused} />
      {shown.map(([action, one]: [string, CaseAct]) => (
        <ActButton
          key={action}
          variant={one.isMain ? 'filled' : 'default'}
          disabled={busy}
          onClick={() => press(one)}
          rightSection={<KeyHint id={one.key} />}
        >
          <FormattedMessage id={one.words} />
        </ActButton>
      ))}
      {owns ? (
        <>
          <LinkButton to="/propose" search={{ caseId: id }} variant="default" rightSection={<KeyHint id="proposeForCase" />}>
            <FormattedMessage id="case.propose" />
          </LinkButton>
          <ActButton variant="default" onClick={() => setOpened(ASK)} rightSection={<KeyHint id="ask" />}>
            <FormattedMessage id={ASK.words} />
          </ActButton>
          <ActButton variant="default" onClick={onHandOff} rightSection={<KeyHint id="handOff" />}>
            <FormattedMessage id="handOff.button" />
          </ActButton>
        </>
      ) : null}
      {opened ? (
        <WithColleagues isNeeded={opened === ASK} withoutId={self.id}>
          {(colleagues) => (
            <CaseActDialog
              act={opened}
              about={about}
              values={{ ref: customerCase.ref, customer: customer.name ?? '' }}
              start={opened.name === 'promise' ? { what: intl.formatMessage({ id: 'caseAct.promiseStart' }) } : undefined}
              colleagues={colleagues}
              onClose={() => setOpened(undefined)}
            />
          )}
        </WithColleagues>
      ) : null}
    </div>
  );
}

/** The key of an action beside its words, on screens that have room and, likely, keys. */
export function KeyHint({ id }: { id: KeyActionId | undefined }) {
  const keys = id && keyOf(id);
  return keys ? (
    <Kbd className="wide-only" size="xs" aria-hidden>
      {keyWords(keys)}
    </Kbd>
  ) : null;
}

function useOpenBy(key: KeyActionId, find: (key: KeyActionId) => CaseAct | undefined, press: (one: CaseAct) => void): void {
  const one = find(key);
  useKey(key, () => one && press(one), one !== undefined);
}

interface WithColleaguesProps {
  readonly isNeeded: boolean;
  readonly withoutId: string;
  readonly children: (colleagues: Pick<AskGround, 'people' | 'search'>) => React.ReactNode;
}

/** Who is here to be asked; asked for only where it is needed. */
function WithColleagues({ isNeeded, withoutId, children }: WithColleaguesProps) {
  const { people, search } = usePeople(isNeeded);
  return children({ people: people.filter((one) => isHere(one) && one.id !== withoutId), search });
}
