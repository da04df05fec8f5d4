import { Button, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { faultAt, FaultSummary } from '../parts/fault-summary';
import { majorOf } from '../parts/money';
import { useSaid } from '../parts/use-said';
import { useDeed } from '../parts/use-deed';
import { ConditionFields } from './promote-conditions';
import { policyInput, type PolicyDraft, type Typed } from './promote-draft';
import { Sides, Which } from './promote-sides';

const CLAIM = gql(
  `mutation ClaimIt($input: ClaimReviewInput!) { claimReview(input: $input) { userErrors { code message path whoCould { id name } } replayed } }`,
);
const DISPOSE = gql(`
  mutation SayPromote($input: DisposeReviewInput!) {
    disposeReview(input: $input) { review { id status disposition reason } userErrors { code message path whoCould { id name } } replayed }
  }
`);
const PROMOTE = gql(`
  mutation PromoteIt($input: PromoteToPolicyInput!) {
    promoteToPolicy(input: $input) { policyVersion { id number policy { id ref } } userErrors { code message path whoCould { id name } } replayed }
  }
`);
const DRAFT = gql(`
  mutation DraftIt($input: DraftPolicyInput!) {
    draftPolicy(input: $input) { policyVersion { id number policy { id ref } } userErrors { code message path whoCould { id name } } replayed }
  }
`);
const Policies = gql(`query ToChoose { policies(first: 100) { nodes { id ref title active { id text } } } }`);

interface PromoteFormProps {
  readonly draft: PolicyDraft;
  readonly from: readonly { readonly id: string; readonly ref: string }[];
  readonly reviewId: string | undefined;
  readonly policy: { readonly id: string } | undefined;
}

/** The draft as a form. Nothing is shown as done before the service has said so. */
export function PromoteForm({ draft, from, reviewId, policy }: PromoteFormProps) {
  const intl = useIntl();
  const [{ data }] = useQuery({ query: Policies });
  const { typed, set } = useTyped(draft, policy?.id);
  const { busy, faults, save } = useSaving(typed, from, reviewId);
  const faultOf = (...fields: string[]) => faultAt(faults, ...fields);
  const policies = data?.policies.nodes ?? [];
  const before = policies.find(({ id }) => id === typed.policyId)?.active?.text ?? '';
  return (
    <form
      className="promote"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) event.currentTarget.requestSubmit();
      }}
    >
      <FaultSummary faults={faults} words="promote.faults" form="promote" />
      {from.length > 0 ? (
        <p>
          <FormattedMessage
            id="promote.from"
            values={{
              count: from.length,
              refs: from
                .slice(0, 8)
                .map(({ ref }) => ref)
                .join(', '),
            }}
          />
        </p>
      ) : null}
      {draft.remarks.map((remark) => (
        <p key={remark} className="banner" data-tone="waiting">
          {remark}
        </p>
      ))}
      <Which typed={typed} set={set} faultOf={faultOf} policies={policies} />
      <ConditionFields typed={typed} set={set} faultOf={faultOf} />
      <Textarea
        id="promote-text"
        label={<FormattedMessage id="promote.text" />}
        description={<FormattedMessage id="promote.textHelp" />}
        value={typed.text}
        onChange={(event) => set({ text: event.currentTarget.value })}
        error={faultOf('text')}
        autosize
        minRows={5}
        data-autofocus
        mb="md"
      />
      <Sides before={before} now={typed.text} />
      <TextInput
        id="promote-reviewBy"
        type="date"
        label={<FormattedMessage id="promote.reviewBy" />}
        description={<FormattedMessage id="promote.reviewByHelp" />}
        value={typed.reviewBy}
        onChange={(event) => set({ reviewBy: event.currentTarget.value })}
        error={faultOf('reviewBy')}
        maw={280}
        mb="md"
      />
      {reviewId ? (
        <Textarea
          id="promote-reason"
          label={<FormattedMessage id="review.reason" />}
          value={typed.reason}
          onChange={(event) => set({ reason: event.currentTarget.value })}
          error={faultOf('reason')}
          autosize
          minRows={2}
          mb="md"
        />
      ) : null}
      <Button type="submit" loading={busy}>
        <FormattedMessage id="promote.save" />
      </Button>
      <p className="meta">{intl.formatMessage({ id: 'promote.next' })}</p>
    </form>
  );
}

function useTyped(draft: PolicyDraft, policyId: string | undefined) {
  const intl = useIntl();
  const { kinds, causes, amountUpTo } = draft.conditions;
  const [typed, setTyped] = useState<Typed>({
    policyId: policyId ?? '',
    title: draft.title,
    text: draft.text,
    kinds,
    causes: causes.join(', '),
    amount: amountUpTo ? majorOf(amountUpTo.amountMinor, amountUpTo.currency) : '',
    currency: amountUpTo?.currency ?? 'AUD',
    reviewBy: draft.reviewBy.slice(0, 10),
    reason: intl.formatMessage({ id: 'review.stock.PROMOTE' }),
  });
  return { typed, set: (part: Partial<Typed>) => setTyped((before) => ({ ...before, ...part })) };
}

/** Says first what management makes of the review, then writes the draft, and goes to where it is put forward. */
function useSaving(typed: Typed, from: PromoteFormProps['from'], reviewId: string | undefined) {
  const navigate = useNavigate();
  const say = useSaid();
  const deed = useDeed();
  const [isSaid, setSaid] = useState(false);

  async function sayPromote(): Promise<boolean> {
    if (!reviewId || isSaid) return true;
    if (!(await deed.send(CLAIM, { reviewId }))) return false;
    const done = await deed.send(DISPOSE, { reviewId, disposition: 'PROMOTE', reason: typed.reason.trim() });
    if (done) setSaid(true);
    return done !== undefined;
  }
  async function save(): Promise<void> {
    if (!(await sayPromote())) return;
    const input = policyInput(
      typed,
      from.map(({ id }) => id),
    );
    const made =
      from.length > 0
        ? (await deed.send(PROMOTE, input))?.promoteToPolicy.policyVersion
        : (await deed.send(DRAFT, input))?.draftPolicy.policyVersion;
    if (!made) return;
    say('promote.done', { ref: made.policy.ref, number: made.number });
    void navigate({ to: '/policies', search: { id: made.policy.id, version: made.id } });
  }
  return { busy: deed.busy, faults: deed.refused, save };
}
