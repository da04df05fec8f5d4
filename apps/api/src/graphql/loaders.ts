import DataLoader from 'dataloader';
import type { GraphContext } from './context.js';

/** Reads many rows at once: the answer has an entry for each key that was found. Keys are distinct and at most `MOST_KEYS`. */
export type BatchRead<K, V> = (keys: readonly K[]) => Promise<ReadonlyMap<K, V>>;

const MOST_KEYS = 500;

/**
 * The loader of one kind of thing in this request: loads that happen in the same tick become one read, and nothing is read twice.
 * What a batch did not find is `undefined`. `name` must be used for one purpose only, such as `person` or `signatures-of-exception`.
 */
export function loader<K extends string, V>(context: GraphContext, name: string, read: BatchRead<K, V>): DataLoader<K, V | undefined> {
  const known = context.loaders.get(name);
  if (known) return known as unknown as DataLoader<K, V | undefined>;
  const fresh = new DataLoader<K, V | undefined>(
    async (keys) => {
      const found = await read(keys);
      return keys.map((key) => found.get(key));
    },
    { maxBatchSize: MOST_KEYS },
  );
  context.loaders.set(name, fresh);
  return fresh;
}

/** The rows by their own key: what a batch read of single things answers. */
export function byKey<K, V>(rows: readonly V[], keyOf: (row: V) => K): Map<K, V> {
  return new Map(rows.map((row) => [keyOf(row), row]));
}

/** The rows by the key of their parent, in the order given: what a batch read of lists answers. Each key asked for has a list, if an empty one. */
export function listsByKey<K, V>(keys: readonly K[], rows: readonly V[], keyOf: (row: V) => K): Map<K, V[]> {
  const lists = new Map<K, V[]>(keys.map((key) => [key, []]));
  for (const row of rows) lists.get(keyOf(row))?.push(row);
  return lists;
}
