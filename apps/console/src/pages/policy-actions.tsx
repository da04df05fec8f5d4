import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage } from 'react-intl';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { ActButton } from '../parts/act-button';
import { LinkButton } from '../parts/link-button';
import { AskDialog } from '../parts/ask-dialog';
import type { AskField } from '../parts/ask-fields';
import { Refusals } from '../parts/refusals';
import { useAct } from '../parts/use-act';
import { useKept } from '../parts/use-kept';
import { useSaid } from '../parts/use-said';
import { HERE } from '../parts/zone-now';
import { isoOf } from '../parts/zoned';
import { useSelf } from '../shell/session';
import type { PolicyData, VersionData } from './policy-data';

const PROPOSE = gql(
  `
  mutation ProposeVersion($input: ProposePolicyVersionInput!) {
    proposePolicyVersion(input: $input) { policyVersion { id status } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);
const ACTIVATE = gql(
  `
  mutation ActivateVersion($input: ActivatePolicyVersionInput!) {
    activatePolicyVersion(input: $input) { policyVersion { id status effectiveFrom } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);
const TAKE_BACK = gql(
  `
  mutation TakeBackVersion($input: TakeBackPolicyVersionInput!) {
    takeBackPolicyVersion(input: $input) { policyVersion { id status } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);
const RETIRE = gql(
  `
  mutation RetireIt($input: RetirePolicyInput!) {
    retirePolicy(input: $input) { policy { id active { id } } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);

const REASON: readonly AskField[] = [{ name: 'reason', kind: 'lines', label: 'policy.retireReason' }];

interface PolicyActionsProps {
  readonly policy: PolicyData;
  readonly version: VersionData;
  onDone: () => void;
}

/** Making policy takes two reviewers: one puts the version forward, another one puts it in force, now or from a date. Never shown before it is done. */
export function PolicyActions({ policy, version, onDone }: PolicyActionsProps) {
  const { busy, refused, act } = useAct();
  const say = useSaid();
  const { typed, type, forget } = useKept(`policy-from.${version.id}`, { from: '' });
  const { from } = typed;
  const [retiring, setRetiring] = useState(false);
  const policyVersionId = version.id;
  const { roles, facesCustomers } = useSelf();
  const mayPropose = facesCustomers && version.status === 'ACTIVE';
  if (!roles.includes('REVIEWER'))
    return mayPropose ? (
      <div className="bar">
        <ProposeFrom id={version.id} />
      </div>
    ) : null;

  async function run(
    sent: ReturnType<typeof act>,
    words: 'policy.done.PROPOSED' | 'policy.done.ACTIVE' | 'policy.done.DRAFT' | 'policy.done.RETIRED',
  ) {
    const done = await sent;
    if (done?.data) {
      setRetiring(false);
      forget();
      say(words);
      onDone();
    }
    return done?.refused;
  }
  const effectiveFrom = from ? { effectiveFrom: isoOf(from, HERE) } : {};
  return (
    <div className="bar">
      {retiring ? null : (
        <div className="whole">
          <Refusals refused={refused} />
        </div>
      )}
      {version.status === 'DRAFT' ? (
        <ActButton autoFocus loading={busy} onClick={() => void run(act(PROPOSE, { policyVersionId }), 'policy.done.PROPOSED')}>
          <FormattedMessage id="policy.propose" />
        </ActButton>
      ) : null}
      {version.status === 'PROPOSED' ? (
        <>
          <ActButton loading={busy} onClick={() => void run(act(ACTIVATE, { policyVersionId, ...effectiveFrom }), 'policy.done.ACTIVE')}>
            <FormattedMessage id="policy.activate" />
          </ActButton>
          <TextInput
            type="datetime-local"
            size="xs"
            label={<FormattedMessage id="policy.from" />}
            value={from}
            onChange={(event) => type({ from: event.currentTarget.value })}
          />
          <ActButton variant="default" disabled={busy} onClick={() => void run(act(TAKE_BACK, { policyVersionId }), 'policy.done.DRAFT')}>
            <FormattedMessage id="policy.takeBack" />
          </ActButton>
        </>
      ) : null}
      {mayPropose ? <ProposeFrom id={version.id} /> : null}
      {version.status === 'ACTIVE' ? (
        <>
          <LinkButton to="/promote" search={{ policyId: policy.id }} variant="default">
            <FormattedMessage id="policy.next" />
          </LinkButton>
          <ActButton variant="default" onClick={() => setRetiring(true)}>
            <FormattedMessage id="policy.retire" />
          </ActButton>
        </>
      ) : null}
      {retiring ? (
        <AskDialog
          title="policy.retire"
          says="policy.retireSays"
          fields={REASON}
          send="policy.retire"
          keptAs={`retire.${policy.id}`}
          busy={busy}
          onClose={() => setRetiring(false)}
          onSend={({ reason }) => run(act(RETIRE, { policyId: policy.id, reason }), 'policy.done.RETIRED')}
        />
      ) : null}
    </div>
  );
}

/** To depart from it for one customer. */
function ProposeFrom({ id }: { id: string }) {
  return (
    <LinkButton to="/propose" search={{ policyVersionId: id }} variant="default">
      <FormattedMessage id="policies.propose" />
    </LinkButton>
  );
}
