import { Textarea, TextInput } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { FormattedMessage, useIntl } from 'react-intl';
import type { MessageId } from '../words/messages';
import { Choice } from './choice';
import { DueBy } from './due-by';
import type { PersonSearch, Pickable } from './person-pick';
import { ToldWhen } from './told-when';

/** Comes with the first dialog that asks for somebody: it weighs a quarter of a page, and the inbox opens no such dialog by itself. */
const PersonPick = lazy(() => import('./person-pick').then(({ PersonPick }) => ({ default: PersonPick })));

const CauseField = lazy(() => import('./cause-field').then(({ CauseField }) => ({ default: CauseField })));

/** One thing that a dialog asks for. */
export interface AskField {
  readonly name: string;
  readonly kind: 'line' | 'lines' | 'day' | 'told' | 'due' | 'choice' | 'person' | 'cause';
  readonly label: MessageId;
  readonly isOptional?: true;
  readonly help?: MessageId;
  /** Of a time at which somebody was told: how it is said that it never was. */
  readonly never?: MessageId;
  /** Of a choice. */
  readonly options?: readonly { readonly value: string; readonly words: MessageId }[];
}

/** What the fields of a case need to know: the customer's zone, and who could be named. */
export interface AskGround {
  readonly zone: string;
  readonly people?: readonly Pickable[];
  /** Where the house may have more of them. */
  readonly search?: PersonSearch;
}

interface AskFieldViewProps {
  readonly field: AskField;
  readonly ground: AskGround;
  readonly value: string;
  readonly error: string | undefined;
  readonly isFirst: boolean;
  onType: (value: string) => void;
}

/** One field, by its kind. */
export function AskFieldView({ field, ground, value, error, isFirst, onType }: AskFieldViewProps) {
  const intl = useIntl();
  const { name, kind, help, isOptional } = field;
  const label = intl.formatMessage({ id: field.label });
  if (kind === 'told')
    return <ToldWhen name={name} label={label} value={value} error={error} isFirst={isFirst} never={field.never} onTell={onType} />;
  if (kind === 'due') return <DueBy value={value} zone={ground.zone} error={error} isFirst={isFirst} onSay={onType} />;
  if (kind === 'person')
    return (
      <Suspense>
        <PersonPick
          id={`ask-${name}`}
          label={label}
          people={ground.people ?? []}
          value={value}
          error={error}
          isFirst={isFirst}
          {...ground.search}
          onPick={onType}
        />
      </Suspense>
    );
  if (kind === 'choice')
    return (
      <Choice
        name={name}
        label={label}
        options={(field.options ?? []).map(({ value: one, words }) => ({ value: one, label: <FormattedMessage id={words} /> }))}
        value={value}
        error={error}
        hasDigits={isFirst}
        isFirst={isFirst}
        onChoose={onType}
      />
    );
  const common = {
    id: `ask-${name}`,
    label: isOptional ? intl.formatMessage({ id: 'field.optional' }, { label }) : label,
    description: help ? intl.formatMessage({ id: help }) : undefined,
    value,
    error,
    mb: 'sm',
    'data-autofocus': isFirst || undefined,
  } as const;
  if (kind === 'cause')
    return (
      <Suspense>
        <CauseField {...common} autoFocus={isFirst} onChange={onType} />
      </Suspense>
    );
  if (kind === 'day') return <TextInput {...common} type="date" maw={220} onChange={(event) => onType(event.currentTarget.value)} />;
  if (kind === 'line') return <TextInput {...common} onChange={(event) => onType(event.currentTarget.value)} />;
  return <Textarea {...common} autosize minRows={2} maxRows={12} onChange={(event) => onType(event.currentTarget.value)} />;
}
