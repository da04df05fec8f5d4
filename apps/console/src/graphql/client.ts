import { cacheExchange } from '@urql/exchange-graphcache';
import { Client, fetchExchange, subscriptionExchange } from '@urql/core';
import { createClient } from 'graphql-ws';
import { KEYS, OPTIMISTIC, UPDATES } from './cache';

const address = new URL('/graphql', location.href);
const socketAddress = new URL('/graphql', location.href.replace(/^http/, 'ws'));

/** What the dot in the shell shows. */
export type Connection = 'connecting' | 'connected' | 'offline';

const listeners = new Set<(connection: Connection) => void>();
let connection: Connection = 'connecting';

function now(is: Connection): void {
  connection = is;
  listeners.forEach((listener) => listener(is));
}

/** The state of the live line, and who wants to hear of it: the two halves of React's `useSyncExternalStore`. */
export const liveLine = {
  now: (): Connection => connection,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

const socket = createClient({
  url: socketAddress.href,
  lazy: true,
  retryAttempts: Number.MAX_SAFE_INTEGER,
  shouldRetry: () => true,
  keepAlive: 10_000,
  on: {
    connected: () => now('connected'),
    closed: () => now('offline'),
    connecting: () => now(connection === 'connected' ? 'connected' : 'connecting'),
  },
});

/** The one client of the page. Who asks is known by the cookie of the session, which no script can read. */
export function openClient(): Client {
  return new Client({
    url: address.href,
    preferGetMethod: false,
    fetchOptions: { credentials: 'same-origin' },
    requestPolicy: 'cache-and-network',
    exchanges: [
      cacheExchange({ keys: KEYS, optimistic: OPTIMISTIC, updates: UPDATES }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: (request) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query: request.query ?? '', variables: request.variables }, sink) }),
        }),
      }),
    ],
  });
}
