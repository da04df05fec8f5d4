import { Database, type RolePasswords, isPostgresError, migrate, pendingMigrations } from '#database';
import { runQueueMigrations } from '#jobs';
import { ensureHouse } from '#exceptions';
import { ensureGuardrails } from '#people';
import type { Settings } from '#settings';
import pg from 'pg';
import { CommandError, EXIT } from './command.errors.js';

/** Brings roles and schema, ours and the queue's, to the newest state, gives a new house its first guardrails, tells the walls its settings, and says in a few words what ran. */
export async function runMigrations(adminUrl: string, passwords: RolePasswords, settings: HouseSettings): Promise<string> {
  const names = await migrate({ adminUrl, passwords });
  await runQueueMigrations(adminUrl);
  await furnish(adminUrl, settings);
  if (names.length === 0) return 'the schema is up to date';
  return names.length === 1 ? '1 migration ran' : `${names.length} migrations ran`;
}

type HouseSettings = Pick<Settings, 'houseCurrency' | 'houseTimeZone' | 'sameCauseDays' | 'searchLanguage' | 'blindShare' | 'blindDays'>;

async function furnish(adminUrl: string, settings: HouseSettings): Promise<void> {
  const pool = new pg.Pool({ connectionString: adminUrl, max: 1 });
  try {
    const db = new Database(pool);
    await ensureHouse(db, settings);
    await ensureGuardrails(db, settings.houseCurrency);
  } finally {
    await pool.end();
  }
}

/** @throws CommandError `pending`, with the names, when the schema is not the newest */
export async function mustBeMigrated(adminUrl: string): Promise<void> {
  const names = await pendingMigrations(adminUrl).catch(onNewDatabase);
  if (names.length === 0) return;
  throw new CommandError(EXIT.pending, `The schema is not up to date: ${names.join(', ')} did not run yet. Run "countersign migrate".`);
}

/** A server on which nothing ever ran does not even know the owner of our tables. */
function onNewDatabase(error: unknown): string[] {
  if (isPostgresError(error) && error.code === '22023') return ['everything'];
  throw error;
}
