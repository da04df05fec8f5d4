import type { AnyVariables, DocumentInput } from '@urql/core';
import { useState } from 'react';
import { useAct, type Refused } from './use-act';

/** One thing that is done, with what was refused of it last: for a button, or a form of one mutation. */
export interface Deed {
  readonly busy: boolean;
  readonly refused: readonly Refused[];
  /** Answers the data when it was done, undefined when it was not. */
  readonly send: <Data extends object>(mutation: DocumentInput<Data, AnyVariables>, input: object) => Promise<Data | undefined>;
  readonly forget: () => void;
}

/** Sends mutations one after the other and keeps why the last one was refused. */
export function useDeed(): Deed {
  const { busy, act } = useAct();
  const [refused, setRefused] = useState<readonly Refused[]>([]);
  return {
    busy,
    refused,
    forget: () => setRefused([]),
    send: async (mutation, input) => {
      const done = await act(mutation, input);
      if (done) setRefused(done.refused);
      return done && done.refused.length === 0 ? done.data : undefined;
    },
  };
}

/** Why it was refused, and who could do it instead. */
export function Refusals({ refused }: { refused: readonly Refused[] }) {
  return refused.map(({ code, message, whoCould }) => (
    <p key={`${code} ${message}`} className="banner" data-tone="no" role="alert">
      {message} {whoCould && whoCould.length > 0 ? `(${whoCould.map(({ name }) => name).join(', ')})` : null}
    </p>
  ));
}
