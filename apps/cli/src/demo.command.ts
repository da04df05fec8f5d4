import { type SettingsWith, readSettings } from '#settings';
import { type DataFolder, openDataFolder } from './data-folder.js';
import { freePort, mustBeFree } from './free-port.js';
import { type HouseDatabase, openDatabase } from './house-database.js';
import { lockHouse } from './house-lock.js';
import { House } from './house.js';
import { demoProviderPort } from './oidc/demo-issuer.js';
import type { RunningProvider } from './oidc/provider.js';
import { hasScreen, openBrowser } from './open-browser.js';
import { printer, step } from './printer.js';
import { rolePasswords } from './role-passwords.js';
import { type EarlyStart, Services } from './services.js';
import { welcome } from './welcome.js';

/**
 * `countersign demo`: the seed house with everything it needs, in one supervised run: database, migrations, people and their work, a page to
 * sign in at, api, worker and sealer. A second start keeps the data. Ends on Ctrl-C.
 * @throws SettingsError, or CommandError with the sentence of the part that failed
 */
export async function demoCommand(): Promise<void> {
  const settings = asShown(readSettings(process.env, []));
  printer.print('Countersign demo');
  await House.keep(async (house) => {
    const began = performance.now();
    const { people } = await open(house, settings);
    printer.progress('ready', settings.publicUrl, performance.now() - began);
    welcome(people, settings).forEach((line) => printer.print(line));
    if (settings.openBrowser && hasScreen()) openBrowser(settings.publicUrl);
  });
  printer.print('Stopped.');
}

/** The demo draws no second looks unless it is told to: what the pages of the documentation show would be hidden from some reader by chance. */
function asShown<S extends { readonly blindShare: number }>(settings: S): S {
  return process.env['BLIND_SHARE'] ? settings : { ...settings, blindShare: 0 };
}

async function open(house: House, settings: SettingsWith<never>) {
  const folder = await openDataFolder(settings.dataDir);
  house.add(await lockHouse(folder.root, settings.port));
  const providerPort = await freePorts(settings);
  const loading = load();
  const services = house.add(new Services(house, await earlyStart(settings, folder)));
  const database = house.add(await step('database', wordsOf, () => openDatabase(settings, folder, { tell: house.tell, lost: house.lose })));
  const { adminUrl } = database;
  const { runMigrations, seedHouse, startProvider, people } = await loading;
  const passwords = await rolePasswords(settings, folder);
  await step('schema', asSaid, () => runMigrations(adminUrl, passwords, settings));
  house.mustGoOn();
  const { port, dataDir } = settings;
  const provider = await startProvider({
    port: providerPort,
    apiPort: port,
    dataDir,
    people,
    onError: (error) => house.tell(error.message),
  });
  house.add({ stop: () => provider.stop(), kill: () => undefined });
  await step('seed house', asSaid, () => seedHouse(adminUrl, provider.issuer));
  house.mustGoOn();
  await step('services', 'api, worker and sealer at work', () => services.open({ adminUrl, passwords, variables: variablesFor(provider) }));
  return { people };
}

/** Both doors must be free before anything starts. The port of the sign-in page comes back. */
async function freePorts({ host, port }: SettingsWith<never>): Promise<number> {
  const providerPort = demoProviderPort(port);
  await mustBeFree(port, host, 'Set PORT to a free one, for example PORT=3100.');
  await mustBeFree(providerPort, '127.0.0.1', `The sign-in page needs it, as PORT is ${port}; set PORT to another one.`);
  return providerPort;
}

/** Whoever tries the API in the demo may look into its schema. Two demos side by side need ports of their own for the health of worker and sealer. */
async function earlyStart(settings: SettingsWith<never>, { logs }: DataFolder): Promise<EarlyStart> {
  const healthPorts = {
    worker: process.env['WORKER_HEALTH_PORT'] ? settings.workerHealthPort : await freePort(),
    sealer: process.env['SEALER_HEALTH_PORT'] ? settings.sealerHealthPort : await freePort(),
  };
  return { settings, healthPorts, logs, variables: { NODE_ENV: process.env['NODE_ENV'] ?? 'development' } };
}

const wordsOf = ({ words }: HouseDatabase) => words;
const asSaid = (words: string) => words;

/** Loaded while the database starts, which leaves a core idle: it takes as long as that does. */
async function load() {
  const [migrations, seed, oidc] = await Promise.all([import('./migrations.js'), import('./seed/index.js'), import('./oidc/provider.js')]);
  return { runMigrations: migrations.runMigrations, seedHouse: seed.seedHouse, people: seed.PEOPLE, startProvider: oidc.startProvider };
}

/** The demo's own provider stands where a company's would: the api takes the same path. */
function variablesFor(provider: RunningProvider): Record<string, string> {
  return {
    OIDC_ISSUER: provider.issuer,
    OIDC_AUDIENCE: provider.audience,
    OIDC_JWKS_URL: provider.jwksUrl,
    OIDC_ALGORITHMS: provider.algorithm,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
  };
}
