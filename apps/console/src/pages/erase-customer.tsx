import { FormattedMessage, useIntl } from 'react-intl';
import { gql } from '../graphql/gql';
import { Refusal } from '../graphql/refusal';
import { AskDialog } from '../parts/ask-dialog';
import type { AskField } from '../parts/ask-fields';
import { useAct, type Refused } from '../parts/use-act';
import type { Typed } from '../parts/use-kept';
import { useSaid } from '../parts/use-said';

const ERASE = gql(
  `
  mutation Erase($input: EraseCustomerInput!) {
    eraseCustomer(input: $input) {
      customer { id name contact erased erasedAt erasedBecause } userErrors { ...Refusal } replayed
    }
  }
`,
  [Refusal],
);

const FIELDS: readonly AskField[] = [
  { name: 'reason', kind: 'lines', label: 'erase.why', help: 'erase.whyHelp' },
  { name: 'confirmed', kind: 'line', label: 'erase.confirm' },
];

interface EraseCustomerProps {
  readonly customer: { readonly id: string; readonly name: string | null };
  /** Stands for the name once that is erased: what was written since can be erased, too. */
  readonly caseRef: string;
  onClose: () => void;
}

/** Takes away what is known of a customer, for ever: says what goes and what stays, and wants the name typed. */
export default function EraseCustomer({ customer, caseRef, onClose }: EraseCustomerProps) {
  const intl = useIntl();
  const { busy, act } = useAct();
  const say = useSaid();
  const word = customer.name ?? caseRef;
  async function send({ reason, confirmed }: Typed): Promise<readonly Refused[] | undefined> {
    const message = intl.formatMessage({ id: 'erase.another' }, { word });
    if (confirmed !== word) return [{ code: 'NOT_CONFIRMED', message, path: ['confirmed'] }];
    const done = await act(ERASE, { customerId: customer.id, reason });
    if (done?.refused.length === 0) {
      say('erase.done');
      onClose();
    }
    return done?.refused;
  }
  return (
    <AskDialog
      title="erase.title"
      values={{ word }}
      fields={FIELDS}
      send="erase.send"
      keptAs={`erase.${customer.id}`}
      busy={busy}
      onClose={onClose}
      onSend={send}
    >
      <p className="banner" data-tone="no">
        <strong>
          <FormattedMessage id="erase.goes" />
        </strong>{' '}
        <FormattedMessage id="erase.whatGoes" />
      </p>
      <p className="banner" data-tone="withdrawn">
        <strong>
          <FormattedMessage id="erase.stays" />
        </strong>{' '}
        <FormattedMessage id="erase.whatStays" />
      </p>
      <p>
        <FormattedMessage id="erase.type" values={{ word: <strong>{word}</strong> }} />
      </p>
    </AskDialog>
  );
}
