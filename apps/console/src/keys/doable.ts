import type { KeyActionId } from './registry';

const offered = new Map<KeyActionId, () => void>();

/** What a key could do on the page as it stands now: the palette offers the same, also what is switched off as a key. */
export const doable = {
  /** Offers it until the answer is called. */
  offer(id: KeyActionId, act: () => void): () => void {
    offered.set(id, act);
    return () => void (offered.get(id) === act && offered.delete(id));
  },
  now: (): readonly KeyActionId[] => [...offered.keys()],
  do: (id: KeyActionId): void => offered.get(id)?.(),
};
