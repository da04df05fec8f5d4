import '../styles/work.css';
import { Group } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { useQuery } from 'urql';
import { readFragment, type FragmentOf } from '../graphql/gql';
import { useKey } from '../keys/use-key';
import { isIdle } from '../keys/use-list-keys';
import { ActButton } from '../parts/act-button';
import { Refusals } from '../parts/refusals';
import { useAct } from '../parts/use-act';
import { useSaid } from '../parts/use-said';
import { When } from '../parts/when';
import { CaseActDialog } from './case-act-dialog';
import { KeyHint } from './case-actions';
import type { CaseAct } from './case-acts';
import { HAND_OFF_ACTS } from './hand-off-acts';
import { HandOffParts, HandOffsForMe } from './hand-off-data';
import { RecapBody } from './hand-off-recap';
import { CallBack, Reachable } from './reach';

/** What colleagues offer to this person, above the list that it stands over: it appears by itself. The first one is accepted by its key. */
export function OffersForMe() {
  const [{ data }] = useQuery({ query: HandOffsForMe });
  return (
    <>
      {data?.handOffsForMe.map((handOff, place) => (
        <Reachable key={handOff.id} caseId={handOff.case.id} hasKey={place === 0}>
          <OfferCard handOff={handOff} customerCase={handOff.case} hasKey={place === 0} />
        </Reachable>
      ))}
    </>
  );
}

interface OfferCardProps {
  readonly handOff: FragmentOf<typeof HandOffParts>;
  readonly customerCase: {
    readonly id: string;
    readonly ref: string;
    readonly need: string;
    readonly customer: { name: string | null; timeZone: string };
  };
  readonly hasKey: boolean;
}

/** An offer that waits: for its receiver the recap with yes and no, for its sender until when, and the way to take it back. */
export function OfferCard({ handOff: masked, customerCase, hasKey }: OfferCardProps) {
  const handOff = readFragment(HandOffParts, masked);
  const { id, from, to, expiresAt, openActions } = handOff;
  const navigate = useNavigate();
  const said = useSaid();
  const { busy, refused, act } = useAct();
  const [opened, setOpened] = useState<CaseAct>();
  const shown = Object.entries(HAND_OFF_ACTS).filter(([action]) => (openActions as readonly string[]).includes(action));
  const mayAccept = openActions.includes('ACCEPT');
  const values = { ref: customerCase.ref, from: from.name, to: to.name, customer: customerCase.customer.name ?? '' };

  async function press(one: CaseAct): Promise<void> {
    if (one.fields) return setOpened(one);
    const done = await act(one.mutation, one.input({}, { id, zone: '' }));
    if (!done?.data) return;
    said(one.done, values);
    if (one === HAND_OFF_ACTS.ACCEPT) void navigate({ to: '/cases/$id', params: { id: customerCase.id } });
  }
  const mayPress = hasKey && mayAccept && !busy && !opened;
  // Enter on what has the focus is no answer to what was offered.
  useKey('accept', () => void press(HAND_OFF_ACTS.ACCEPT), mayPress ? isIdle : false);
  return (
    <section className="card" data-waits={mayAccept ? 'you' : undefined} aria-live="polite">
      <h2>
        <FormattedMessage id={mayAccept ? 'handOff.offeredToYou' : 'handOff.waits'} values={values} />
      </h2>
      <p className="meta">
        <FormattedMessage
          id={mayAccept ? 'handOff.answerBy' : 'handOff.yoursUntil'}
          values={{ ...values, when: <When at={expiresAt} /> }}
        />
      </p>
      {mayAccept ? (
        <RecapBody {...handOff} need={customerCase.need} callBack={<CallBack handOffId={id} masked={handOff.callbackContact} />} />
      ) : null}
      <Refusals refused={refused} />
      <Group gap="xs">
        {shown.map(([action, one]: [string, CaseAct]) => (
          <ActButton
            key={action}
            size="sm"
            variant={one.isMain ? 'filled' : 'default'}
            loading={busy}
            onClick={() => void press(one)}
            rightSection={one.key && hasKey ? <KeyHint id={one.key} /> : undefined}
          >
            <FormattedMessage id={one.words} />
          </ActButton>
        ))}
      </Group>
      {opened ? (
        <CaseActDialog
          act={opened}
          about={{ id, zone: customerCase.customer.timeZone }}
          values={values}
          onClose={() => setOpened(undefined)}
        />
      ) : null}
    </section>
  );
}
