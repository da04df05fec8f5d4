import type { RolePasswords } from '#database';
import type { SettingsWith } from '#settings';
import { type DataFolder, openDataFolder } from './data-folder.js';
import { type HouseDatabase, openDatabase } from './house-database.js';
import { lockHouse } from './house-lock.js';
import type { House } from './house.js';
import { areAllSet, rolePasswords } from './role-passwords.js';

/** The ground on which everything else of a house stands. */
export interface Ground {
  readonly database: HouseDatabase;
  readonly passwords: RolePasswords;
}

/**
 * Takes in the database and the passwords of its logins. The data folder is touched only when something has to be kept there, so that a
 * container whose database and secrets come from outside needs no disk; it is locked only when the database lies in it.
 * @throws CommandError as its parts do
 */
export async function layGround(house: House, settings: SettingsWith<never>): Promise<Ground> {
  const folder = settings.databaseUrl && areAllSet(settings) ? undefined : await openDataFolder(settings.dataDir);
  if (folder && !settings.databaseUrl) house.add(await lockHouse(folder.root, settings.port));
  return { database: await takeDatabase(house, settings, folder), passwords: await rolePasswords(settings, folder) };
}

async function takeDatabase(house: House, settings: SettingsWith<never>, folder?: DataFolder): Promise<HouseDatabase> {
  return house.add(await openDatabase(settings, folder, { tell: house.tell, lost: house.lose }));
}
