import { join } from 'node:path';
import type { RolePasswords } from '#database';
import type { SettingsWith } from '#settings';
import type { House } from './house.js';
import { urlOf } from './role-passwords.js';
import { type Program, SupervisedProgram } from './supervisor.js';

/** What the programs of a house are started with. */
export interface ServiceStart {
  readonly settings: SettingsWith<never>;
  readonly adminUrl: string;
  readonly passwords: RolePasswords;
  readonly workerHealthPort: number;
  /** Variables that hold for this start only, above those of the environment. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The folder into which the programs write their logs; without one, they write to our own output. */
  readonly logs?: string;
}

/** Where the built programs are, seen from this file's own place among them. */
const APPS = join(import.meta.dirname, '../..');

/** Beyond the grace of the programs themselves, so that they can end by their own means; in milliseconds. */
const MARGIN_MS = 2000;

/** What a service must not know: the admin's login, and the logins and secrets of the others. As NAME_FILE they would be read as well, so those go, too. */
const ADMINS = ['DATABASE_URL', 'API_ROLE_PASSWORD', 'WORKER_ROLE_PASSWORD', 'SEAL_ROLE_PASSWORD', 'ERASE_ROLE_PASSWORD'];
const WITHHELD = { api: ADMINS, worker: [...ADMINS, 'OIDC_CLIENT_SECRET'] };

/**
 * Starts api and worker, each with its own login, and waits until both can work.
 * @throws CommandError when one does not come up
 */
export async function startServices(house: House, start: ServiceStart): Promise<void> {
  const supervision = {
    ...(start.logs === undefined ? {} : { logs: start.logs }),
    graceMs: start.settings.shutdownGraceMs + MARGIN_MS,
    tell: house.tell,
    lost: house.lose,
  };
  const programs = [api(start), worker(start)].map((program) => new SupervisedProgram(program, supervision));
  // They do not need each other to end, and each drains for itself.
  house.add({
    stop: async () => void (await Promise.all(programs.map((program) => program.stop()))),
    kill: () => programs.forEach((program) => program.kill()),
  });
  await Promise.all(programs.map((program) => program.ready()));
  house.mustGoOn();
}

function api(start: ServiceStart): Program {
  const { host, port } = start.settings;
  return { name: 'api', entry: join(APPS, 'api/src/main.js'), env: environment(start, 'api'), readyUrl: readyUrl(host, port) };
}

function worker(start: ServiceStart): Program {
  const url = readyUrl(start.settings.host, start.workerHealthPort);
  return { name: 'worker', entry: join(APPS, 'worker/src/main.js'), env: environment(start, 'worker'), readyUrl: url };
}

function environment(start: ServiceStart, role: 'api' | 'worker'): NodeJS.ProcessEnv {
  const withheld = new Set(WITHHELD[role].flatMap((name) => [name, `${name}_FILE`]));
  const given = Object.entries({ ...process.env, ...start.variables }).filter(([name]) => !withheld.has(name));
  return {
    ...Object.fromEntries(given),
    COUNTERSIGN_DATA: start.settings.dataDir,
    WORKER_HEALTH_PORT: String(start.workerHealthPort),
    DATABASE_URL: urlOf(role, start.adminUrl, start.passwords),
  };
}

/** The address at which we ask ourselves: a door that is open to everybody is open on the loopback, too. */
function readyUrl(host: string, port: number): string {
  const asked = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host);
  return `http://${asked}:${port}/readyz`;
}
