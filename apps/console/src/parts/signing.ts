import { useSyncExternalStore } from 'react';
import type { Refused } from './use-act';

/** What is known of a signature that this person gave: it is on its way, or it was refused, and why. */
export type Signing = 'sent' | readonly Refused[];

let known: ReadonlyMap<string, Signing> = new Map();
const hearers = new Set<() => void>();

function know(exceptionId: string, now: Signing | undefined): void {
  known = new Map([...known].filter(([id]) => id !== exceptionId).concat(now ? [[exceptionId, now]] : []));
  hearers.forEach((heard) => heard());
}

/** The signatures that this page has under way: a list says of each row at once what the bar beside it did. */
export const signing = {
  /** Shows it as sent until the answer is there, and then why it was refused, if it was. */
  async shown<Done extends { readonly refused: readonly Refused[] }>(exceptionId: string, answer: Promise<Done | undefined>) {
    know(exceptionId, 'sent');
    const done = await answer;
    know(exceptionId, done && done.refused.length > 0 ? done.refused : undefined);
    return done;
  },
};

/** What is known now of the signature on this one; undefined when there is nothing to say. */
export function useSigning(exceptionId: string): Signing | undefined {
  return useSyncExternalStore(onChange, () => known.get(exceptionId));
}

function onChange(heard: () => void): () => void {
  hearers.add(heard);
  return () => void hearers.delete(heard);
}
