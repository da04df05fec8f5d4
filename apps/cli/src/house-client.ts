import { existsSync } from 'node:fs';
import type { Queryable } from '#database';
import type { SettingsWith } from '#settings';
import pg from 'pg';
import type { Sql } from 'sql-template-tag';
import { CommandError, EXIT } from './command.errors.js';
import { openDataFolder } from './data-folder.js';
import { startEmbeddedPostgres } from './embedded-postgres.js';
import { reachDatabase } from './house-database.js';
import { House } from './house.js';

/**
 * Works on the database at DATABASE_URL, else on the embedded one: as it runs, or started for as long as it takes.
 * @throws CommandError `unavailable` when there is none
 */
export async function withDatabase(settings: SettingsWith<never>, work: (client: pg.Client) => Promise<void>): Promise<void> {
  await House.during(async (house) => {
    const client = new pg.Client({ connectionString: await addressOf(house, settings), application_name: 'countersign command' });
    client.on('error', () => undefined); // the query under way tells
    await client.connect();
    await work(client).finally(() => client.end());
  });
}

/** The client as rooms ask a database. */
export function through(client: pg.Client): Queryable {
  return { query: async <Row extends pg.QueryResultRow>(statement: Sql) => (await client.query<Row>(statement)).rows };
}

async function addressOf(house: House, { databaseUrl, dataDir }: SettingsWith<never>): Promise<string> {
  if (databaseUrl) return (await reachDatabase(databaseUrl)).adminUrl;
  const folder = await openDataFolder(dataDir);
  if (!existsSync(folder.postgres))
    throw new CommandError(EXIT.unavailable, `There is no house in ${dataDir}. Set DATABASE_URL, or COUNTERSIGN_DATA to its folder.`);
  const server = await startEmbeddedPostgres(folder);
  house.add({ stop: () => (server.isReused ? server.leave() : server.stop()), kill: () => (server.isReused ? undefined : server.kill()) });
  return server.adminUrl;
}
