import { getOperationAST, OperationTypeNode, parse } from 'graphql';
import { createClient } from 'graphql-ws';

/** One operation, as it stands in a tab. */
export interface Asked {
  readonly query: string;
  readonly variables?: Record<string, unknown> | null;
  readonly operationName?: string | null;
}

/** What the api answers. */
export interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly unknown[];
}

type Headers = Readonly<Record<string, string>>;

const ADDRESS = '/graphql';

/** Sends queries and mutations by POST and subscriptions over a socket: with the cookie of the sign-in, or with the headers of the tab. */
export function fetcher(asked: Asked, options?: { headers?: Headers }): Promise<Answer> | AsyncIterable<Answer> {
  return isSubscription(asked) ? listen(asked, options?.headers ?? {}) : ask(asked, options?.headers);
}

/** Asks one operation and answers what the api answered, errors included. */
export async function ask({ query, variables, operationName }: Asked, headers: Headers = {}): Promise<Answer> {
  const answer = await fetch(ADDRESS, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables, operationName }),
  });
  return (await answer.json()) as Answer;
}

/** A socket of its own for each subscription: the headers of its tab say who listens. */
function listen({ query, variables, operationName }: Asked, headers: Headers): AsyncIterable<Answer> {
  const address = new URL(ADDRESS, location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  const client = createClient({ url: address.href, connectionParams: { ...headers }, retryAttempts: 3 });
  return client.iterate({ query, variables, operationName });
}

function isSubscription({ query, operationName }: Asked): boolean {
  try {
    return getOperationAST(parse(query), operationName)?.operation === OperationTypeNode.SUBSCRIPTION;
  } catch {
    return false; // Not readable: the api says where and why.
  }
}
