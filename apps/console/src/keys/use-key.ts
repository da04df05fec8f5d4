import { useHotkeys } from 'react-hotkeys-hook';
import { keyOf, type KeyActionId } from './registry';

/** Does something when the action's key is pressed outside of inputs; not when the person switched it off, nor while `enabled` is false. */
export function useKey(id: KeyActionId, act: () => void, enabled = true): void {
  const keys = keyOf(id);
  useHotkeys(
    keys ?? 'f24',
    () => act(),
    { enabled: enabled && keys !== undefined, preventDefault: true, useKey: true, sequenceTimeoutMs: 1_200 },
    [act],
  );
}
