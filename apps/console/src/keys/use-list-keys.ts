import { useKey } from './use-key';

/** J and K go to the neighbours of what is chosen; with nothing chosen, to the first or the last. */
export function useListKeys(ids: readonly string[], chosenId: string | undefined, choose: (id: string) => void): void {
  const step = (by: 1 | -1) => () => {
    const place = chosenId === undefined ? (by > 0 ? 0 : ids.length - 1) : ids.indexOf(chosenId) + by;
    const id = ids[Math.min(ids.length - 1, Math.max(0, place))];
    if (id) choose(id);
  };
  useKey('next', step(1));
  useKey('previous', step(-1));
}
