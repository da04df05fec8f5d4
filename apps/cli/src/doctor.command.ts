import { connect } from 'node:net';
import { type SettingsWith, readSettings } from '#settings';
import { CommandError, EXIT } from './command.errors.js';
import { openDataFolder } from './data-folder.js';
import { mustBeFree } from './free-port.js';
import { reachDatabase } from './house-database.js';
import { mustBeMigrated } from './migrations.js';
import { findBinaries } from './postgres/binaries.js';
import { chooseRunAs } from './postgres/run-as.js';
import { clusterPaths, mustBeUsable } from './postgres/cluster.js';
import { ask } from './postgres/login.js';
import { printer } from './printer.js';

/** One thing to look at. Answers in a few words what is well, throws a sentence about what is not. */
interface Examination {
  readonly name: string;
  readonly look: () => Promise<string>;
}

/** How long somebody else's server may take to answer, in milliseconds. */
const ANSWER_MS_MAX = 5000;

/**
 * `countersign doctor`: reads the settings and asks everything that they name whether it is there. Tells all problems, starts nothing and
 * changes nothing but the folders that a start would make.
 * @throws SettingsError with all faults of the settings; CommandError `unavailable` when something did not answer
 */
export async function doctorCommand(): Promise<void> {
  const settings = readSettings(process.env, []);
  printer.print('settings      all can be used');
  const problems: string[] = [];
  for (const { name, look } of examinations(settings)) {
    try {
      printer.print(`${name.padEnd(14)}${await look()}`);
    } catch (error) {
      problems.push(name);
      printer.print(`${name.padEnd(14)}PROBLEM: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (problems.length > 0) throw new CommandError(EXIT.unavailable, `Not all is well: ${problems.join(', ')}.`);
}

function examinations(settings: SettingsWith<never>): Examination[] {
  const { databaseUrl, redisUrl, oidcJwksUrl, oidcIssuer, host, port, dataDir, smtpUrl } = settings;
  const folder = { name: 'data folder', look: () => openDataFolder(dataDir).then(({ root }) => `${root} can be written`) };
  const database = databaseUrl
    ? [
        { name: 'database', look: () => lookAtDatabase(databaseUrl) },
        { name: 'schema', look: () => lookAtSchema(databaseUrl) },
        { name: 'seal', look: () => lookAtSeal(databaseUrl) },
      ]
    : [{ name: 'database', look: () => lookAtEmbedded(dataDir) }];
  const queue = redisUrl ? [{ name: 'queue', look: () => lookAtRedis(redisUrl) }] : [];
  const provider = oidcIssuer && oidcJwksUrl ? [{ name: 'sign-in', look: () => lookAtProvider(oidcIssuer, oidcJwksUrl) }] : [];
  const door = {
    name: 'port',
    look: () => mustBeFree(port, host, 'That is well if Countersign itself runs there.').then(() => `${port} is free`),
  };
  const mail = { name: 'mail', look: () => lookAtMail(smtpUrl) };
  return [folder, ...database, ...queue, ...provider, mail, door];
}

async function lookAtDatabase(url: string): Promise<string> {
  return `${(await reachDatabase(url)).words} answers`;
}

async function lookAtSchema(url: string): Promise<string> {
  await mustBeMigrated(url);
  return 'up to date';
}

interface SealState {
  checkpoint: number;
  places: string;
  troubles: string | null;
}

/** Whether checkpoints get out of the database; the sealer notes there what each place said last. */
async function lookAtSeal(url: string): Promise<string> {
  const [state] = await ask<SealState>(
    url,
    `SELECT coalesce((SELECT max(number) FROM checkpoints), 0) AS checkpoint, coalesce(string_agg(place || ' up to ' || sent_up_to, ', ' ORDER BY place), 'nowhere') AS places,
       string_agg(place || ' takes none since ' || to_char(failing_since AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI') || ' UTC (' || trouble || ')', ', ') AS troubles FROM seal_places`,
  );
  if (!state || state.checkpoint === 0) return 'nothing was sealed yet';
  if (state.troubles) throw new CommandError(EXIT.unavailable, `${state.troubles}. Checkpoints are kept, and sent once it does.`);
  return `sealed up to checkpoint ${state.checkpoint}, sent: ${state.places}`;
}

async function lookAtEmbedded(dataDir: string): Promise<string> {
  const paths = clusterPaths(await openDataFolder(dataDir));
  const binaries = await findBinaries();
  await chooseRunAs(paths.home, binaries.initdb);
  await mustBeUsable(paths, binaries);
  return `embedded Postgres ${binaries.major} can run in ${paths.home}`;
}

async function lookAtRedis(url: string): Promise<string> {
  const { Redis } = await import('ioredis');
  const client = new Redis(url, { lazyConnect: true, connectTimeout: ANSWER_MS_MAX, maxRetriesPerRequest: 0, retryStrategy: () => null });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.ping();
    return `${new URL(url).host} answers`;
  } catch (error) {
    throw new CommandError(EXIT.unavailable, `Redis at ${new URL(url).host} cannot be used: ${(error as Error).message} Check REDIS_URL.`);
  } finally {
    client.disconnect();
  }
}

/** Whether somebody listens there; what a server thinks of a sender is known only when it is sent something. */
async function lookAtMail(smtpUrl: string | undefined): Promise<string> {
  if (!smtpUrl) return 'none: notices are in the inbox only, since SMTP_URL is not set';
  const { hostname: host, port, protocol } = new URL(smtpUrl);
  const socket = connect({ host, port: Number(port) || (protocol === 'smtps:' ? 465 : 587), timeout: ANSWER_MS_MAX });
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve).once('error', reject);
      socket.once('timeout', () => reject(new Error('it does not answer.')));
    });
    return `${host} answers`;
  } catch (error) {
    throw new CommandError(EXIT.unavailable, `The mail server ${host} cannot be reached: ${(error as Error).message} Check SMTP_URL.`);
  } finally {
    socket.destroy();
  }
}

/** The keys decide; the provider's own description shows whether its name is written as its tokens write it. */
async function lookAtProvider(issuer: string, jwksUrl: string): Promise<string> {
  const { keys } = (await getJson(jwksUrl, 'OIDC_JWKS_URL')) as { keys?: unknown[] };
  if (!Array.isArray(keys) || keys.length === 0)
    throw new CommandError(EXIT.unavailable, `There are no keys at ${jwksUrl}. Check OIDC_JWKS_URL.`);
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const description = (await getJson(address, 'OIDC_ISSUER').catch(() => ({}))) as { issuer?: string };
  if (description.issuer !== undefined && description.issuer !== issuer) {
    throw new CommandError(
      EXIT.config,
      `The provider calls itself ${description.issuer}, and OIDC_ISSUER says ${issuer}; they must be the same to the letter.`,
    );
  }
  return `${issuer} answers with ${keys.length} ${keys.length === 1 ? 'key' : 'keys'}`;
}

async function getJson(url: string, variable: string): Promise<unknown> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS_MAX) });
    if (!response.ok) throw new Error(`status ${response.status}`);
    return await response.json();
  } catch (error) {
    const { message, cause } = error as Error;
    const reason = (cause as NodeJS.ErrnoException | undefined)?.code ?? message;
    throw new CommandError(EXIT.unavailable, `${url} does not answer as it should (${reason}). Check ${variable}.`);
  }
}
