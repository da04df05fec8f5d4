import '../styles/desk.css';
import { NativeSelect } from '@mantine/core';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql, type ResultOf } from '../graphql/gql';
import { ActButton } from '../parts/act-button';
import { faultAt, FaultSummary } from '../parts/fault-summary';
import { useAct, type Refused } from '../parts/use-act';
import { useSaid } from '../parts/use-said';
import { useTitle } from '../parts/use-title';
import { useSelf } from '../shell/session';
import { Beside } from './propose-beside';
import { forgetDraft, keepDraft, keptDraft, type Draft } from './propose-draft';
import { AnswerFields, RemedyFields } from './propose-fields';
import { inputOf } from './propose-input';

const Ground = gql(`
  query ProposeGround($me: ID!) {
    customerCases(first: 100, filter: { ownerId: $me, status: [OWNED] }) { nodes { id ref need customer { id name } } }
    policies(first: 100) { nodes { id ref title active { id number } } }
  }
`);
const ProposeIt = gql(`
  mutation Propose($input: ProposeExceptionInput!) {
    proposeException(input: $input) {
      exception { id ref eligibleCoSigners { count } }
      userErrors { code message path whoCould { id name } }
      replayed
    }
  }
`);

const route = getRouteApi('/propose');

/** Four answers and a remedy; beside them what is known of the like. What is typed is kept in this tab until it was proposed. */
export function Propose() {
  const { caseId } = route.useSearch();
  const [draft, setDraft] = useState<Draft>(() => ({ ...keptDraft(), ...(caseId ? { caseId } : {}) }));
  const [shown, setShown] = useState<readonly string[]>([]);
  const { busy, faults, submit } = useProposing(draft, shown);
  const [{ data }] = useQuery({ query: Ground, variables: { me: useSelf().id } });
  useEffect(() => keepDraft(draft), [draft]);
  useTitle(useIntl().formatMessage({ id: 'propose.title' }));
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const faultOf = (...fields: string[]) => faultAt(faults, ...fields);
  const customerId = data?.customerCases.nodes.find(({ id }) => id === draft.caseId)?.customer.id;
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
        <FaultSummary faults={faults} words="propose.faults" form="propose">
          {faults.some(({ code }) => code === 'CAP_EXCEEDED') ? (
            <ActButton variant="default" loading={busy} onClick={() => void submit({ oneMoreCoSigner: true })}>
              <FormattedMessage id="propose.oneMore" />
            </ActButton>
          ) : null}
        </FaultSummary>
        <Grounds draft={draft} set={set} faultOf={faultOf} data={data} part="case" />
        <AnswerFields draft={draft} set={set} faultOf={faultOf} />
        <Grounds draft={draft} set={set} faultOf={faultOf} data={data} part="policy" />
        <RemedyFields draft={draft} set={set} faultOf={faultOf} />
      </div>
      <Beside draft={draft} customerId={customerId} set={set} onShown={setShown} />
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
function useProposing(draft: Draft, shown: readonly string[]) {
  const say = useSaid();
  const navigate = useNavigate();
  const [faults, setFaults] = useState<readonly Refused[]>([]);
  const { busy, act } = useAct();

  async function submit(more: { oneMoreCoSigner?: true }): Promise<void> {
    const done = await act(ProposeIt, { ...inputOf(draft, shown), ...more });
    if (!done) return;
    setFaults(done.refused);
    const made = done.data?.proposeException.exception;
    if (done.refused.length > 0 || !made) return;
    forgetDraft();
    say('done.propose', { ref: made.ref, count: made.eligibleCoSigners.count });
    void navigate({ to: '/proposals', search: { id: made.id } });
  }
  return { busy, faults, submit };
}

interface GroundsProps {
  readonly draft: Draft;
  readonly data: ResultOf<typeof Ground> | undefined;
  readonly part: 'case' | 'policy';
  set: (part: Partial<Draft>) => void;
  faultOf: (...fields: string[]) => string | undefined;
}

/** For which case, and from which policy it departs. */
function Grounds({ draft, data, part, set, faultOf }: GroundsProps) {
  const intl = useIntl();
  const cases = data?.customerCases.nodes ?? [];
  if (part === 'case')
    return (
      <NativeSelect
        id="propose-caseId"
        label={<FormattedMessage id="propose.case" />}
        value={draft.caseId}
        onChange={(event) => set({ caseId: event.currentTarget.value })}
        error={faultOf('caseId')}
        description={data && cases.length === 0 ? <FormattedMessage id="propose.noCase" /> : undefined}
        data={[
          { value: '', label: intl.formatMessage({ id: 'propose.casePlaceholder' }) },
          ...cases.map(({ id, ref, need, customer }) => ({ value: id, label: `${ref} · ${customer.name ?? ''} · ${need.slice(0, 60)}` })),
        ]}
        mb="md"
      />
    );
  return (
    <NativeSelect
      id="propose-policyVersionId"
      label={<FormattedMessage id="propose.policyPick" />}
      value={draft.policyVersionId}
      onChange={(event) => set({ policyVersionId: event.currentTarget.value })}
      error={faultOf('policyVersionId')}
      data={[
        { value: '', label: intl.formatMessage({ id: 'propose.noPolicy' }) },
        ...(data?.policies.nodes ?? []).flatMap(({ ref, title, active }) =>
          active ? [{ value: active.id, label: `${ref} · ${title}, ${active.number}` }] : [],
        ),
      ]}
      mb="md"
    />
  );
}
