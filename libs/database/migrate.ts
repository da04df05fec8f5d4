import pg from 'pg';
import { DataSource } from 'typeorm';
import { MIGRATIONS } from '../../migrations/index.js';
import { type RolePasswords, rolesSql } from './roles.js';

/** What `migrate` needs: a login that may create roles and owns the database, and the services' passwords. */
export interface MigrateOptions {
  adminUrl: string;
  passwords: RolePasswords;
}

const MIGRATIONS_LOCK = 'SELECT pg_advisory_lock(7305, 2)';

/**
 * Brings roles and schema to head and answers the names of the migrations that ran; does nothing when all ran before.
 * Several processes may call it at once: one migrates, the others wait. A migration waits 2 s at most for a lock (promise 16).
 */
export async function migrate({ adminUrl, passwords }: MigrateOptions): Promise<string[]> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    await admin.query(MIGRATIONS_LOCK); // held until the connection ends
    await admin.query(`BEGIN; ${rolesSql(passwords)}; COMMIT`);
    return await withOwner(adminUrl, async (source) => (await source.runMigrations({ transaction: 'each' })).map(({ name }) => name));
  } finally {
    await admin.end();
  }
}

/** The migrations that are still to run. Empty: the schema is at head. */
export async function pendingMigrations(adminUrl: string): Promise<string[]> {
  return withOwner(adminUrl, async (source) => {
    const runner = source.createQueryRunner();
    try {
      const ran = (await runner.query(`SELECT to_regclass('public.migrations') IS NOT NULL AS there`)) as [{ there: boolean }];
      const names = ran[0].there ? ((await runner.query('SELECT name FROM migrations')) as { name: string }[]).map(({ name }) => name) : [];
      return MIGRATIONS.map((migration) => migration.name).filter((name) => !names.includes(name));
    } finally {
      await runner.release();
    }
  });
}

/** Takes every migration back, newest first. For tests of `down` only. */
export async function migrateDown(adminUrl: string): Promise<void> {
  await withOwner(adminUrl, async (source) => {
    for (let left = MIGRATIONS.length; left > 0; left--) await source.undoLastMigration({ transaction: 'each' });
  });
}

async function withOwner<T>(adminUrl: string, work: (source: DataSource) => Promise<T>): Promise<T> {
  const source = new DataSource({
    type: 'postgres',
    url: adminUrl,
    migrations: MIGRATIONS,
    migrationsTableName: 'migrations',
    extra: { max: 1, options: '-c role=countersign_owner -c lock_timeout=2s' },
  });
  await source.initialize();
  try {
    return await work(source);
  } finally {
    await source.destroy();
  }
}
