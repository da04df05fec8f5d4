/** How windows of one browser tell each other that somebody signed in. */
const channel = new BroadcastChannel('countersign.session');

const listeners = new Set<() => void>();
const returns = new Set<() => void>();
const doubts = new Set<() => void>();
let times = 0;

function become(now: number): void {
  times = now;
  listeners.forEach((listener) => listener());
}

const join = (callbacks: Set<() => void>) => (callback: () => void) => {
  callbacks.add(callback);
  return () => void callbacks.delete(callback);
};

/** Whether the session of this window has ended while its page was open. */
export const sessionNow = {
  /** How often this window was told so since; 0 while somebody is signed in. */
  ended: (): number => times,
  subscribe: join(listeners),
  /** An answer was that nobody is signed in. Said once; and again to whoever acts in spite of it. */
  end: (isByActing: boolean): void => {
    if (times === 0 || isByActing) become(times + 1);
  },
  /** Something looks as if it had: who knows asks. */
  doubt: (): void => doubts.forEach((callback) => callback()),
  onDoubt: join(doubts),
  /** Somebody is signed in, as far as this window knows: tells the others, which may have waited for it. */
  begin: (): void => {
    channel.postMessage('begun');
    if (times === 0) return;
    become(0);
    returns.forEach((callback) => callback());
  },
  /** Calls back when the same person goes on after the session had ended. */
  onReturn: join(returns),
};

/** Somebody may be signed in again: another window says so, or the person comes back from it. */
function lookAgain(): void {
  if (times > 0) sessionNow.doubt();
}
channel.addEventListener('message', lookAgain);
window.addEventListener('focus', lookAgain);
