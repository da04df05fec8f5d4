import { Button, Group, Modal, Textarea } from '@mantine/core';
import { useState } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { ShownAct } from './proposal-acts';
import { useAbout, type AboutProposal } from './proposal-about';

interface ActDialogProps {
  readonly act: ShownAct;
  readonly about: AboutProposal;
  readonly busy: boolean;
  onClose: () => void;
  onSend: (words: string) => void;
}

/** Says what is about to be done, asks for the words that belong to it, and does it on Enter. */
export function ActDialog({ act, about, busy, onClose, onSend }: ActDialogProps) {
  const intl = useIntl();
  const describe = useAbout();
  const [words, setWords] = useState('');
  const lacks = act.asks?.isRequired === true && words.trim() === '';
  const values = { ref: about.ref, number: about.revision.number, ...describe(about) };
  return (
    <Modal
      opened
      onClose={onClose}
      title={<FormattedMessage id={act.confirms?.title ?? act.words} values={values} />}
      closeButtonProps={{ 'aria-label': intl.formatMessage({ id: 'act.cancel' }) }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!lacks) onSend(words.trim());
        }}
      >
        {act.confirms?.says ? (
          <p>
            <FormattedMessage id={act.confirms.says} values={values} />
          </p>
        ) : null}
        {act.asks ? (
          <Textarea
            label={<FormattedMessage id={act.asks.label} />}
            required={act.asks.isRequired}
            value={words}
            onChange={(event) => setWords(event.currentTarget.value)}
            autosize
            minRows={2}
            data-autofocus={act.asks.isRequired || undefined}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) event.currentTarget.form?.requestSubmit();
            }}
          />
        ) : null}
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="act.cancel" />
          </Button>
          <Button type="submit" loading={busy} disabled={lacks} data-autofocus={act.asks?.isRequired ? undefined : true}>
            <FormattedMessage id={act.words} />
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
