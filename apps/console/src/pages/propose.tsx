import '../styles/desk.css';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { ActButton } from '../parts/act-button';
import { faultAt, FaultSummary } from '../parts/fault-summary';
import { KeptNote } from '../parts/kept-note';
import { useAct, type Refused } from '../parts/use-act';
import { useSaid } from '../parts/use-said';
import { useTitle } from '../parts/use-title';
import { Beside } from './propose-beside';
import type { ProposeLink } from './propose-draft';
import { AmountField, Answer, CasePick, CausePick, MoreFields, PolicyPick } from './propose-fields';
import { inputOf } from './propose-input';
import { useDraft } from './use-draft';

const ProposeIt = gql(
  `
  mutation Propose($input: ProposeExceptionInput!) {
    proposeException(input: $input) {
      exception { id ref eligibleCoSigners { count } }
      userErrors { ...Refusal }
      replayed
    }
  }
`,
  [Refusal],
);

const route = getRouteApi('/propose');

/** Four answers and what it costs; beside them what is known of the like. What is typed is kept in this tab until it was proposed. */
export function Propose() {
  const link = route.useSearch();
  useTitle(useIntl().formatMessage({ id: 'propose.title' }));
  return <ProposeForm key={JSON.stringify(link)} link={link} />;
}

function ProposeForm({ link }: { link: ProposeLink }) {
  const { before, kept, draft, type: set, cases, customerCase, policies, isFitted } = useDraft(link);
  const [shown, setShown] = useState<readonly string[]>([]);
  const { busy, faults, submit } = useProposing(
    { ...inputOf(draft, shown), ...(link.again ? { clonedFromId: link.again } : {}) },
    kept.forget,
  );
  const faultOf = (...fields: string[]) => faultAt(faults, ...fields);
  const fields = { draft, set, faultOf };
  return (
    <form
      className="page desk"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit({});
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
      }}
    >
      <div>
        <h1>
          <FormattedMessage id="propose.title" />
        </h1>
        {before ? (
          <p className="meta">
            <FormattedMessage id="again.says" values={{ ref: before.ref }} />
          </p>
        ) : null}
        <KeptNote {...kept} />
        <FaultSummary faults={faults} words="propose.faults" form="propose">
          {faults.some(({ code }) => code === 'CAP_EXCEEDED') ? (
            <ActButton variant="default" loading={busy} onClick={() => void submit({ oneMoreCoSigner: true })}>
              <FormattedMessage id="propose.oneMore" />
            </ActButton>
          ) : null}
        </FaultSummary>
        <CasePick {...fields} cases={cases} isFirst={!link.caseId} />
        <Answer {...fields} field="whatHappened" isFirst={link.caseId !== undefined} />
        <PolicyPick {...fields} policies={policies} isFitted={isFitted} />
        <Answer {...fields} field="whatWeDo" />
        <AmountField {...fields} />
        <Answer {...fields} field="whyFair" />
        <CausePick {...fields} />
        <MoreFields {...fields} />
      </div>
      <Beside draft={draft} customerId={customerCase?.customer.id} set={set} onShown={setShown} />
      <div>
        <ActButton type="submit" loading={busy}>
          <FormattedMessage id="propose.submit" />
        </ActButton>
        <p className="meta">
          <FormattedMessage id="propose.saved" />
        </p>
      </div>
    </form>
  );
}

/** Sends it, and goes to what was made of it; what was refused stays beside its field. */
function useProposing(input: object, forget: () => void) {
  const say = useSaid();
  const navigate = useNavigate();
  const [faults, setFaults] = useState<readonly Refused[]>([]);
  const { busy, act } = useAct();

  async function submit(more: { oneMoreCoSigner?: true }): Promise<void> {
    const done = await act(ProposeIt, { ...input, ...more });
    if (!done) return;
    setFaults(done.refused);
    const made = done.data?.proposeException.exception;
    if (done.refused.length > 0 || !made) return;
    forget();
    say('done.propose', { ref: made.ref, count: made.eligibleCoSigners.count });
    void navigate({ to: '/proposals', search: { id: made.id } });
  }
  return { busy, faults, submit };
}
