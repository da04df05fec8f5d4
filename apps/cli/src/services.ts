import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RolePasswords } from '#database';
import type { SettingsWith } from '#settings';
import type { House, Part } from './house.js';
import { urlOf } from './role-passwords.js';
import { SupervisedProgram } from './supervisor.js';

/** What the programs of a house are started with, and when: at once, while the database is still starting. */
export interface EarlyStart {
  readonly settings: SettingsWith<never>;
  /** Where those answer that have no door of their own. */
  readonly healthPorts: Readonly<Record<'worker' | 'sealer', number>>;
  /** Variables that hold for this start only, above those of the environment. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The folder into which the programs write their logs; without one, they write to our own output. */
  readonly logs?: string;
}

/** What they begin their work with. */
export interface LateStart {
  readonly adminUrl: string;
  readonly passwords: RolePasswords;
  /** Variables for the api alone. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** Where the built programs are, seen from this file's own place among them. */
const APPS = join(import.meta.dirname, '../..');

/** Beyond the grace of the programs themselves, so that they can end by their own means; in milliseconds. */
const MARGIN_MS = 2000;

/** What a service must not know: the admin's login, and the logins and secrets of the others. As NAME_FILE they would be read as well, so those go, too. */
const ADMINS = ['DATABASE_URL', 'API_ROLE_PASSWORD', 'WORKER_ROLE_PASSWORD', 'SEAL_ROLE_PASSWORD'];
const WITHHELD = {
  api: [...ADMINS, 'SEAL_KEY_DIR'],
  worker: [...ADMINS, 'OIDC_CLIENT_SECRET', 'SEAL_KEY_DIR'],
  sealer: [...ADMINS, 'OIDC_CLIENT_SECRET', 'REDIS_URL'],
};
type ServiceName = keyof typeof WITHHELD;

/** By whose rights each works, and what is loaded of it while the database starts. */
const LOGINS = { api: 'api', worker: 'worker', sealer: 'seal' } as const satisfies Record<ServiceName, keyof RolePasswords>;
const PRELOADS = { api: 'api/src/api.module.js', worker: 'worker/src/worker.module.js', sealer: '../libs/seal/index.js' };

/** The api, the worker and the sealer of a house, each with its own login. They are loaded while the database starts, which halves the wait for them. */
export class Services implements Part {
  private readonly programs: readonly SupervisedProgram[];
  private begin: (late: LateStart) => void = () => undefined;

  constructor(
    private readonly house: House,
    { settings, healthPorts, variables, logs }: EarlyStart,
  ) {
    const late = new Promise<LateStart>((resolve) => (this.begin = resolve));
    const env = {
      ...process.env,
      ...variables,
      COUNTERSIGN_DATA: settings.dataDir,
      WORKER_HEALTH_PORT: String(healthPorts.worker),
      SEALER_HEALTH_PORT: String(healthPorts.sealer),
    };
    const supervision = {
      ...(logs === undefined ? {} : { logs }),
      graceMs: settings.shutdownGraceMs + MARGIN_MS,
      tell: house.tell,
      lost: house.lose,
    };
    const ports = { api: settings.port, ...healthPorts };
    const program = (name: ServiceName) => {
      const [entry, preload] = [join(APPS, name, 'src/main.js'), pathToFileURL(join(APPS, PRELOADS[name])).href];
      const lateEnv = late.then((start) => lateVariables(name, start));
      return new SupervisedProgram(
        { name, entry, preload, env: without(WITHHELD[name], env), lateEnv, readyUrl: readyUrl(settings.host, ports[name]) },
        supervision,
      );
    };
    this.programs = [program('api'), program('worker'), program('sealer')];
  }

  /**
   * Lets all begin, and waits until all can work. From now on they end before everything that they use.
   * @throws CommandError when one does not come up
   */
  async open(late: LateStart): Promise<void> {
    this.house.add(this);
    this.begin(late);
    await Promise.all(this.programs.map((program) => program.ready()));
    this.house.mustGoOn();
  }

  /** They do not need each other to end, and each drains for itself. Safe to repeat. */
  async stop(): Promise<void> {
    await Promise.all(this.programs.map((program) => program.stop()));
  }

  /** Ends all at once, in the middle of whatever they do. */
  kill(): void {
    this.programs.forEach((program) => program.kill());
  }
}

function lateVariables(name: ServiceName, { adminUrl, passwords, variables }: LateStart): NodeJS.ProcessEnv {
  return { ...(name === 'api' ? variables : {}), DATABASE_URL: urlOf(LOGINS[name], adminUrl, passwords) };
}

function without(names: readonly string[], env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const withheld = new Set(names.flatMap((name) => [name, `${name}_FILE`]));
  return Object.fromEntries(Object.entries(env).filter(([name]) => !withheld.has(name)));
}

/** The address at which we ask ourselves: a door that is open to everybody is open on the loopback, too. */
function readyUrl(host: string, port: number): string {
  const asked = { '0.0.0.0': '127.0.0.1', '::': '[::1]' }[host] ?? (host.includes(':') ? `[${host}]` : host);
  return `http://${asked}:${port}/readyz`;
}
