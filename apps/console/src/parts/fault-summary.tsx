import { useEffect, useRef } from 'react';
import { FormattedMessage } from 'react-intl';
import type { MessageId } from '../words/messages';
import { useRefusalWords } from './refusals';
import type { Refused } from './use-act';

interface FaultSummaryProps {
  readonly faults: readonly Refused[];
  /** What was not done. */
  readonly words: MessageId;
  /** Fields have ids that begin with this and end with their name in the API, so that a fault leads to its field. */
  readonly form: string;
  readonly children?: React.ReactNode;
}

/** What is to be mended, all at once; it takes the focus, so that it is read, and leads to each field. */
export function FaultSummary({ faults, words, form, children }: FaultSummaryProps) {
  const box = useRef<HTMLDivElement>(null);
  const wordsOf = useRefusalWords();
  useEffect(() => box.current?.focus(), [faults]);
  if (faults.length === 0) return null;
  return (
    <div className="banner" data-tone="no" role="alert" tabIndex={-1} ref={box}>
      <p>
        <FormattedMessage id={words} />
      </p>
      <ul>
        {faults.map((one) => (
          <li key={`${one.path.join('.')} ${one.message}`}>
            <ToField ids={one.path.map((field) => `${form}-${field}`)}>{wordsOf(one)}</ToField>
          </li>
        ))}
      </ul>
      {children}
    </div>
  );
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
      {children}
    </a>
  );
}

/** The sentence about one field, by any part of the path that names it. */
export function faultAt(faults: readonly Refused[], ...fields: string[]): string | undefined {
  return faults.find(({ path }) => fields.some((field) => path.includes(field)))?.message;
}
