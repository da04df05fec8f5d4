import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { FormattedMessage, useIntl } from 'react-intl';
import { CauseField } from '../parts/cause-field';
import { KINDS } from '../parts/money';
import type { MessageId } from '../words/messages';
import type { Draft } from './propose-draft';
import type { useDraft } from './use-draft';

const ANSWERS = {
  whatHappened: 'propose.happened',
  whatPolicySays: 'propose.policy',
  whatWeDo: 'propose.do',
  whyFair: 'propose.fair',
} as const;

interface FieldsProps {
  readonly draft: Draft;
  set: (part: Partial<Draft>) => void;
  faultOf: (...fields: string[]) => string | undefined;
}

interface AnswerProps extends FieldsProps {
  readonly field: keyof typeof ANSWERS;
  readonly isFirst?: boolean;
}

/** One of the four answers. */
export function Answer({ field, isFirst, draft, set, faultOf }: AnswerProps) {
  return (
    <Textarea
      id={`propose-${field}`}
      label={<FormattedMessage id={ANSWERS[field]} />}
      value={draft[field]}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
      error={faultOf(field)}
      autoFocus={isFirst}
      autosize
      minRows={2}
      mb="md"
    />
  );
}

type Known = Pick<ReturnType<typeof useDraft>, 'cases' | 'policies' | 'isFitted'>;

/** For which case. */
export function CasePick({ draft, cases, isFirst, set, faultOf }: FieldsProps & Pick<Known, 'cases'> & { readonly isFirst: boolean }) {
  const intl = useIntl();
  return (
    <NativeSelect
      id="propose-caseId"
      label={<FormattedMessage id="propose.case" />}
      value={draft.caseId}
      onChange={(event) => set({ caseId: event.currentTarget.value })}
      error={faultOf('caseId')}
      description={cases?.length === 0 ? <FormattedMessage id="propose.noCase" /> : undefined}
      data={[
        { value: '', label: intl.formatMessage({ id: 'propose.casePlaceholder' }) },
        ...(cases ?? []).map(({ id, ref, need, customer }) => ({
          value: id,
          label: `${ref} · ${customer.name ?? ''} · ${need.slice(0, 60)}`,
        })),
      ]}
      autoFocus={isFirst}
      mb="md"
    />
  );
}

/** From which policy it departs, and what that says; where there is none, what policy says is asked for. */
export function PolicyPick({ policies, isFitted, ...fields }: FieldsProps & Omit<Known, 'cases'>) {
  const intl = useIntl();
  const { draft, set, faultOf } = fields;
  return (
    <>
      <NativeSelect
        id="propose-policyVersionId"
        label={<FormattedMessage id="propose.policyPick" />}
        value={draft.policyVersionId}
        onChange={(event) => set({ policyVersionId: event.currentTarget.value })}
        error={faultOf('policyVersionId')}
        data={[
          { value: '', label: intl.formatMessage({ id: 'propose.noPolicy' }) },
          ...policies.map(({ id, ref, title, number }) => ({ value: id, label: `${ref} · ${title}, ${number}` })),
        ]}
        mb="md"
      />
      <div role="status">
        {isFitted ? (
          <p className="meta">
            <FormattedMessage id="propose.fitted" />
          </p>
        ) : null}
      </div>
      {draft.policyVersionId ? <blockquote>{draft.whatPolicySays}</blockquote> : <Answer field="whatPolicySays" {...fields} />}
    </>
  );
}

/** What it costs; below, what else can be said of it than what is usual. */
export function AmountField({ draft, set, faultOf }: FieldsProps) {
  const intl = useIntl();
  const { amount, currency, kind } = draft;
  return (
    <TextInput
      id="propose-amountMinor"
      label={<FormattedMessage id="propose.amount" />}
      description={
        <FormattedMessage id="propose.amountOf" values={{ kind: intl.formatMessage({ id: `kind.${kind}` }), currency: currency || '–' }} />
      }
      inputMode="decimal"
      value={amount}
      onChange={(event) => set({ amount: event.currentTarget.value })}
      error={faultOf('amountMinor', 'amount') ?? (faultOf('remedy') && !faultOf('deed') ? faultOf('remedy') : undefined)}
      maw={280}
      mb="md"
    />
  );
}

/** Why it came to this; like cases gather under it. */
export function CausePick({ draft, set, faultOf }: FieldsProps) {
  return (
    <CauseField
      id="propose-cause"
      label={<FormattedMessage id="propose.cause" />}
      description={<FormattedMessage id="propose.causeHelp" />}
      value={draft.cause}
      onChange={(cause) => set({ cause })}
      error={faultOf('cause')}
      mb="md"
    />
  );
}

/** What most proposals can leave as it is: after everything that has to be written. */
export function MoreFields(fields: FieldsProps) {
  const intl = useIntl();
  const { draft, set, faultOf } = fields;
  return (
    <section aria-labelledby="propose-more">
      <h2 id="propose-more">
        <FormattedMessage id="propose.more" />
      </h2>
      <div className="remedy">
        <NativeSelect
          id="propose-kind"
          label={<FormattedMessage id="propose.kind" />}
          value={draft.kind}
          onChange={(event) => set({ kind: event.currentTarget.value as Draft['kind'] })}
          data={KINDS.map((kind) => ({ value: kind, label: intl.formatMessage({ id: `kind.${kind}` as MessageId }) }))}
        />
        <TextInput
          id="propose-currency"
          label={<FormattedMessage id="propose.currency" />}
          value={draft.currency}
          maxLength={3}
          onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
          error={faultOf('currency')}
        />
      </div>
      <TextInput
        id="propose-deed"
        label={<FormattedMessage id="propose.deed" />}
        value={draft.deed}
        onChange={(event) => set({ deed: event.currentTarget.value })}
        error={faultOf('deed')}
        mb="md"
      />
      {draft.policyVersionId ? <Answer field="whatPolicySays" {...fields} /> : null}
    </section>
  );
}
