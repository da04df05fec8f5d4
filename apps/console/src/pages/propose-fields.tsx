import { NativeSelect, Textarea, TextInput } from '@mantine/core';
import { FormattedMessage, useIntl } from 'react-intl';
import { CauseField } from '../parts/cause-field';
import type { MessageId } from '../words/messages';
import type { Draft } from './propose-draft';

const KINDS = ['REFUND', 'FEE_WAIVER', 'CREDIT', 'REPLACEMENT', 'EXTENSION', 'GOODWILL', 'DEED'] as const;
const ANSWERS = [
  ['whatHappened', 'propose.happened'],
  ['whatPolicySays', 'propose.policy'],
  ['whatWeDo', 'propose.do'],
  ['whyFair', 'propose.fair'],
] as const;

interface FieldsProps {
  readonly draft: Draft;
  set: (part: Partial<Draft>) => void;
  faultOf: (...fields: string[]) => string | undefined;
}

/** The four answers. */
export function AnswerFields({ draft, set, faultOf }: FieldsProps) {
  return ANSWERS.map(([field, words]) => (
    <Textarea
      key={field}
      id={`propose-${field}`}
      label={<FormattedMessage id={words} />}
      value={draft[field]}
      onChange={(event) => set({ [field]: event.currentTarget.value })}
      error={faultOf(field)}
      autosize
      minRows={3}
      mb="md"
    />
  ));
}

/** What the customer is given, and for what cause. */
export function RemedyFields({ draft, set, faultOf }: FieldsProps) {
  const intl = useIntl();
  return (
    <>
      <div className="remedy">
        <NativeSelect
          id="propose-kind"
          label={<FormattedMessage id="propose.kind" />}
          value={draft.kind}
          onChange={(event) => set({ kind: event.currentTarget.value as Draft['kind'] })}
          data={KINDS.map((kind) => ({ value: kind, label: intl.formatMessage({ id: `kind.${kind}` as MessageId }) }))}
        />
        <TextInput
          id="propose-amountMinor"
          label={<FormattedMessage id="propose.amount" />}
          inputMode="decimal"
          value={draft.amount}
          onChange={(event) => set({ amount: event.currentTarget.value })}
          error={faultOf('amountMinor', 'amount') ?? (faultOf('remedy') && !faultOf('deed') ? faultOf('remedy') : undefined)}
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
      <CauseField
        id="propose-cause"
        label={<FormattedMessage id="propose.cause" />}
        description={<FormattedMessage id="propose.causeHelp" />}
        value={draft.cause}
        onChange={(cause) => set({ cause })}
        error={faultOf('cause')}
        mb="md"
      />
    </>
  );
}
