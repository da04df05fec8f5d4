import { realpath } from 'node:fs/promises';
import pg from 'pg';

/** How long a server on this machine may take to answer, in milliseconds. */
const ANSWER_MS_MAX = 5000;

/** True when the server at the port takes our password and says that it works in our folder. */
export async function answersAsOurs(port: number, password: string, cluster: string): Promise<boolean> {
  try {
    const [row] = await ask<{ data_directory: string }>(
      `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      'SHOW data_directory',
    );
    return row?.data_directory === (await realpath(cluster));
  } catch {
    return false;
  }
}

/** Makes the database that the address names where it is absent. Two may call it at once. */
export async function makeDatabase(adminUrl: string): Promise<void> {
  const name = new URL(adminUrl).pathname.slice(1);
  const neighbour = adminUrl.replace(/\/[^/]*$/, '/postgres');
  const found = await ask(neighbour, `SELECT 1 FROM pg_database WHERE datname = ${pg.escapeLiteral(name)}`);
  if (found.length === 0) await ask(neighbour, `CREATE DATABASE ${pg.escapeIdentifier(name)}`).catch(ignoreTwin);
}

/** Sends one statement through a connection of its own. Rejects with the error of Postgres, or of the network. */
export async function ask<Row extends pg.QueryResultRow>(url: string, statement: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: ANSWER_MS_MAX, query_timeout: ANSWER_MS_MAX });
  // Without a listener, a server that ends between two statements would end this process, too.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

/** Another process made the same database meanwhile: by its name, or in the middle of it. */
function ignoreTwin(error: unknown): void {
  if (!['42P04', '23505'].includes((error as { code?: string }).code ?? '')) throw error;
}
