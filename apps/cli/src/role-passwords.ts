import { join } from 'node:path';
import type { RolePasswords } from '#database';
import type { SettingsWith } from '#settings';
import { type DataFolder, keptSecret } from './data-folder.js';

/** True when every password was set from outside, so that none has to be kept. */
export function areAllSet(settings: SettingsWith<never>): boolean {
  return Object.values(asSet(settings)).every((password) => password !== undefined);
}

/**
 * The passwords of the services' logins: as they were set, else generated once and kept in the data folder.
 * @param folder may be absent when all are set
 */
export async function rolePasswords(settings: SettingsWith<never>, folder: DataFolder | undefined): Promise<RolePasswords> {
  const set = asSet(settings);
  const passwordOf = async (role: keyof RolePasswords) => {
    if (!folder || set[role]) return set[role] ?? '';
    return keptSecret(join(folder.secrets, `countersign_${role}.password`));
  };
  return {
    api: await passwordOf('api'),
    worker: await passwordOf('worker'),
    seal: await passwordOf('seal'),
  };
}

function asSet(settings: SettingsWith<never>): { [Role in keyof RolePasswords]: string | undefined } {
  const { apiRolePassword: api, workerRolePassword: worker, sealRolePassword: seal } = settings;
  return { api, worker, seal };
}

/** The admin's database as one of the services sees it: by its own login, which has the least rights that it needs. */
export function urlOf(role: keyof RolePasswords, adminUrl: string, passwords: RolePasswords): string {
  const url = new URL(adminUrl);
  url.username = `countersign_${role}`;
  url.password = passwords[role];
  return url.href;
}
