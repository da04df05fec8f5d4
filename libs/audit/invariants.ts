import { readFileSync } from 'node:fs';
import pg from 'pg';

/** One sentence that must be true of every database, and the query for the rows that break it. */
export interface Invariant {
  readonly name: string;
  readonly query: string;
}

/** An invariant that does not hold, with the rows that break it: ids, states and numbers, never a customer's words. */
export interface BrokenInvariant {
  readonly name: string;
  readonly rows: readonly object[];
}

/** Every invariant of invariants.sql, in its order. */
export function invariants(): Invariant[] {
  const text = readFileSync(new URL('./invariants.sql', import.meta.url), 'utf8');
  const parts = text.split(/^-- name: /m).slice(1);
  return parts.map((part) => {
    const end = part.indexOf('\n');
    return { name: part.slice(0, end).trim(), query: part.slice(end).trim().replace(/;\s*$/, '') };
  });
}

/** Looks at all invariants over a connection of their own; see `brokenIn`. */
export function brokenInvariants(url: string): Promise<BrokenInvariant[]> {
  return inSnapshot(url, brokenIn);
}

/** Does the work on one instant of the database, over a connection of its own that may take its time and can change nothing. */
export async function inSnapshot<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, application_name: 'countersign invariants', keepAlive: true });
  client.on('error', () => undefined); // the query under way tells
  await client.connect();
  try {
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query('SET LOCAL statement_timeout = 0');
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The invariants that do not hold at the instant of this snapshot. */
export async function brokenIn(client: pg.Client): Promise<BrokenInvariant[]> {
  const found: BrokenInvariant[] = [];
  for (const { name, query } of invariants()) {
    const { rows } = await client.query<object>(query);
    if (rows.length > 0) found.push({ name, rows });
  }
  return found;
}
