import { type SpawnOptions, spawn } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { CommandError, EXIT } from '../command.errors.js';

/** As whom the programs of Postgres run: they refuse to run as root. */
export type RunAs =
  | { readonly how: 'myself' }
  | { readonly how: 'user'; readonly uid: number; readonly gid: number }
  /** Root outside, but `nobody` in the eyes of Postgres: for folders that no other user may enter. */
  | { readonly how: 'namespace' };

/** One finished run of a program. */
export interface Finished {
  readonly code: number | null;
  /** What it wrote, both streams, at most the last 4,000 characters. */
  readonly output: string;
}

const LESSER_USERS = ['postgres', 'nobody'];
const NAMESPACE = ['unshare', '--user', '--map-user=65534', '--map-group=65534', '--'];

/**
 * Decides as whom Postgres runs, without touching the machine: whoever is not root runs it as themselves. For root, the owner of existing
 * data decides; new data goes to `postgres` or `nobody` where they may enter both folders, else into a user namespace.
 * @param home the folder of the database; need not exist yet
 * @param probe a program of Postgres, which is really run (with --version) before it is relied on
 * @throws CommandError `noPermission` when there is no way
 */
export async function chooseRunAs(home: string, probe: string): Promise<RunAs> {
  if (process.getuid?.() !== 0) return { how: 'myself' };
  for (const candidate of await candidates(home)) {
    const { code } = await finish(candidate, probe, ['--version']).catch(() => ({ code: null }));
    if (code === 0) return candidate;
  }
  const sentence = `Postgres refuses to run as root, and there is no lesser user (${LESSER_USERS.join(', ')}) or user namespace that could run it in ${home}. Start Countersign as another user, or set DATABASE_URL to a Postgres of yours.`;
  throw new CommandError(EXIT.noPermission, sentence);
}

/** The program as it has to be spawned, with the variables of the environment that would change what Postgres does left out. */
export function commandAs(runAs: RunAs, program: string, args: readonly string[]): { file: string; args: string[]; options: SpawnOptions } {
  const [file = '', ...rest] = runAs.how === 'namespace' ? [...NAMESPACE, program, ...args] : [program, ...args];
  const user = runAs.how === 'user' ? { uid: runAs.uid, gid: runAs.gid } : {};
  return { file, args: rest, options: { ...user, cwd: dirname(program), env: plainEnvironment(), windowsHide: true } };
}

/** Runs a program to its end. Rejects only when it cannot be started. */
export function finish(runAs: RunAs, program: string, args: readonly string[]): Promise<Finished> {
  const command = commandAs(runAs, program, args);
  return new Promise((resolve, reject) => {
    const child = spawn(command.file, command.args, { ...command.options, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const keep = (text: Buffer) => (output = (output + text.toString()).slice(-4000));
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}

async function candidates(home: string): Promise<RunAs[]> {
  const users = await readUsers();
  const owner = await stat(home).then(
    ({ uid }) => uid,
    () => undefined,
  );
  if (owner === 0) return [{ how: 'namespace' }];
  if (owner !== undefined) return users.filter(({ uid }) => uid === owner);
  const lesser = LESSER_USERS.flatMap((name) => users.filter((user) => user.name === name));
  return (await everybodyMayEnter(dirname(home))) ? [...lesser, { how: 'namespace' }] : [{ how: 'namespace' }];
}

async function readUsers(): Promise<{ how: 'user'; name: string; uid: number; gid: number }[]> {
  const lines = (await readFile('/etc/passwd', 'utf8').catch(() => '')).split('\n').map((line) => line.split(':'));
  const users = lines.map(([name = '', , uid, gid]) => ({ how: 'user' as const, name, uid: Number(uid), gid: Number(gid) }));
  return users.filter(({ uid, gid }) => uid > 0 && gid > 0);
}

async function everybodyMayEnter(folder: string): Promise<boolean> {
  if (!((await stat(folder)).mode & 0o001)) return false;
  return folder === dirname(folder) || everybodyMayEnter(dirname(folder));
}

function plainEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
