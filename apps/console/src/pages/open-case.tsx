import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import { gql } from '../graphql/gql';
import { useAct, type Refused } from '../parts/use-act';

const OpenIt = gql(`
  mutation OpenCase($input: OpenCaseInput!) { openCase(input: $input) { case { id } userErrors { code message path } replayed } }
`);

const FIELDS = [
  ['name', 'case.customerName'],
  ['contact', 'case.customerContact'],
  ['timeZone', 'case.customerZone'],
] as const;

/** A customer's problem that this person takes on. */
export function OpenCase({ onClose }: { onClose: () => void }) {
  const intl = useIntl();
  const navigate = useNavigate();
  const { busy, act } = useAct();
  const [faults, setFaults] = useState<readonly Refused[]>([]);
  const [need, setNeed] = useState('');
  const [customer, setCustomer] = useState({ name: '', contact: '', timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone });
  const faultOf = (field: string) => faults.find(({ path }) => path.includes(field))?.message;

  async function submit(): Promise<void> {
    const done = await act(OpenIt, { need, customer });
    if (!done) return;
    setFaults(done.refused);
    const made = done.data?.openCase.case;
    if (made && done.refused.length === 0) void navigate({ to: '/cases/$id', params: { id: made.id } });
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={<FormattedMessage id="case.openTitle" />}
      closeButtonProps={{ 'aria-label': intl.formatMessage({ id: 'act.cancel' }) }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <Textarea
          label={<FormattedMessage id="case.need" />}
          value={need}
          onChange={(event) => setNeed(event.currentTarget.value)}
          error={faultOf('need')}
          autosize
          minRows={3}
          data-autofocus
          mb="sm"
        />
        {FIELDS.map(([field, words]) => (
          <TextInput
            key={field}
            label={<FormattedMessage id={words} />}
            value={customer[field]}
            onChange={(event) => setCustomer({ ...customer, [field]: event.currentTarget.value })}
            error={faultOf(field)}
            mb="sm"
          />
        ))}
        <Button type="submit" loading={busy}>
          <FormattedMessage id="case.submit" />
        </Button>
      </form>
    </Modal>
  );
}
