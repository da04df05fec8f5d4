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
  sent: (exceptionId: string): void => know(exceptionId, 'sent'),
  /** With no refusal when it was done, or nobody knows. */
  answered: (exceptionId: string, refused: readonly Refused[] = []): void => know(exceptionId, refused.length > 0 ? refused : undefined),
};

/** What is known now of the signature on this one; undefined when there is nothing to say. */
export function useSigning(exceptionId: string): Signing | undefined {
  return useSyncExternalStore(onChange, () => known.get(exceptionId));
}

function onChange(heard: () => void): () => void {
  hearers.add(heard);
  return () => void hearers.delete(heard);
}
