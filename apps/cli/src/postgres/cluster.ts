import { chown, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CommandError, EXIT } from '../command.errors.js';
import { type DataFolder, diskFullError, folderError, isDiskFull, keptSecret, readSecret } from '../data-folder.js';
import type { Binaries } from './binaries.js';
import { type RunAs, finish } from './run-as.js';

/** Where one embedded database lies. */
export interface ClusterPaths {
  /** The folder that belongs to whoever runs Postgres. */
  readonly home: string;
  /** The folder that Postgres calls its data directory. */
  readonly cluster: string;
  /** What Postgres tells. */
  readonly log: string;
  /** The password of the admin `postgres`. */
  readonly password: string;
  /** Port and machine of the last start, so that the next one takes the same port. */
  readonly state: string;
}

/**
 * Letters sort and compare by their code points, the same on every machine, whatever locales it has (the provider is built in). The system's
 * locale only tells which characters are letters; the first one that the machine knows is taken.
 */
const LOCALES = ['C.UTF-8', 'en_US.UTF-8', 'C'];

/** The places of the database below the data folder. */
export function clusterPaths({ postgres, logs, secrets }: DataFolder): ClusterPaths {
  return {
    home: postgres,
    cluster: join(postgres, 'cluster'),
    log: join(logs, 'postgres.log'),
    password: join(secrets, 'postgres.password'),
    state: join(secrets, 'postgres.json'),
  };
}

/**
 * Makes the database where there is none, else looks whether it is one that we can run.
 * @returns the password of the admin
 * @throws CommandError `damaged`, `diskFull` or `unwritable`
 */
export async function openCluster(paths: ClusterPaths, binaries: Binaries, runAs: RunAs): Promise<string> {
  if (await isAbsent(paths.cluster)) return makeCluster(paths, binaries, runAs);
  return mustBeUsable(paths, binaries);
}

/**
 * Looks whether an existing database is one that we can run, without running it. One that is yet to be made is.
 * @returns the password of the admin
 * @throws CommandError `damaged`
 */
export async function mustBeUsable(paths: ClusterPaths, binaries: Binaries): Promise<string> {
  if (await isAbsent(paths.cluster)) return '';
  const version = await readFile(join(paths.cluster, 'PG_VERSION'), 'utf8').catch(() => undefined);
  if (version === undefined) throw damagedError(paths, 'it has no PG_VERSION that can be read');
  if (version.trim() !== binaries.major)
    throw damagedError(paths, `it was made by PostgreSQL ${version.trim()}, and this is ${binaries.major}`);
  const password = await readSecret(paths.password);
  if (!password) throw damagedError(paths, `its password, ${paths.password}, is gone`);
  return password;
}

/** The sentence for a database that cannot be run, and what to do about it. */
export function damagedError({ cluster, home, log }: ClusterPaths, reason: string, cause?: unknown): CommandError {
  const sentence = `The database in ${cluster} cannot be used: ${reason}. ${log} may tell more. Restore a backup, or move ${home} away to begin with an empty house.`;
  return new CommandError(EXIT.damaged, sentence, { cause });
}

async function isAbsent(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return true;
    throw folderError(error, folder);
  }
}

/** Made beside its place and then moved, so that a start that was cut short leaves no half database behind. */
async function makeCluster(paths: ClusterPaths, binaries: Binaries, runAs: RunAs): Promise<string> {
  const password = await keptSecret(paths.password);
  const draft = `${paths.cluster}.draft`;
  const secret = join(paths.home, 'pwfile');
  try {
    await makeHome(paths.home, runAs);
    await writeFile(secret, password, { mode: 0o600 });
    if (runAs.how === 'user') await chown(secret, runAs.uid, runAs.gid);
    await initialise(paths, binaries, runAs);
    await rename(draft, paths.cluster);
  } catch (error) {
    await rm(draft, { recursive: true, force: true }).catch(() => undefined);
    throw folderError(error, paths.home);
  } finally {
    await rm(secret, { force: true }).catch(() => undefined);
  }
  return password;
}

async function makeHome(home: string, runAs: RunAs): Promise<void> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  if (runAs.how === 'user') await chown(home, runAs.uid, runAs.gid);
}

async function initialise(paths: ClusterPaths, binaries: Binaries, runAs: RunAs): Promise<void> {
  let output = '';
  for (const locale of LOCALES) {
    await rm(`${paths.cluster}.draft`, { recursive: true, force: true });
    const finished = await finish(runAs, binaries.initdb, initdbFlags(paths, locale));
    if (finished.code === 0) return;
    output = finished.output;
    if (!/invalid locale/.test(output)) break;
  }
  throw await failedError(paths, output);
}

async function failedError({ home }: ClusterPaths, output: string): Promise<CommandError> {
  if (/No space left|quota exceeded/i.test(output) || (await isDiskFull(home))) return diskFullError(home);
  const reason = /^initdb: error: (.*)$/m.exec(output)?.[1] ?? `initdb ended with "${output.trim().split('\n').at(-1)}"`;
  return new CommandError(
    EXIT.unwritable,
    `A new database could not be made in ${home}: ${reason}. Set COUNTERSIGN_DATA to another folder.`,
  );
}

function initdbFlags({ cluster, home }: ClusterPaths, locale: string): string[] {
  const login = ['--username=postgres', '--auth=scram-sha-256', `--pwfile=${join(home, 'pwfile')}`];
  const text = ['--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', `--locale=${locale}`, '--lc-messages=C'];
  return ['-D', `${cluster}.draft`, ...login, ...text, '--data-checksums'];
}
