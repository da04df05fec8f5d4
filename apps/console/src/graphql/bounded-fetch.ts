import { makeOperation, mapExchange, type Exchange } from '@urql/core';

/** A little more than the service allows itself: after that nothing comes any more, whatever the wire says. */
const ANSWER_MS = 12_000;

/** Asks once, and gives up at an end. What changes something is sent again by nobody but the person who pressed. */
export const askOnce: typeof fetch = (address, init) => {
  const ends = [AbortSignal.timeout(ANSWER_MS), ...(init?.signal ? [init.signal] : [])];
  return fetch(address, { ...init, signal: AbortSignal.any(ends) });
};

/** The connection that a browser takes from its store may have been dead for long, which it finds out by asking. */
const askTwice: typeof fetch = (address, init) =>
  askOnce(address, init).catch((error: unknown) => {
    if (init?.signal?.aborted) throw error;
    return askOnce(address, init);
  });

/** A question that changes nothing is asked a second time when nothing came. */
export const askQuestionsTwice: Exchange = mapExchange({
  onOperation: (operation) =>
    operation.kind === 'query' ? makeOperation('query', operation, { ...operation.context, fetch: askTwice }) : operation,
});
