/** Tells when a person, or the system, wants this process to end. */
export interface AskedToEnd {
  /** Aborted by the first request. */
  readonly signal: AbortSignal;
  /** From now on, requests end the process by themselves again. */
  release(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * One Ctrl-C may arrive twice: from the terminal, and passed on by npm. So a second one counts only after this many milliseconds: a person
 * who is tired of waiting.
 */
const ECHO_MS = 700;

/** How often is looked whether the npm that started us is still there, in milliseconds: ended hard, it (or its shell) passes nothing on. */
const PARENT_MS = 1000;

/** Listens for requests to end. Whoever insists is heard, too: `insisted` must end everything at once. */
export function listenForEnd(insisted: () => void): AskedToEnd {
  const ending = new AbortController();
  let firstAt = 0;
  const onSignal = (): void => {
    if (!ending.signal.aborted) firstAt = Date.now();
    else if (Date.now() - firstAt > ECHO_MS) insisted();
    ending.abort();
  };
  SIGNALS.forEach((name) => process.on(name, onSignal));
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.env['npm_lifecycle_event'] && process.ppid !== parent) ending.abort();
  }, PARENT_MS);
  look.unref();
  return {
    signal: ending.signal,
    release: () => {
      clearInterval(look);
      SIGNALS.forEach((name) => process.off(name, onSignal));
    },
  };
}
