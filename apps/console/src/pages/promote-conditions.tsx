import { Checkbox, Group, TextInput } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { useConditionWords } from '../parts/conditions';
import { KINDS, minorOf } from '../parts/money';
import type { MessageId } from '../words/messages';
import { causesOf, type Typed } from './promote-draft';

// A field that weighs much: the page does not wait for it.
const CausesField = lazy(() => import('../parts/causes-field').then(({ CausesField }) => ({ default: CausesField })));

interface ConditionFieldsProps {
  readonly typed: Typed;
  set: (part: Partial<Typed>) => void;
  faultOf: (...fields: string[]) => string | undefined;
}

/** What it allows, as data for a machine, and below in a sentence for a person. */
export function ConditionFields({ typed, set, faultOf }: ConditionFieldsProps) {
  const intl = useIntl();
  return (
    <fieldset className="card">
      <legend>
        <FormattedMessage id="promote.allows" />
      </legend>
      <Checkbox.Group
        label={<FormattedMessage id="promote.kinds" />}
        value={[...typed.kinds]}
        onChange={(kinds) => set({ kinds })}
        error={faultOf('kinds')}
        mb="md"
      >
        <Group gap="md" mt={4}>
          {KINDS.map((kind) => (
            <Checkbox key={kind} value={kind} label={intl.formatMessage({ id: `kind.${kind}` as MessageId })} />
          ))}
        </Group>
      </Checkbox.Group>
      <Suspense>
        <CausesField
          id="promote-causes"
          label={<FormattedMessage id="promote.causes" />}
          description={<FormattedMessage id="promote.causesHelp" />}
          value={causesOf(typed)}
          onChange={(causes) => set({ causes: causes.join(', ') })}
          error={faultOf('causes')}
          mb="md"
        />
      </Suspense>
      <div className="limit">
        <TextInput
          id="promote-amountUpTo"
          label={<FormattedMessage id="promote.limit" />}
          inputMode="decimal"
          value={typed.amount}
          onChange={(event) => set({ amount: event.currentTarget.value })}
          error={faultOf('amountUpTo', 'amountMinor')}
        />
        <TextInput
          id="promote-currency"
          label={<FormattedMessage id="propose.currency" />}
          maxLength={3}
          value={typed.currency}
          onChange={(event) => set({ currency: event.currentTarget.value.toUpperCase() })}
          error={faultOf('currency')}
        />
      </div>
      <p className="fair" role="status">
        <InWords typed={typed} />
      </p>
    </fieldset>
  );
}

/** The conditions as they stand in the fields, in one sentence. */
function InWords({ typed }: { typed: Typed }) {
  const { kinds, currency } = typed;
  const amountMinor = /^[A-Z]{3}$/.test(currency) ? minorOf(typed.amount, currency) : undefined;
  return useConditionWords()({ kinds, causes: causesOf(typed), amountUpTo: amountMinor ? { amountMinor, currency } : null });
}
