import type { KeyActionId } from './registry';

/** What a key does on the page as it stands, and how that is called here when it is not what the key does elsewhere. */
interface Offer {
  readonly act: () => void;
  readonly label: string | undefined;
}

const offered = new Map<KeyActionId, Offer>();

/** What a key could do on the page as it stands now: the palette offers the same, also what is switched off as a key. */
export const doable = {
  /** Offers it until the answer is called. */
  offer(id: KeyActionId, act: () => void, label?: string): () => void {
    const offer = { act, label };
    offered.set(id, offer);
    return () => void (offered.get(id) === offer && offered.delete(id));
  },
  now: (): readonly KeyActionId[] => [...offered.keys()],
  labelOf: (id: KeyActionId): string | undefined => offered.get(id)?.label,
  do: (id: KeyActionId): void => offered.get(id)?.act(),
};
