import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql, readFragment, type FragmentOf, type ResultOf } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { AskDialog } from '../parts/ask-dialog';
import { useAct } from '../parts/use-act';
import type { Typed } from '../parts/use-kept';
import { useSaid } from '../parts/use-said';
import { When } from '../parts/when';
import { useSelf } from '../shell/session';

/** What is said of signatures that somebody disowned, and by whom one could be disowned. */
export const DisputesParts = gql(`
  fragment DisputesParts on PolicyException {
    id
    coSignatures { revision state signer { id } }
    disputes { id revision openedAt settledAt outcome reason receiptMayBeOut signer { id name } proposedBy { id name } settledBy { id name } }
  }
`);
const DISOWN = gql(
  `
  mutation Disown($input: DisownSignatureInput!) {
    disownSignature(input: $input) { dispute { id } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);
const SETTLE = gql(
  `
  mutation Settle($input: SettleDisputeInput!) {
    settleDispute(input: $input) {
      dispute { id outcome reason settledAt proposedBy { id name } settledBy { id name } exception { id frozen status } }
      userErrors { ...Refusal } replayed
    }
  }
`,
  [Refusal],
);

type Dispute = ResultOf<typeof DisputesParts>['disputes'][number];
type Outcome = 'GENUINE' | 'FORGED';

/** Signatures that somebody says are not theirs: what became of each, what an admin does next; and the way to say so of one’s own. */
export function Disputes({ exception }: { exception: FragmentOf<typeof DisputesParts> }) {
  const { id, coSignatures, disputes } = readFragment(DisputesParts, exception);
  const { id: me, roles } = useSelf();
  const [disowning, setDisowning] = useState(false);
  const isOpen = disputes.some(({ settledAt, signer }) => settledAt === null && signer.id === me);
  const isSigner = coSignatures.some(({ signer }) => signer.id === me);
  return (
    <>
      {disputes.map((dispute) => (
        <OneDispute key={dispute.id} dispute={dispute} isAdmin={roles.includes('ADMIN')} />
      ))}
      {isSigner && !isOpen ? (
        <p>
          <Button variant="default" size="xs" onClick={() => setDisowning(true)}>
            <FormattedMessage id="dispute.notMe" />
          </Button>
        </p>
      ) : null}
      {disowning ? <Disowning exceptionId={id} onClose={() => setDisowning(false)} /> : null}
    </>
  );
}

function OneDispute({ dispute, isAdmin }: { dispute: Dispute; isAdmin: boolean }) {
  const [saying, setSaying] = useState<Outcome>();
  const { revision, openedAt, settledAt, outcome, reason, receiptMayBeOut, signer, proposedBy, settledBy } = dispute;
  return (
    <section className="banner" data-tone={settledAt ? 'withdrawn' : 'no'}>
      <h3>
        <FormattedMessage id={settledAt ? `dispute.settled.${outcome ?? 'GENUINE'}` : 'dispute.open'} values={{ name: signer.name }} />
      </h3>
      <p>
        <FormattedMessage id="dispute.says" values={{ name: signer.name, revision, when: <When at={openedAt} /> }} />{' '}
        {settledAt ? null : <FormattedMessage id="dispute.frozen" />}
      </p>
      {outcome && proposedBy ? (
        <p>
          <FormattedMessage
            id={settledBy ? 'dispute.bothSaid' : 'dispute.oneSaid'}
            values={{
              first: proposedBy.name,
              second: settledBy?.name ?? '',
              outcome: <FormattedMessage id={`dispute.outcome.${outcome}`} />,
            }}
          />{' '}
          {reason}
        </p>
      ) : null}
      {receiptMayBeOut ? (
        <p>
          <FormattedMessage id="dispute.receipt" />
        </p>
      ) : null}
      {isAdmin && !settledAt ? (
        <Group gap="xs">
          {(['GENUINE', 'FORGED'] as const).map((one) => (
            <Button key={one} size="xs" variant="default" onClick={() => setSaying(one)}>
              <FormattedMessage id={`dispute.say.${one}`} />
            </Button>
          ))}
        </Group>
      ) : null}
      {saying ? <Settling dispute={dispute} outcome={saying} onClose={() => setSaying(undefined)} /> : null}
    </section>
  );
}

function Settling({ dispute: { id, signer }, outcome, onClose }: { dispute: Dispute; outcome: Outcome; onClose: () => void }) {
  const intl = useIntl();
  const { busy, act } = useAct();
  const said = useSaid();
  async function send({ reason = '' }: Typed) {
    const done = await act(SETTLE, { disputeId: id, outcome, reason: reason.trim() });
    if (done?.data) {
      said(done.data.settleDispute.dispute?.settledAt ? 'dispute.settledNow' : 'dispute.saidFirst');
      onClose();
    }
    return done?.refused;
  }
  return (
    <AskDialog
      title={`dispute.say.${outcome}`}
      says={`dispute.follows.${outcome}`}
      values={{ name: signer.name }}
      fields={[{ name: 'reason', kind: 'lines', label: 'dispute.why' }]}
      ground={{ zone: intl.timeZone ?? 'UTC' }}
      send={`dispute.say.${outcome}`}
      keptAs={`dispute.${id}.${outcome}`}
      busy={busy}
      onClose={onClose}
      onSend={send}
    />
  );
}

/** It ends the session it is said in, so that the next thing to see is the way to sign in. */
function Disowning({ exceptionId, onClose }: { exceptionId: string; onClose: () => void }) {
  const intl = useIntl();
  const { busy, act } = useAct();
  async function send() {
    const done = await act(DISOWN, { exceptionId });
    if (done?.data) location.reload();
    return done?.refused;
  }
  return (
    <AskDialog
      title="dispute.notMe"
      says="dispute.notMeSays"
      fields={[]}
      ground={{ zone: intl.timeZone ?? 'UTC' }}
      send="dispute.notMeSend"
      keptAs={`disown.${exceptionId}`}
      busy={busy}
      onClose={onClose}
      onSend={send}
    />
  );
}
