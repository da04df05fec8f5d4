import { mapExchange, stringifyDocument, type Exchange, type Operation } from '@urql/core';

/** A question that was sent, and whether something that it asks for has changed since. */
interface Sent {
  readonly operation: Operation;
  isOutdated: boolean;
}

/** While no answer has come, by their keys: the client sends no question twice at a time. */
const underWay = new Map<number, Sent>();

/**
 * Something changed: questions that are under way may be answered as it was before. The cache asks nothing anew that it is just asking, so that
 * without this the answer of before would stand.
 * @param field a field of Query; without one, all that is under way is meant
 */
export function outdate(field?: string): void {
  for (const sent of underWay.values()) if (!field || asksFor(sent.operation, field)) sent.isOutdated = true;
}

function asksFor({ query }: Operation, field: string): boolean {
  return new RegExp(`\\b${field}\\b`).test(stringifyDocument(query));
}

/**
 * Asks once more what was answered as it was before a change; until that is answered, what came is said to be not the last.
 * @param again asks it, past the cache
 */
export function askAnew(again: (key: number) => void): Exchange {
  return mapExchange({
    onOperation: (operation) => {
      if (operation.kind === 'query') underWay.set(operation.key, { operation, isOutdated: false });
    },
    onResult: (result) => {
      const { operation, error } = result;
      if (operation.kind !== 'query') return result;
      const sent = underWay.get(operation.key);
      underWay.delete(operation.key);
      if (!sent?.isOutdated || error) return result;
      again(operation.key);
      return { ...result, stale: true };
    },
  });
}
