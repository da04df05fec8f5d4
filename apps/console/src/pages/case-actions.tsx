import { Button, Kbd } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { keyOf, keyWords, type KeyActionId } from '../keys/registry';
import { useKey } from '../keys/use-key';
import { gql } from '../graphql/gql';
import { LinkButton } from '../parts/link-button';
import { useAct, type Refused } from '../parts/use-act';
import { useSaid } from '../parts/use-said';
import { useSelf } from '../shell/session';
import { CaseActDialog } from './case-act-dialog';
import { ASK, CASE_ACTS, type CaseAct } from './case-acts';
import { openFollowUp, type CaseData } from './case-data';

const Colleagues = gql(`query Colleagues { people(first: 100) { nodes { id name active awayUntil } } }`);

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
  const { busy, act } = useAct();
  const [opened, setOpened] = useState<CaseAct>();
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  const shown = Object.entries(CASE_ACTS).filter(([action]) => (openActions as readonly string[]).includes(action));
  const isMine = customerCase.owner.id === self.id;
  const isOpen = customerCase.status === 'OWNED' || customerCase.status === 'NEW';
  const owns = isMine && isOpen;
  const press = (one: CaseAct) => (one.fields ? setOpened(one) : void send(one));
  const byKey = (key: KeyActionId): CaseAct | undefined => shown.map(([, one]): CaseAct => one).find((one) => one.key === key);
  const about = { id: opened?.name === 'follow-up' ? (openFollowUp(followUps)?.id ?? id) : id, zone: customer.timeZone };

  async function send(one: CaseAct): Promise<void> {
    const done = await act(one.mutation, one.input({}, about));
    setRefused(done?.refused ?? []);
    if (done?.refused.length === 0) said(one.done);
  }
  useOpenBy('promise', byKey, press);
  useOpenBy('done', byKey, press);
  useOpenBy('outcome', byKey, press);
  useKey('handOff', onHandOff, owns);
  useKey('proposeForCase', () => void navigate({ to: '/propose', search: { caseId: id } }), owns);

  if (shown.length === 0 && !owns && refused.length === 0) return null;
  return (
    <div className="bar one-row">
      {refused.map(({ code, message }) => (
        <p key={code} className="banner" data-tone="no" role="alert" style={{ flexBasis: '100%', margin: 0 }}>
          {message}
        </p>
      ))}
      {shown.map(([action, one]: [string, CaseAct]) => (
        <Button
          key={action}
          variant={one.isMain ? 'filled' : 'default'}
          disabled={busy}
          onClick={() => press(one)}
          rightSection={<KeyHint id={one.key} />}
        >
          <FormattedMessage id={one.words} />
        </Button>
      ))}
      {owns ? (
        <>
          <LinkButton to="/propose" search={{ caseId: id }} variant="default" rightSection={<KeyHint id="proposeForCase" />}>
            <FormattedMessage id="case.propose" />
          </LinkButton>
          <Button variant="default" onClick={() => setOpened(ASK)}>
            <FormattedMessage id={ASK.words} />
          </Button>
          <Button variant="default" onClick={onHandOff} rightSection={<KeyHint id="handOff" />}>
            <FormattedMessage id="handOff.button" />
          </Button>
        </>
      ) : null}
      {opened ? (
        <WithColleagues isNeeded={opened === ASK} withoutId={self.id}>
          {(people) => (
            <CaseActDialog
              act={opened}
              about={about}
              values={{ ref: customerCase.ref, customer: customer.name ?? '' }}
              start={opened.name === 'promise' ? { what: intl.formatMessage({ id: 'caseAct.promiseStart' }) } : undefined}
              people={people}
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
  readonly children: (people: readonly { id: string; name: string }[]) => React.ReactNode;
}

/** Who is here to be asked; asked for only where it is needed. */
function WithColleagues({ isNeeded, withoutId, children }: WithColleaguesProps) {
  const [{ data }] = useQuery({ query: Colleagues, pause: !isNeeded });
  const here = (data?.people.nodes ?? []).filter(({ id, active, awayUntil }) => active && awayUntil === null && id !== withoutId);
  return children(here);
}
