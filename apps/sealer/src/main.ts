import { Database, lineOptions, SelfCheck } from '#database';
import { FilePlace, SealKey, Sealing, Sending, WebhookPlace } from '#seal';
import { readSettings, type Settings, SettingsError } from '#settings';
import pg from 'pg';
import { openHealth } from './health.js';
import { sealerLog } from './log.js';
import { Sealer } from './sealer.js';

/** EX_NOPERM of sysexits.h: the walls of the database are down. */
const WALLS_DOWN = 77;
/** EX_SOFTWARE: what nobody caught. */
const BROKEN = 70;

try {
  const settings = readSettings(process.env);
  await run(settings);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(error instanceof SettingsError ? error.exitCode : 1);
}

/** Small on purpose, and without the framework of the others: this is the one process that holds the key. */
async function run(settings: Settings): Promise<void> {
  const log = sealerLog(settings.logLevel);
  // Told without its words, which may quote anything; Node itself would print all of it. Whoever watches the process starts it again.
  process.once('uncaughtException', (error: Error & { code?: unknown }) => {
    log.fatal({ error: error.name, code: error.code }, 'An error that nobody caught ends the sealer.');
    process.exit(BROKEN);
  });
  const pool = new pg.Pool({
    connectionString: settings.databaseUrl,
    application_name: 'countersign sealer',
    max: 3,
    ...lineOptions(settings),
  }).on('error', () => undefined); // an idle connection that died is replaced by the next query; the query itself tells
  const db = new Database(pool);
  await new SelfCheck(db, settings).onModuleInit().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(WALLS_DOWN);
  });
  const key = await SealKey.open(settings.sealKeyDir);
  const places = [new FilePlace(settings.sealFile), ...(settings.sealWebhookUrl ? [new WebhookPlace(settings.sealWebhookUrl)] : [])];
  const sealer = new Sealer(
    new Sealing(db, key),
    places.map((place) => new Sending(db, place)),
    { sealMs: settings.sealMs, lateMs: settings.sealLateSeconds * 1000, log },
  );
  const closeHealth = await openHealth(sealer, settings);
  sealer.start();
  log.info({ keyId: key.id, places: places.map(({ name }) => name) }, 'The sealer seals.');
  const end = (): void => {
    setTimeout(() => process.exit(143), settings.shutdownGraceMs).unref();
    void sealer
      .stop()
      .then(closeHealth)
      .then(() => pool.end())
      .finally(() => process.exit(143));
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, end);
}
