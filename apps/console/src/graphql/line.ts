import { createClient, type Client, type SubscribePayload, type Sink } from 'graphql-ws';
import { sessionNow } from './session-now';

/**
 * Whether the house can be reached: `connected` is live; `silent` answers, but tells nothing by itself (a proxy that lets no sockets through, too
 * many windows); `offline` does not answer.
 */
export type Line = 'connecting' | 'connected' | 'silent' | 'offline';

/** For how long a socket that broke is only looked after, before anybody is told. */
const PATIENCE_MS = 2_000;
/** A wire that answers nothing for this long is dead, whatever the operating system says of it. */
const PONG_MS = 5_000;
const KEEP_ALIVE_MS = 10_000;
/** How often a house that is away is asked whether it is back. */
const ASK_AGAIN_MS = 5_000;
const ANSWER_MS = 4_000;
/** After the server has ended a subscription for a reason of its own. */
const BEGIN_AGAIN_MS = 30_000;

const listeners = new Set<() => void>();
const returns = new Set<() => void>();
let line: Line = 'connecting';
let wasConnected = false;
let looking: ReturnType<typeof setTimeout> | undefined;

/** The state of the line, and who wants to hear of it: the two halves of React's `useSyncExternalStore`. */
export const lineNow = {
  now: (): Line => line,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  /** Calls back whenever the line is live again after a gap: what happened meanwhile was told to nobody. */
  onReturn: (listener: () => void): void => void returns.add(listener),
};

function become(is: Line): void {
  if (is === line) return;
  line = is;
  listeners.forEach((listener) => listener());
}

function connected(): void {
  clearTimeout(looking);
  become('connected');
  if (wasConnected) returns.forEach((listener) => listener());
  wasConnected = true;
}

function broken(): void {
  clearTimeout(looking);
  if (line === 'connected') become('connecting');
  looking = setTimeout(() => void look(), PATIENCE_MS);
}

/** No socket: does the house answer at all? */
async function look(): Promise<void> {
  const answers = await isThere();
  if (line === 'connected') return;
  become(answers ? 'silent' : 'offline');
  looking = setTimeout(() => void look(), ASK_AGAIN_MS);
}

/** Whether the house answers at all. */
export async function isThere(): Promise<boolean> {
  try {
    return (await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(ANSWER_MS) })).ok;
  } catch {
    return false;
  }
}

/** A little longer each time, and not all windows at once; at once when the machine says that it is online again. */
function wait(tries: number): Promise<void> {
  const ms = Math.min(1_000 * 2 ** tries, ASK_AGAIN_MS) * (0.5 + Math.random());
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
    window.addEventListener('online', () => resolve(), { once: true });
  });
}

let silence: ReturnType<typeof setTimeout> | undefined;
const socket: Client = createClient({
  url: new URL('/graphql', location.href.replace(/^http/, 'ws')).href,
  lazy: true,
  retryAttempts: Number.MAX_SAFE_INTEGER,
  retryWait: wait,
  shouldRetry: () => true,
  keepAlive: KEEP_ALIVE_MS,
  on: {
    connected,
    closed: () => {
      clearTimeout(silence);
      broken();
    },
    ping: (received) => {
      if (!received) silence = setTimeout(() => socket.terminate(), PONG_MS);
    },
    pong: (received) => {
      if (received) clearTimeout(silence);
    },
  },
});

/** A machine without network may still reach a house of its own, so that its word is a reason to look, and no more. */
window.addEventListener('offline', () => void lookNow());

async function lookNow(): Promise<void> {
  if (await isThere()) return;
  socket.terminate();
  become('offline');
}

/** Listens for as long as somebody wants to: through broken lines, a session that ended and was begun anew, and a server that had enough. */
export function listen<Data>(payload: SubscribePayload, sink: Pick<Sink<Data>, 'next'>): () => void {
  let stop = () => {};
  let again: ReturnType<typeof setTimeout> | undefined;
  const begin = () => {
    clearTimeout(again);
    stop();
    stop = socket.subscribe(payload, { next: sink.next as (value: unknown) => void, error: ended, complete: () => undefined });
  };
  const ended = (why: unknown) => {
    // The server says so when the session ended; or when this person may no longer see the thing, and then the next try says so, too.
    if (Array.isArray(why)) sessionNow.doubt();
    again = setTimeout(begin, BEGIN_AGAIN_MS);
  };
  const forget = sessionNow.onReturn(begin);
  begin();
  return () => {
    forget();
    clearTimeout(again);
    stop();
  };
}
