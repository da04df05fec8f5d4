import { Button, Group, Modal, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { MessageId } from '../words/messages';
import { type Deed, Refusals } from './use-deed';

interface ReasonDialogProps {
  readonly title: MessageId;
  readonly values?: Record<string, string>;
  /** What follows from it. */
  readonly says?: MessageId;
  readonly label: MessageId;
  readonly button: MessageId;
  /** Words to begin with. */
  readonly initial?: string;
  readonly deed: Deed;
  readonly children?: ReactNode;
  onClose: () => void;
  onSend: (reason: string) => void;
}

/** Asks for the words that belong to an act, and says what follows from it. What was refused stays above the words that were typed. */
export function ReasonDialog({ title, values, says, label, button, initial = '', deed, children, onClose, onSend }: ReasonDialogProps) {
  const intl = useIntl();
  const [reason, setReason] = useState(initial);
  const close = () => {
    deed.forget();
    onClose();
  };
  return (
    <Modal
      opened
      onClose={close}
      title={<FormattedMessage id={title} values={values} />}
      closeButtonProps={{ 'aria-label': intl.formatMessage({ id: 'act.cancel' }) }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (reason.trim()) onSend(reason.trim());
        }}
      >
        <Refusals refused={deed.refused} />
        {says ? (
          <p>
            <FormattedMessage id={says} values={values} />
          </p>
        ) : null}
        <Textarea
          label={<FormattedMessage id={label} />}
          required
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) event.currentTarget.form?.requestSubmit();
          }}
          autosize
          minRows={3}
          data-autofocus
        />
        {children}
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={close}>
            <FormattedMessage id="act.cancel" />
          </Button>
          <Button type="submit" loading={deed.busy} disabled={!reason.trim()}>
            <FormattedMessage id={button} />
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
