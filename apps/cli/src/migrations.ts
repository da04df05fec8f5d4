import { Database, type RolePasswords, isPostgresError, migrate, pendingMigrations } from '#database';
import { runQueueMigrations } from '#jobs';
import { ensureGuardrails } from '#people';
import pg from 'pg';
import { CommandError, EXIT } from './command.errors.js';

/** Brings roles and schema, ours and the queue's, to the newest state, gives a new house its first guardrails, and says in a few words what ran. */
export async function runMigrations(adminUrl: string, passwords: RolePasswords, houseCurrency: string): Promise<string> {
  const names = await migrate({ adminUrl, passwords });
  await runQueueMigrations(adminUrl);
  await firstGuardrails(adminUrl, houseCurrency);
  if (names.length === 0) return 'the schema is up to date';
  return names.length === 1 ? '1 migration ran' : `${names.length} migrations ran`;
}

async function firstGuardrails(adminUrl: string, houseCurrency: string): Promise<void> {
  const pool = new pg.Pool({ connectionString: adminUrl, max: 1 });
  try {
    await ensureGuardrails(new Database(pool), houseCurrency);
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
