import { useHotkeys } from 'react-hotkeys-hook';
import { keyOf, type KeyActionId } from './registry';

/** How long the second key of a pair may take. */
const PAIR_MS = 1_200;

/** Whether the key that is pressed now came after the G of a pair, and so is no key of its own. */
let isSecond = false;
let beganAt = -PAIR_MS;
document.addEventListener(
  'keydown',
  ({ key, timeStamp }) => {
    isSecond = timeStamp - beganAt < PAIR_MS;
    beganAt = key === 'g' && !isSecond ? timeStamp : -PAIR_MS;
  },
  true,
);

/** Does something when the action's key is pressed outside of inputs; not when the person switched it off, nor while `enabled` is false. */
export function useKey(id: KeyActionId, act: () => void, enabled = true): void {
  const keys = keyOf(id);
  const isPair = keys?.includes('>') ?? false;
  useHotkeys(
    keys ?? 'f24',
    () => {
      if (isPair || !isSecond) act();
    },
    { enabled: enabled && keys !== undefined, preventDefault: true, useKey: true, sequenceTimeoutMs: PAIR_MS },
    [act, isPair],
  );
}
