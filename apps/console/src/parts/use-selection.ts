import { useState } from 'react';
import { useKey } from '../keys/use-key';

/** Some rows of a list that were picked out, by their ids. */
export interface Selection {
  readonly ids: readonly string[];
  has: (id: string) => boolean;
  /** Picks a row out, or puts it back. */
  turn: (id: string) => void;
  keep: (ids: readonly string[]) => void;
}

/** Picks rows out: X takes the one that `now` names, or puts it back. */
export function useSelection(now: () => string | undefined): Selection {
  const [ids, keep] = useState<readonly string[]>([]);
  const has = (id: string) => ids.includes(id);
  const turn = (id: string) => keep(has(id) ? ids.filter((one) => one !== id) : [...ids, id]);
  useKey('select', () => {
    const id = now();
    if (id) turn(id);
  });
  return { ids, has, turn, keep };
}
