import { Kbd } from '@mantine/core';
import type { ReactNode } from 'react';

/** One of a few ways that stand beside each other. */
export interface Option {
  readonly value: string;
  readonly label: ReactNode;
  /** Cannot be chosen now. */
  readonly isOff?: boolean;
}

interface ChoiceProps {
  readonly name: string;
  readonly label: ReactNode;
  readonly options: readonly Option[];
  readonly value: string;
  readonly error?: ReactNode;
  /** Shows the digit that chooses it. */
  readonly hasDigits?: boolean;
  readonly isFirst?: boolean;
  onChoose: (value: string) => void;
}

/** A few ways as one row of buttons, of which one is chosen: by pointer, arrows or its digit. */
export function Choice({ name, label, options, value, error, hasDigits, isFirst, onChoose }: ChoiceProps) {
  const first = options.find(({ value: one, isOff }) => !isOff && (value === '' || one === value))?.value;
  return (
    <fieldset className="choice" aria-invalid={error ? true : undefined}>
      <legend>{label}</legend>
      {options.map((option, place) => (
        <label key={option.value} className="chip">
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            disabled={option.isOff}
            onChange={() => onChoose(option.value)}
            data-digit={hasDigits ? place + 1 : undefined}
            data-autofocus={isFirst && option.value === first ? true : undefined}
          />
          <span>{option.label}</span>
          {hasDigits ? <Kbd size="xs">{place + 1}</Kbd> : null}
        </label>
      ))}
      {error ? <p className="field-fault">{error}</p> : null}
    </fieldset>
  );
}
