import { useEffect, useSyncExternalStore } from 'react';
import { useHotkeys } from 'react-hotkeys-hook';
import { doable } from './doable';
import { keyOf, onKeyChanges, type KeyActionId } from './registry';

/** How long the second key of a pair may take. */
const PAIR_MS = 1_200;
/** These work on a dialog as well: the palette and the sheet of keys open over it, and by the same key the sheet goes. */
const OVER_DIALOGS: readonly KeyActionId[] = ['palette', 'sheet'];

/** Whether the key that is pressed now came after the G of a pair, and so is no key of its own. */
let isSecond = false;
/** Whether a dialog stood over the page when the key was pressed: by the time it is heard, that key may have closed it. */
let isCovered = false;
let beganAt = -PAIR_MS;
window.addEventListener(
  'keydown',
  ({ key, timeStamp }) => {
    isSecond = timeStamp - beganAt < PAIR_MS;
    beganAt = key === 'g' && !isSecond ? timeStamp : -PAIR_MS;
    isCovered = document.querySelector('[aria-modal="true"]') !== null;
  },
  true,
);

/**
 * Does something when the action's key is pressed outside of inputs and of dialogs; not when the person switched it off, nor while `enabled` is
 * false. Where `enabled` is a function, it is asked at each press: while it says no, the key does what it does without us.
 * The palette calls it `label`, where that is said, else what the key is called everywhere.
 */
export function useKey(id: KeyActionId, act: () => void, enabled: boolean | (() => boolean) = true, label?: string): void {
  const keys = useSyncExternalStore(onKeyChanges, () => keyOf(id));
  const isPair = keys?.includes('>') ?? false;
  const isOn = enabled !== false;
  const isOthers = () => (isCovered && !OVER_DIALOGS.includes(id)) || (typeof enabled === 'function' && !enabled());
  useEffect(() => (isOn ? doable.offer(id, act, label) : undefined));
  useHotkeys(
    keys ?? 'f24',
    () => {
      if (isPair ? !isOthers() : !isSecond) act();
    },
    {
      enabled: isOn && keys !== undefined,
      preventDefault: true,
      ignoreEventWhen: isOthers,
      useKey: keys !== 'space', // the key of it is a blank, which cannot be written in the list
      sequenceTimeoutMs: PAIR_MS,
    },
    [act, isPair, isOthers],
  );
}
