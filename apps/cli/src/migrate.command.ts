import { readSettings } from '#settings';
import { House } from './house.js';
import { layGround } from './house-opening.js';
import { mustBeMigrated, runMigrations } from './migrations.js';
import { printer } from './printer.js';

/** How a process ends that Ctrl-C cut short. */
const CUT_SHORT = 130;

/**
 * `countersign migrate [--check]`: brings the database to the newest schema, or only looks whether it is there.
 * Without DATABASE_URL it does so for the embedded Postgres of the data folder, which runs meanwhile.
 * @throws CommandError `pending` when there is something to run and only a check was asked for
 */
export async function migrateCommand({ check = false }: { check?: boolean }): Promise<void> {
  const settings = readSettings(process.env, []);
  const isDone = await House.during(async (house) => {
    const { database, passwords } = await layGround(house, settings);
    if (check) await mustBeMigrated(database.adminUrl);
    printer.print(check ? 'The schema is up to date.' : `Done: ${await runMigrations(database.adminUrl, passwords, settings)}.`);
  });
  if (!isDone) process.exitCode = CUT_SHORT;
}
