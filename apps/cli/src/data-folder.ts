import { randomBytes } from 'node:crypto';
import { chmod, link, mkdir, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CommandError, EXIT } from './command.errors.js';

/** Less than this and Postgres can neither make a folder nor write its log ahead, in bytes: one segment of that log is 16 MiB. */
const FREE_BYTES_MIN = 17 * 1024 * 1024;

/** A log that is longer when a program starts is put aside, in bytes; one older log is kept. */
const LOG_BYTES_MAX = 10 * 1024 * 1024;

/** Where everything is that one house keeps on this machine. */
export interface DataFolder {
  readonly root: string;
  /** Logs of Postgres, api and worker. */
  readonly logs: string;
  /** Generated secrets, each in a file of its own that only its owner may read. */
  readonly secrets: string;
  /** The embedded database. */
  readonly postgres: string;
}

/**
 * Makes the folder where it is absent, and proves that it can be written.
 * @throws CommandError `unwritable` or `diskFull`
 */
export async function openDataFolder(root: string): Promise<DataFolder> {
  const folder = { root, logs: join(root, 'logs'), secrets: join(root, 'secrets'), postgres: join(root, 'postgres') };
  const probe = join(root, `.probe-${process.pid}`);
  try {
    await makeFolder(root);
    await Promise.all([makeFolder(folder.logs, 0o700), makeFolder(folder.secrets, 0o700)]);
    await writeFile(probe, 'x');
    await rm(probe);
  } catch (error) {
    throw folderError(error, root);
  }
  return folder;
}

/** Makes a folder and those above it. Node's own `recursive` says "no such file" on a read-only disk, which would send people looking in the wrong place. */
async function makeFolder(path: string, mode = 0o755): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') await makeFolder(dirname(path)).then(() => mkdir(path, { mode }));
    else if (!(await isFolder(path))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** What it means for a person that a file below the folder could not be written. Faults that are no fault of the disk come back as they are. */
export function folderError(error: unknown, root: string): unknown {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (['ENOSPC', 'EDQUOT'].includes(code)) return diskFullError(root, error);
  if (!['EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EEXIST', 'ENOENT'].includes(code)) return error;
  const sentence = `The data folder ${root} cannot be written (${code}). Make it writable for this user, or set COUNTERSIGN_DATA to another folder.`;
  return new CommandError(EXIT.unwritable, sentence, { cause: error });
}

/** The disk is full: nothing that was answered is lost, but nothing new can be kept. */
export function diskFullError(root: string, cause?: unknown): CommandError {
  const sentence = `The disk that holds ${root} is full. Free some space (a new house needs 100 MB) and start again; nothing was lost.`;
  return new CommandError(EXIT.diskFull, sentence, { cause });
}

/** True when there is not enough room left for Postgres to work. */
export async function isDiskFull(root: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(root);
  return bavail * bsize < FREE_BYTES_MIN;
}

/**
 * The secret in the file; made and kept on the first call. Two processes that ask at once get the same one.
 * The file appears whole or not at all (a full disk leaves no empty secret), and only its owner may read it.
 */
export async function keptSecret(path: string): Promise<string> {
  const before = await readSecret(path);
  if (before) return before;
  const draft = `${path}.${process.pid}`;
  try {
    await writeFile(draft, randomBytes(24).toString('base64url'), { mode: 0o600 });
    await link(draft, path).catch(ignoreExisting);
    return (await readSecret(path)) ?? '';
  } catch (error) {
    throw folderError(error, dirname(path));
  } finally {
    await rm(draft, { force: true });
  }
}

/** The secret in the file, or undefined when there is none. A file that others could read is closed to them. */
export async function readSecret(path: string): Promise<string | undefined> {
  try {
    const secret = (await readFile(path, 'utf8')).trim();
    if (process.platform !== 'win32' && (await stat(path)).mode & 0o077) await chmod(path, 0o600);
    return secret || undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw folderError(error, dirname(path));
  }
}

/** Puts a long log aside before a program that writes it is started. */
export async function turnLog(path: string): Promise<void> {
  const { size } = await stat(path).catch(() => ({ size: 0 }));
  if (size > LOG_BYTES_MAX) await rename(path, `${path}.1`);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}
