import '../styles/work.css';
import { Button, Group, Modal } from '@mantine/core';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import { FormattedMessage, useIntl, type IntlShape } from 'react-intl';
import type { MessageId } from '../words/messages';
import { ActButton } from './act-button';
import { AskFieldView, type AskField, type AskGround } from './ask-fields';
import { FaultSummary } from './fault-summary';
import type { Refused } from './use-act';
import { useFocusBack } from './use-focus-back';
import { useKept, type Typed } from './use-kept';
import { HERE } from './zone-now';

interface AskDialogProps {
  readonly title: MessageId;
  readonly values?: Record<string, string>;
  readonly says?: MessageId;
  readonly fields: readonly AskField[];
  readonly ground?: AskGround;
  readonly send: MessageId;
  /** Under which name what is typed is kept. */
  readonly keptAs: string;
  readonly start?: Typed;
  readonly busy: boolean;
  /** Goes while the answer is on its way, since it is shown as done before it is; comes back with its words when none arrives. */
  readonly leavesAtOnce?: boolean;
  /** Why it cannot be sent now, although it is open: nothing that was typed is lost. */
  readonly frozen?: ReactNode;
  /** What is to be known before it is sent, above the fields. */
  readonly children?: ReactNode;
  onClose: () => void;
  /** Is given what was typed, without blanks around it. Answers why it was refused; nothing when it did not get an answer. */
  onSend: (typed: Typed) => Promise<readonly Refused[] | undefined>;
}

/** Asks for the few words that belong to an action, keeps them until they were taken, and says at each field what is missing. */
export function AskDialog(asked: AskDialogProps) {
  const {
    title,
    values,
    says,
    fields,
    ground = { zone: HERE },
    send,
    keptAs,
    start,
    busy,
    leavesAtOnce = false,
    frozen,
    children,
    onClose,
    onSend,
  } = asked;
  const intl = useIntl();
  useFocusBack();
  const { typed, type, forget } = useKept(keptAs, { ...empty(fields), ...start });
  const [faults, setFaults] = useState<readonly Refused[]>([]);
  // Where nothing has to be typed, Enter is enough.
  const isReady = fields.every(({ isOptional }) => isOptional);
  const faultOf = (field: AskField) => faults.find((fault) => isAbout(fault, field))?.message;

  async function submit(): Promise<void> {
    const lacking = fields.filter((field) => !field.isOptional && isEmpty(field, typed[field.name] ?? ''));
    if (lacking.length > 0) return setFaults(lacking.map(({ name, label }) => missing(intl, name, label)));
    const refused = await onSend(trimmed(typed));
    if (refused?.length === 0) forget();
    setFaults(refused ?? []);
  }
  return (
    <Modal
      opened={!(leavesAtOnce && busy)}
      onClose={onClose}
      title={<FormattedMessage id={title} values={values} />}
      closeButtonProps={{ 'aria-label': intl.formatMessage({ id: 'act.cancel' }) }}
      transitionProps={{ duration: 0 }}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!frozen) void submit();
        }}
        onKeyDown={chooseOrSend}
      >
        {frozen}
        {says ? (
          <p>
            <FormattedMessage id={says} values={values} />
          </p>
        ) : null}
        {children}
        <FaultSummary faults={faults} words="field.refused" form="ask" />
        {fields.map((field, place) => (
          <AskFieldView
            key={field.name}
            field={field}
            ground={ground}
            value={typed[field.name] ?? ''}
            error={faultOf(field)}
            isFirst={place === 0 && !isReady}
            onType={(value) => type({ [field.name]: value })}
          />
        ))}
        <Group mt="md" justify="flex-end">
          <Button variant="default" onClick={onClose}>
            <FormattedMessage id="act.cancel" />
          </Button>
          <ActButton type="submit" loading={busy} disabled={frozen !== undefined} data-autofocus={isReady || undefined}>
            <FormattedMessage id={send} />
          </ActButton>
        </Group>
      </form>
    </Modal>
  );
}

/** Digits choose where no words are typed; Ctrl or ⌘ with Enter sends from everywhere. */
export function chooseOrSend(event: KeyboardEvent<HTMLFormElement>): void {
  const { key, metaKey, ctrlKey, currentTarget: form, target } = event;
  if (key === 'Enter' && (metaKey || ctrlKey)) return form.requestSubmit();
  if (isTyping(target)) return;
  const chosen = form.querySelector<HTMLInputElement>(`input[data-digit="${CSS.escape(key)}"]:not(:disabled)`);
  chosen?.focus();
  chosen?.click();
}

function isTyping(target: EventTarget): boolean {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'radio');
}

/** A field that was left empty. */
export function missing(intl: IntlShape, field: string, label: MessageId): Refused {
  return { code: 'MISSING', message: intl.formatMessage({ id: 'field.missing' }), label: intl.formatMessage({ id: label }), path: [field] };
}

function isAbout({ path }: Refused, { name, kind }: AskField): boolean {
  const names = [name, ...(kind === 'due' ? ['dueAt', 'dueLocal'] : [])];
  return path.some((part) => names.includes(part));
}

function isEmpty({ kind }: AskField, value: string): boolean {
  return kind === 'due' ? value === '' || value === 'pick@' : value.trim() === '';
}

function trimmed(typed: Typed): Typed {
  return Object.fromEntries(Object.entries(typed).map(([name, value]) => [name, value.trim()]));
}

function empty(fields: readonly AskField[]): Typed {
  return Object.fromEntries(fields.map(({ name }) => [name, '']));
}
