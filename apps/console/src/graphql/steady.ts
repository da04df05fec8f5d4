import { mapExchange, type Client, type CombinedError, type Exchange, type Operation } from '@urql/core';
import { sessionNow } from './session-now';

/** What went wrong on the way, or for now, and says nothing of whether this person may see it. */
const PASSING = ['UNAUTHENTICATED', 'THROTTLED', 'INTERNAL'];

/** What was asked since the page was opened. It may be more than is shown now: the client itself asks nothing that no part of the page waits for. */
const visible = new Map<number, Operation>();
const shown = new Map<number, object>();

/**
 * What is on the screen stays on the screen while the line is broken, the house is too busy, or the session ended, and while it is being asked
 * anew: it can still be read, and no form beside it is lost. The error is told beside it.
 */
export const steady: Exchange = mapExchange({
  onOperation(operation) {
    if (operation.kind === 'query' && !visible.has(operation.key)) visible.set(operation.key, operation);
  },
  onResult(result) {
    const { operation, error } = result;
    const data = result.data as object | undefined;
    if (isSignedOut(error)) sessionNow.end(operation.kind === 'mutation');
    if (operation.kind !== 'query') return result;
    if (data) shown.set(operation.key, data);
    const before = shown.get(operation.key);
    return !data && before && (isPassing(error) || result.stale) ? { ...result, data: before, stale: true } : result;
  },
});

/** Fetches anew whatever a page shows now. */
export function fetchVisible(client: Client): void {
  for (const key of visible.keys()) fetchAgain(client, key);
}

/** Fetches anew one of them, by its key; nothing when it is not shown any more, or was never asked. */
export function fetchAgain(client: Client, key: number): void {
  const operation = visible.get(key);
  if (!operation) return;
  client.reexecuteOperation(client.createRequestOperation('query', operation, { ...operation.context, requestPolicy: 'network-only' }));
}

/** Whether the answer was that nobody is signed in. */
export function isSignedOut(error: CombinedError | undefined): boolean {
  return hasCode(error, ['UNAUTHENTICATED']);
}

function isPassing(error: CombinedError | undefined): boolean {
  return error?.networkError !== undefined || hasCode(error, PASSING);
}

function hasCode(error: CombinedError | undefined, codes: readonly string[]): boolean {
  return error?.graphQLErrors.some(({ extensions }) => codes.includes(String(extensions['code']))) ?? false;
}
