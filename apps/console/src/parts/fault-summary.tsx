import { useEffect, useRef } from 'react';
import { FormattedMessage } from 'react-intl';
import type { MessageId } from '../words/messages';
import { useRefusalWords } from './refusals';
import type { Refused } from './use-act';

interface FaultSummaryProps {
  readonly faults: readonly Refused[];
  /** What was not done. */
  readonly words: MessageId;
  /** Fields have ids that begin with this and end with their name in the API, or the whole path to it, so that a fault leads to its field. */
  readonly form: string;
  readonly children?: React.ReactNode;
}

/** What is to be mended, all at once, with a way to each field. The focus goes to the first of them, or to this, where the fault is no field's. */
export function FaultSummary({ faults, words, form, children }: FaultSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  const wordsOf = useRefusalWords();
  useEffect(() => (firstFault(box.current?.closest('form')) ?? box.current)?.focus(), [faults]);
  if (faults.length === 0) return null;
  return (
    <div className="banner" data-tone="no" role="alert" tabIndex={-1} ref={box}>
      <p>
        <FormattedMessage id={words} />
      </p>
      <ul>
        {faults.map((one) => (
          <li key={`${one.path.join('.')} ${one.message}`}>
            <ToField ids={idsOf(form, one.path)}>{one.label ?? wordsOf(one)}</ToField>
          </li>
        ))}
      </ul>
      {children}
    </div>
  );
}

function firstFault(form: HTMLFormElement | null | undefined): HTMLElement | undefined {
  const first = form?.querySelector<HTMLElement>('[aria-invalid="true"]');
  return (first instanceof HTMLFieldSetElement ? first.querySelector<HTMLElement>('input:not(:disabled)') : first) ?? undefined;
}

/** By any part of the path, or by more and more of it. */
function idsOf(form: string, path: readonly string[]): string[] {
  return [...path.map((field) => `${form}-${field}`), ...path.map((_, place) => [form, ...path.slice(0, place + 1)].join('-'))];
}

function ToField({ ids, children }: { ids: readonly string[]; children: string }) {
  const id = ids.findLast((one) => document.getElementById(one));
  if (!id) return children;
  return (
    <a
      href={`#${id}`}
      style={{ color: 'inherit' }}
      onClick={(event) => {
        event.preventDefault();
        document.getElementById(id)?.focus();
      }}
    >
      {named(nameOf(document.getElementById(id)), children)}
    </a>
  );
}

/** A sentence behind the name of its field, unless it is the name, or begins with it. Many names are questions. */
function named(name: string | undefined, sentence: string): string {
  if (!name || sentence.startsWith(name)) return sentence;
  return `${name}${/[?!.]$/.test(name) ? '' : ':'} ${sentence}`;
}

/** What a field is called on the page. */
function nameOf(field: HTMLElement | null): string | undefined {
  const isLabelled = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement;
  return isLabelled ? field.labels?.[0]?.textContent.replace(/[*\s]+$/, '') : undefined;
}

/** The sentence about one field, by any part of the path that names it. */
export function faultAt(faults: readonly Refused[], ...fields: string[]): string | undefined {
  return faults.find(({ path }) => fields.some((field) => path.includes(field)))?.message;
}
