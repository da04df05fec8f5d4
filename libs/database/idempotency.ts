import { createHash } from 'node:crypto';
import { RuleError, say } from '#errors';
import sql, { type Sql } from 'sql-template-tag';
import type { Database } from './database.js';
import { failedOn } from './walls.js';

/** What an action answers: the thing it made or changed, and whether an earlier call with the same key had done it. */
export interface Done<T> {
  node: T;
  replayed: boolean;
}

/** One key of one person for one operation and input. */
export interface Once {
  principal: string;
  key: string;
  operation: string;
  inputHash: Buffer;
}

/** Thrown when a key comes back with another input or operation. Nothing was done. */
class IdempotencyKeyReusedError extends RuleError {
  readonly code = 'IDEMPOTENCY_KEY_REUSED';
  override readonly path = ['idempotencyKey'];
  constructor() {
    super(say`This idempotency key was used before with another input. Send a new key for a new action.`);
  }
}

/** The key of a call, or undefined when the caller sent none. */
export function once(personId: string, operation: string, input: { idempotencyKey?: string | null }): Once | undefined {
  const { idempotencyKey: key, ...rest } = input;
  if (!key) return undefined;
  return { principal: personId, key, operation, inputHash: createHash('sha256').update(canonicalJson(rest)).digest() };
}

/**
 * The arm of a one-statement write that takes the key: one row per row of `from`, in the transaction of the effect.
 * A concurrent twin waits on the unique index and then fails; see onlyOnce.
 */
export function takeKey(taken: Once | undefined, resultId: string, from: Sql): Sql {
  const { principal, key, operation, inputHash } = taken ?? NO_KEY;
  return sql`INSERT INTO idempotency_keys (principal, key, operation, input_hash, result_id)
    SELECT ${principal}::text, ${key}::text, ${operation}::text, ${inputHash}::bytea, ${resultId}::text FROM ${from} WHERE ${key}::text IS NOT NULL RETURNING 1`;
}

/** The statement has the same text with and without a key, so that it is prepared once. */
const NO_KEY = { principal: null, key: null, operation: null, inputHash: null };

/**
 * Does the work, whose write takes the key; when the work is refused or a twin was first, answers what the first call made.
 * Looking up the key only after a refusal keeps the common path free of it.
 * @throws IdempotencyKeyReusedError when the key belongs to another input
 */
export async function onlyOnce<T>(
  db: Database,
  taken: Once | undefined,
  work: () => Promise<T>,
  find: (id: string) => Promise<T>,
): Promise<Done<T>> {
  try {
    return { node: await work(), replayed: false };
  } catch (error) {
    if (!taken || !(error instanceof RuleError || failedOn(error, 'one_effect_per_key'))) throw error;
    const first = await firstResult(db, taken);
    if (first === undefined) throw error;
    return { node: await find(first), replayed: true };
  }
}

async function firstResult(db: Database, { principal, key, operation, inputHash }: Once): Promise<string | undefined> {
  const [row] = await db.query<{ operation: string; input_hash: Buffer; result_id: string }>(
    sql`SELECT operation, input_hash, result_id FROM idempotency_keys WHERE principal = ${principal} AND key = ${key}`,
    'idempotency.first',
  );
  if (!row) return undefined;
  if (row.operation !== operation || !inputHash.equals(row.input_hash)) throw new IdempotencyKeyReusedError();
  return row.result_id;
}

/** JSON with sorted keys and without absent values, so that the same input always has the same bytes. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part) && !(part instanceof Date)
      ? Object.fromEntries(
          Object.entries(part)
            .filter(([, v]) => v !== undefined && v !== null)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : part,
  );
}
