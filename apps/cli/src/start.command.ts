import { OIDC_SETTINGS, readSettings } from '#settings';
import { mustBeFree } from './free-port.js';
import { House } from './house.js';
import { layGround } from './house-opening.js';
import { printer } from './printer.js';
import { Services } from './services.js';

/**
 * `countersign start`: a real house, in one supervised run: database, migrations, api, worker and sealer. People sign in at the provider of the
 * settings. Ends on Ctrl-C or SIGTERM.
 * @throws SettingsError, or CommandError with the sentence of the part that failed
 */
export async function startCommand(): Promise<void> {
  const settings = readSettings(process.env, OIDC_SETTINGS);
  const { host, port, workerHealthPort, sealerHealthPort } = settings;
  const loading = import('./migrations.js');
  await House.keep(async (house) => {
    await mustBeFree(port, host, 'Set PORT to a free one.');
    await mustBeFree(workerHealthPort, host, 'Set WORKER_HEALTH_PORT to a free one.');
    await mustBeFree(sealerHealthPort, host, 'Set SEALER_HEALTH_PORT to a free one.');
    const services = house.add(new Services(house, { settings, healthPorts: { worker: workerHealthPort, sealer: sealerHealthPort } }));
    const { database, passwords } = await layGround(house, settings);
    const { runMigrations } = await loading;
    await runMigrations(database.adminUrl, passwords, settings);
    await services.open({ adminUrl: database.adminUrl, passwords });
    printer.print(`Countersign is ready: ${settings.publicUrl}`);
  });
}
