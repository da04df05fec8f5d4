import { readFileSync } from 'node:fs';
import pg from 'pg';

/** One sentence that must be true of every database, and the query for the rows that break it. */
export interface Invariant {
  readonly name: string;
  readonly query: string;
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

/** The invariants that do not hold, with the rows that break them; all seen at one instant, and nothing can be changed. */
export async function broken(url: string): Promise<{ name: string; rows: object[] }[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query('SET LOCAL statement_timeout = 0');
    const found: { name: string; rows: object[] }[] = [];
    for (const { name, query } of invariants()) {
      const { rows } = await client.query<object>(query);
      if (rows.length > 0) found.push({ name, rows });
    }
    return found;
  } finally {
    await client.end();
  }
}
