import { type ChildProcess, spawn } from 'node:child_process';
import { open, readFile, stat, writeFile } from 'node:fs/promises';
import { hostname, uptime } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { turnLog } from '../data-folder.js';
import type { Binaries } from './binaries.js';
import type { ClusterPaths } from './cluster.js';
import { type RunAs, commandAs } from './run-as.js';

/** What postmaster.pid says of the server that runs in a folder, or ran there last. */
export interface Postmaster {
  readonly pid: number;
  readonly port: number;
  readonly isReady: boolean;
}

/** What a start needs. */
export interface Launch {
  readonly paths: ClusterPaths;
  readonly binaries: Binaries;
  readonly runAs: RunAs;
}

/** Thrown when the server ended before it was ready; `tail` is what it wrote to its log meanwhile. */
export class PostmasterDiedError extends Error {
  constructor(readonly tail: string) {
    super('Postgres ended before it was ready.');
  }
}

/**
 * Loopback only. The log names no values: it must hold no customer's data, so no statements and no details of rows. Flushing stays on:
 * turning it off won little, since Node is the limit.
 */
const PARAMETERS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

/** After a crash the server first replays its log; as long as it lives it is given this long, in milliseconds. */
const READY_MS_MAX = 300_000;

/** No process has this number: it is above the highest that Linux can give. */
const NOBODYS_PID = 4_194_305;

/**
 * Starts the server and waits until it takes connections. It runs in a session of its own, so that Ctrl-C reaches us and not it: the programs
 * that use it end first.
 * @throws PostmasterDiedError
 */
export async function launch({ paths, binaries, runAs }: Launch, port: number): Promise<Postmaster> {
  await turnLog(paths.log);
  const log = await open(paths.log, 'a');
  const { size } = await log.stat();
  const settings = Object.entries({ ...PARAMETERS, port: String(port) }).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = commandAs(runAs, binaries.postgres, ['-D', paths.cluster, ...settings]);
  try {
    const child = spawn(command.file, command.args, { ...command.options, detached: true, stdio: ['ignore', log.fd, log.fd] });
    const died = new Promise<'died'>((resolve) => child.once('exit', () => resolve('died')).once('error', () => resolve('died')));
    child.unref();
    if ((await Promise.race([died, becomesReady(paths.cluster, child)])) !== 'died')
      return { pid: child.pid ?? NOBODYS_PID, port, isReady: true };
    throw new PostmasterDiedError(await textFrom(paths.log, size));
  } finally {
    await log.close();
  }
}

/** What the pid file in the folder says, or undefined when there is none. */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const lines = (await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n').map((line) => line.trim());
  const [pid, port] = [Number(lines[0]), Number(lines[3])];
  return pid > 0 ? { pid, port, isReady: lines[7] === 'ready' } : undefined;
}

/** True while the process does its work. One that ended and that nobody has asked after (in a container without an init) is not alive. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/\) [ZX] /.test(status);
}

/**
 * Takes the word out of a pid file that another process has inherited: after a restart of the machine, or of a container, the number may
 * belong to anybody, and Postgres would refuse to start. Only the number is changed, and only when it surely is not Postgres that
 * bears it: the rest of the file still lets Postgres notice children of a dead server that are still at work.
 */
export async function disownStalePid(cluster: string, lastHost: string | undefined): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const postmaster = await readPostmaster(cluster);
  if (!postmaster || !(await isStale(path, postmaster.pid, lastHost))) return;
  const [, ...rest] = (await readFile(path, 'utf8')).split('\n');
  await writeFile(path, [NOBODYS_PID, ...rest].join('\n'));
}

async function isStale(path: string, pid: number, lastHost: string | undefined): Promise<boolean> {
  const { mtimeMs } = await stat(path);
  if (mtimeMs < Date.now() - uptime() * 1000 - 5000) return true;
  if (lastHost !== hostname()) return false;
  if (!(await isAlive(pid))) return true;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => undefined);
  return command !== undefined && !command.includes('postgres');
}

async function becomesReady(cluster: string, child: ChildProcess): Promise<'ready' | 'died'> {
  for (const end = Date.now() + READY_MS_MAX; Date.now() < end && child.exitCode === null && child.signalCode === null;) {
    const postmaster = await readPostmaster(cluster);
    if (postmaster?.pid === child.pid && postmaster?.isReady) return 'ready';
    await sleep(10);
  }
  child.kill('SIGINT');
  return 'died';
}

async function textFrom(path: string, offset: number): Promise<string> {
  return (await readFile(path)).subarray(offset).toString('utf8').slice(-4000);
}
