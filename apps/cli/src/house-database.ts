import type { SettingsWith } from '#settings';
import { CommandError, EXIT } from './command.errors.js';
import type { DataFolder } from './data-folder.js';
import { type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.js';
import { ask } from './postgres/login.js';

/** The database of a house, whoever runs it. */
export interface HouseDatabase {
  /** Its address for the admin. Holds a secret. */
  readonly adminUrl: string;
  /** Which one it is, in a few words and without secrets. */
  readonly words: string;
  /** Ends it, if it is ours. */
  stop(): Promise<void>;
  /** Ends it at once, if it is ours; the next start recovers what was committed. */
  kill(): void;
}

/**
 * The database at DATABASE_URL; without one, the embedded Postgres of the data folder, started.
 * @throws CommandError when there is none: `unavailable` for one that does not answer, else the causes of the embedded one
 */
export async function openDatabase(
  { databaseUrl }: SettingsWith<never>,
  folder: DataFolder | undefined,
  options: EmbeddedPostgresOptions = {},
): Promise<HouseDatabase> {
  if (databaseUrl) return reachDatabase(databaseUrl);
  if (!folder) throw new Error('An embedded database needs a folder.');
  const server = await startEmbeddedPostgres(folder, options);
  const words = `embedded Postgres on 127.0.0.1:${server.port}`;
  return { adminUrl: server.adminUrl, words, stop: () => server.stop(), kill: () => server.kill() };
}

/** Proves that the database answers to this login. */
export async function reachDatabase(databaseUrl: string): Promise<HouseDatabase> {
  const { host, pathname } = new URL(databaseUrl);
  const words = `Postgres at ${host}${pathname}`;
  try {
    await ask(databaseUrl, 'SELECT 1');
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new CommandError(EXIT.unavailable, `The ${words} cannot be used: ${message || code}. Check DATABASE_URL.`, { cause });
  }
  return { adminUrl: databaseUrl, words, stop: () => Promise.resolve(), kill: () => undefined };
}
