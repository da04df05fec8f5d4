import { Button, Group, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { minorOf } from '../parts/money';
import { useAct, type Refused } from '../parts/use-act';
import { useSelf } from '../shell/session';
import type { MessageId } from '../words/messages';
import { forgetDraft, keepDraft, keptDraft, type Draft } from './propose-draft';

const Ground = gql(`
  query ProposeGround($me: ID!) {
    customerCases(first: 100, filter: { ownerId: $me, status: [OWNED] }) { nodes { id ref need customer { id name } } }
    policies(first: 100) { nodes { id ref title active { id number } } }
  }
`);
const May = gql(`query May($input: MayIInput!) { mayI(input: $input) { allowed because policyVersion { id policy { id ref } } } }`);
const ProposeIt = gql(`
  mutation Propose($input: ProposeExceptionInput!) {
    proposeException(input: $input) {
      exception { id ref eligibleCoSigners { count } }
      userErrors { code message path whoCould { id name } }
      replayed
    }
  }
`);

const KINDS = ['REFUND', 'FEE_WAIVER', 'CREDIT', 'REPLACEMENT', 'EXTENSION', 'GOODWILL', 'DEED'] as const;
const ANSWERS = [
  ['whatHappened', 'propose.happened'],
  ['whatPolicySays', 'propose.policy'],
  ['whatWeDo', 'propose.do'],
  ['whyFair', 'propose.fair'],
] as const;

const route = getRouteApi('/propose');

/** Four answers and a remedy. What is typed is kept in this browser until it was proposed. */
export function Propose() {
  const intl = useIntl();
  const navigate = useNavigate();
  const { caseId } = route.useSearch();
  const [draft, setDraft] = useState<Draft>(() => ({ ...keptDraft(), ...(caseId ? { caseId } : {}) }));
  const [faults, setFaults] = useState<readonly Refused[]>([]);
  const { busy, act } = useAct();
  const [{ data }] = useQuery({ query: Ground, variables: { me: useSelf().id } });
  const amountMinor = minorOf(draft.amount, draft.currency);
  useEffect(() => keepDraft(draft), [draft]);
  const set = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const faultOf = (field: string) => faults.find(({ path }) => path[0] === field || path.at(-1) === field)?.message;

  async function submit(): Promise<void> {
    const done = await act(ProposeIt, inputOf(draft, amountMinor));
    if (!done) return;
    setFaults(done.refused);
    const made = done.data?.proposeException.exception;
    if (done.refused.length > 0 || !made) return;
    forgetDraft();
    notifications.show({ message: intl.formatMessage({ id: 'done.propose' }, { ref: made.ref, count: made.eligibleCoSigners.count }) });
    void navigate({ to: '/proposals', search: { id: made.id } });
  }

  const cases = data?.customerCases.nodes ?? [];
  return (
    <form
      className="page narrow"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
      }}
    >
      <h1>
        <FormattedMessage id="propose.title" />
      </h1>
      {faults.length > 0 ? <Summary faults={faults} /> : null}
      <NativeSelect
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
      {ANSWERS.map(([field, words]) => (
        <Textarea
          key={field}
          label={<FormattedMessage id={words} />}
          value={draft[field]}
          onChange={(event) => set({ [field]: event.currentTarget.value })}
          error={faultOf(field)}
          autosize
          minRows={3}
          mb="md"
        />
      ))}
      <NativeSelect
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
      <RemedyFields draft={draft} set={set} faultOf={faultOf} />
      <Covered draft={draft} amountMinor={amountMinor} />
      <Button type="submit" loading={busy}>
        <FormattedMessage id="propose.submit" />
      </Button>
      <p className="meta">
        <FormattedMessage id="propose.saved" />
      </p>
    </form>
  );
}

/** What the api is asked: the money of what was typed, and the policy or that there is none. */
function inputOf({ policyVersionId, amount, currency, deed, kind, ...rest }: Draft, amountMinor: number | undefined): object {
  const money = amount ? { amount: { amountMinor: amountMinor ?? -1, currency } } : {};
  const policy = policyVersionId ? { policyVersionId } : { noPolicyExists: true };
  return { ...rest, ...policy, remedy: { kind, ...money, ...(deed ? { deed } : {}) } };
}

interface RemedyFieldsProps {
  readonly draft: Draft;
  readonly set: (part: Partial<Draft>) => void;
  readonly faultOf: (field: string) => string | undefined;
}

/** What the customer is given, and for what cause. */
function RemedyFields({ draft, set, faultOf }: RemedyFieldsProps) {
  const intl = useIntl();
  return (
    <>
      <Group grow align="flex-start" mb="md">
        <NativeSelect
          label={<FormattedMessage id="propose.kind" />}
          value={draft.kind}
          onChange={(event) => set({ kind: event.currentTarget.value as Draft['kind'] })}
          data={KINDS.map((kind) => ({ value: kind, label: intl.formatMessage({ id: `kind.${kind}` as MessageId }) }))}
        />
        <TextInput
          label={<FormattedMessage id="propose.amount" />}
          inputMode="decimal"
          value={draft.amount}
          onChange={(event) => set({ amount: event.currentTarget.value })}
          error={faultOf('amountMinor') ?? faultOf('amount') ?? faultOf('remedy')}
        />
        <TextInput
          label={<FormattedMessage id="propose.currency" />}
          value={draft.currency}
          maxLength={3}
          onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
          error={faultOf('currency')}
        />
      </Group>
      <TextInput
        label={<FormattedMessage id="propose.deed" />}
        value={draft.deed}
        onChange={(event) => set({ deed: event.currentTarget.value })}
        error={faultOf('deed')}
        mb="md"
      />
      <TextInput
        label={<FormattedMessage id="propose.cause" />}
        description={<FormattedMessage id="propose.causeHelp" />}
        value={draft.cause}
        onChange={(event) => set({ cause: event.currentTarget.value })}
        error={faultOf('cause')}
        mb="md"
      />
    </>
  );
}

/** Says when an active policy allows this already; asked when the words of it are whole. */
function Covered({ draft: { cause, kind, currency, amount }, amountMinor }: { draft: Draft; amountMinor: number | undefined }) {
  const isWhole = /^[a-z][a-z0-9-]*$/.test(cause) && (amount === '' || amountMinor !== undefined);
  const input = { cause, kind, ...(amount && amountMinor !== undefined ? { amount: { amountMinor, currency } } : {}) };
  const [{ data }] = useQuery({ query: May, variables: { input }, pause: !isWhole });
  const may = data?.mayI;
  if (!may?.allowed) return null;
  return (
    <p className="banner" data-tone="approved" role="status">
      <FormattedMessage id="propose.covered" values={{ ref: may.policyVersion?.policy.ref }} /> {may.because}
    </p>
  );
}

/** What is to be mended, all at once; it takes the focus, so that it is read. */
function Summary({ faults }: { faults: readonly Refused[] }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => box.current?.focus(), [faults]);
  return (
    <div className="banner" data-tone="no" role="alert" tabIndex={-1} ref={box}>
      <p>
        <FormattedMessage id="propose.faults" />
      </p>
      <ul>
        {faults.map(({ message, path }) => (
          <li key={`${path.join('.')} ${message}`}>{message}</li>
        ))}
      </ul>
    </div>
  );
}
