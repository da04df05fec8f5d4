import { cacheExchange } from '@urql/exchange-graphcache';
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { askOnce, askQuestionsTwice } from './bounded-fetch';
import { KEYS, OPTIMISTIC, UPDATES } from './cache';
import { lineNow, listen } from './line';
import { sessionNow } from './session-now';
import { fetchAgain, fetchVisible, steady } from './steady';
import { askAnew } from './under-way';

const address = new URL('/graphql', location.href);

/** The one client of the page. Who asks is known by the cookie of the session, which no script can read. */
export function openClient(): Client {
  const client = new Client({
    url: address.href,
    preferGetMethod: false,
    fetch: askOnce,
    fetchOptions: { credentials: 'same-origin' },
    requestPolicy: 'cache-and-network',
    exchanges: [
      steady,
      cacheExchange({ keys: KEYS, optimistic: OPTIMISTIC, updates: UPDATES }),
      askQuestionsTwice,
      askAnew((key) => fetchAgain(client, key)),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query = '', variables }) => ({
          subscribe: (sink) => ({ unsubscribe: listen({ query, variables }, sink) }),
        }),
      }),
    ],
  });
  // A subscription tells what happens, and nothing of what happened while it was not there.
  lineNow.onReturn(() => fetchVisible(client));
  sessionNow.onReturn(() => fetchVisible(client));
  return client;
}
