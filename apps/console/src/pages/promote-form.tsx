import { Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useQuery } from 'urql';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { ActButton } from '../parts/act-button';
import { faultAt, FaultSummary } from '../parts/fault-summary';
import { KeptNote } from '../parts/kept-note';
import { majorOf } from '../parts/money';
import { useKept } from '../parts/use-kept';
import { useServiceWords } from '../parts/use-service-words';
import { useSaid } from '../parts/use-said';
import { useAct } from '../parts/use-act';
import { HERE } from '../parts/zone-now';
import { localIn } from '../parts/zoned';
import { ConditionFields } from './promote-conditions';
import { policyInput, type PolicyDraft, type Typed } from './promote-draft';
import { Sides, Which } from './promote-sides';

const CLAIM = gql(`mutation ClaimIt($input: ClaimReviewInput!) { claimReview(input: $input) { userErrors { ...Refusal } replayed } }`, [
  Refusal,
]);
const DISPOSE = gql(
  `
  mutation SayPromote($input: DisposeReviewInput!) {
    disposeReview(input: $input) { review { id status disposition reason } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);
const PROMOTE = gql(
  `
  mutation PromoteIt($input: PromoteToPolicyInput!) {
    promoteToPolicy(input: $input) { policyVersion { id number policy { id ref } } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);
const DRAFT = gql(
  `
  mutation DraftIt($input: DraftPolicyInput!) {
    draftPolicy(input: $input) { policyVersion { id number policy { id ref } } userErrors { ...Refusal } replayed }
  }
`,
  [Refusal],
);
const Policies = gql(`query ToChoose { policies(first: 100) { nodes { id ref title active { id text } } } }`);

interface PromoteFormProps {
  readonly draft: PolicyDraft;
  readonly from: readonly { readonly id: string; readonly ref: string }[];
  readonly reviewId: string | undefined;
  readonly policy: { readonly id: string } | undefined;
}

/** The draft as a form. Nothing is shown as done before the service has said so. */
export function PromoteForm(promotion: PromoteFormProps) {
  const { draft, from, reviewId } = promotion;
  const intl = useIntl();
  const words = useServiceWords();
  const [{ data }] = useQuery({ query: Policies });
  const { typed, type: set, ...kept } = useTyped(promotion);
  const { busy, faults, save } = useSaving(typed, promotion, kept.forget);
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
      <KeptNote {...kept} />
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
          {words(remark)}
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
        autoFocus
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
      <ActButton type="submit" loading={busy}>
        <FormattedMessage id="promote.save" />
      </ActButton>
      <p className="meta">{intl.formatMessage({ id: 'promote.next' })}</p>
    </form>
  );
}

/** What stands in the fields, kept until it was sent. */
function useTyped({ draft, from, reviewId, policy }: PromoteFormProps) {
  const intl = useIntl();
  const { kinds, causes, amountUpTo } = draft.conditions;
  const about = reviewId ?? policy?.id ?? (from.map(({ id }) => id).join('.') || 'new');
  return useKept<Typed>(`promote.${about}`, {
    policyId: policy?.id ?? '',
    title: draft.title,
    text: draft.text,
    kinds,
    causes: causes.join(', '),
    amount: amountUpTo ? majorOf(amountUpTo.amountMinor, amountUpTo.currency) : '',
    currency: amountUpTo?.currency ?? 'AUD',
    reviewBy: localIn(HERE, Date.parse(draft.reviewBy)).slice(0, 10),
    reason: intl.formatMessage({ id: 'review.stock.PROMOTE' }),
  });
}

/** Says first what management makes of the review, then writes the draft, and goes to where it is put forward. */
function useSaving(typed: Typed, { from, reviewId }: PromoteFormProps, forget: () => void) {
  const navigate = useNavigate();
  const say = useSaid();
  const { busy, refused, act } = useAct();
  const [isSaid, setSaid] = useState(false);

  async function sayPromote(): Promise<boolean> {
    if (!reviewId || isSaid) return true;
    if (!(await act(CLAIM, { reviewId }))?.data) return false;
    const done = await act(DISPOSE, { reviewId, disposition: 'PROMOTE', reason: typed.reason.trim() });
    if (done?.data) setSaid(true);
    return done?.data !== undefined;
  }
  async function save(): Promise<void> {
    if (!(await sayPromote())) return;
    const input = policyInput(
      typed,
      from.map(({ id }) => id),
    );
    const made =
      from.length > 0
        ? (await act(PROMOTE, input))?.data?.promoteToPolicy.policyVersion
        : (await act(DRAFT, input))?.data?.draftPolicy.policyVersion;
    if (!made) return;
    forget();
    say('promote.done', { ref: made.policy.ref, number: made.number });
    void navigate({ to: '/policies', search: { id: made.policy.id, version: made.id } });
  }
  return { busy, faults: refused, save };
}
