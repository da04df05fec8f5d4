import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { gql } from '../graphql/gql';
import { LinkButton } from '../parts/link-button';
import { ReasonDialog } from '../parts/reason-dialog';
import { Refusals, useDeed } from '../parts/use-deed';
import { useSaid } from '../parts/use-said';
import { useSelf } from '../shell/session';
import type { PolicyData, VersionData } from './policy-data';

const PROPOSE = gql(`
  mutation ProposeVersion($input: ProposePolicyVersionInput!) {
    proposePolicyVersion(input: $input) { policyVersion { id status } userErrors { code message path whoCould { id name } } replayed }
  }
`);
const ACTIVATE = gql(`
  mutation ActivateVersion($input: ActivatePolicyVersionInput!) {
    activatePolicyVersion(input: $input) { policyVersion { id status effectiveFrom } userErrors { code message path whoCould { id name } } replayed }
  }
`);
const TAKE_BACK = gql(`
  mutation TakeBackVersion($input: TakeBackPolicyVersionInput!) {
    takeBackPolicyVersion(input: $input) { policyVersion { id status } userErrors { code message path whoCould { id name } } replayed }
  }
`);
const RETIRE = gql(`
  mutation RetireIt($input: RetirePolicyInput!) {
    retirePolicy(input: $input) { policy { id active { id } } userErrors { code message path whoCould { id name } } replayed }
  }
`);

interface PolicyActionsProps {
  readonly policy: PolicyData;
  readonly version: VersionData;
  onDone: () => void;
}

/** Making policy takes two reviewers: one puts the version forward, another one puts it in force, now or from a date. Never shown before it is done. */
export function PolicyActions({ policy, version, onDone }: PolicyActionsProps) {
  const deed = useDeed();
  const say = useSaid();
  const [from, setFrom] = useState('');
  const [retiring, setRetiring] = useState(false);
  const policyVersionId = version.id;
  if (!useSelf().roles.includes('REVIEWER')) return null;

  async function run(
    sent: Promise<unknown>,
    words: 'policy.done.PROPOSED' | 'policy.done.ACTIVE' | 'policy.done.DRAFT' | 'policy.done.RETIRED',
  ) {
    if (!(await sent)) return;
    setRetiring(false);
    say(words);
    onDone();
  }
  const effectiveFrom = from ? { effectiveFrom: new Date(from).toISOString() } : {};
  return (
    <div className="bar">
      {retiring ? null : (
        <div className="whole">
          <Refusals refused={deed.refused} />
        </div>
      )}
      {version.status === 'DRAFT' ? (
        <Button autoFocus loading={deed.busy} onClick={() => void run(deed.send(PROPOSE, { policyVersionId }), 'policy.done.PROPOSED')}>
          <FormattedMessage id="policy.propose" />
        </Button>
      ) : null}
      {version.status === 'PROPOSED' ? (
        <>
          <Button
            loading={deed.busy}
            onClick={() => void run(deed.send(ACTIVATE, { policyVersionId, ...effectiveFrom }), 'policy.done.ACTIVE')}
          >
            <FormattedMessage id="policy.activate" />
          </Button>
          <TextInput
            type="datetime-local"
            size="xs"
            label={<FormattedMessage id="policy.from" />}
            value={from}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={deed.busy}
            onClick={() => void run(deed.send(TAKE_BACK, { policyVersionId }), 'policy.done.DRAFT')}
          >
            <FormattedMessage id="policy.takeBack" />
          </Button>
        </>
      ) : null}
      {version.status === 'ACTIVE' ? (
        <>
          <LinkButton to="/promote" search={{ policyId: policy.id }} variant="default">
            <FormattedMessage id="policy.next" />
          </LinkButton>
          <Button variant="default" onClick={() => setRetiring(true)}>
            <FormattedMessage id="policy.retire" />
          </Button>
        </>
      ) : null}
      {retiring ? (
        <ReasonDialog
          title="policy.retire"
          says="policy.retireSays"
          label="policy.retireReason"
          button="policy.retire"
          deed={deed}
          onClose={() => setRetiring(false)}
          onSend={(reason) => void run(deed.send(RETIRE, { policyId: policy.id, reason }), 'policy.done.RETIRED')}
        />
      ) : null}
    </div>
  );
}
