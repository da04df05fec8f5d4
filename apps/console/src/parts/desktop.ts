const STORED = 'countersign.desktop';
/** Nothing was chosen yet, and a promise was made here. */
const ASK = 'ask';

const listeners = new Set<() => void>();

/** Whether this browser tells of notices beside the window: asked for, not asked for, refused by the browser, or not possible in it. */
export type Desktop = 'on' | 'off' | 'denied' | 'missing';

/** What holds now. */
export function desktopNow(): Desktop {
  if (!('Notification' in window) || !('locks' in navigator)) return 'missing';
  if (Notification.permission === 'denied') return 'denied';
  return localStorage.getItem(STORED) === 'on' && Notification.permission === 'granted' ? 'on' : 'off';
}

/** Switches it; the browser asks the person the first time. Answers what holds then. */
export async function switchDesktop(isOn: boolean): Promise<Desktop> {
  keep(isOn ? 'on' : 'off');
  if (isOn && Notification.permission === 'default') await Notification.requestPermission();
  return desktopNow();
}

/** Whether to ask this person now: once, after the first promise that they made in this browser. Two halves of React's `useSyncExternalStore`. */
export const desktopAsk = {
  now: (): boolean => localStorage.getItem(STORED) === ASK && desktopNow() === 'off',
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** A promise was made here: there is something now of which one wants to be told in time. */
export function promisedHere(): void {
  if (localStorage.getItem(STORED) === null) keep(ASK);
}

function keep(choice: string): void {
  localStorage.setItem(STORED, choice);
  listeners.forEach((listener) => listener());
}
