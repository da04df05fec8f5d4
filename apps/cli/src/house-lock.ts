import { randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, rmdir, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError, EXIT } from './command.errors.js';
import { folderError } from './data-folder.js';
import type { Part } from './house.js';
import { isAlive } from './postgres/postmaster.js';

/** Who works in the folder. */
interface Holder {
  readonly pid: number;
  /** When the process began, as its system counts; two processes with one number differ in it. Absent where the system does not tell. */
  readonly began?: string;
  readonly host: string;
  readonly port: number;
}

/** How often the holder shows that it lives, in milliseconds. Only processes of other machines (containers) on the same folder need it: those cannot be asked. */
const BEAT_MS = 5000;
const SILENT_MS_MAX = 30_000;

/** How long to wait while somebody else clears a stale lock away, in milliseconds. */
const CLEARING_MS = 20;

/**
 * Holds the data folder until it is stopped or this process ends, so that no second house is opened in it. The lock of a process that is gone is taken over.
 * @throws CommandError `occupied` with who holds it
 */
export async function lockHouse(root: string, port: number): Promise<Part> {
  const path = join(root, 'lock');
  const mine = JSON.stringify({ pid: process.pid, began: await beginOf(process.pid), host: hostname(), port } satisfies Holder);
  while (!(await takes(path, mine))) await clearStale(path, root);
  const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), BEAT_MS).unref();
  return {
    stop: async () => {
      clearInterval(beat);
      if ((await read(path)) === mine) await rm(path, { force: true });
    },
    kill: () => undefined, // whoever comes next sees that the process is gone
  };
}

/** Written beside its place and then linked: it appears whole, and for one process only. */
async function takes(path: string, mine: string): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, mine);
    await link(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw folderError(error, path);
  } finally {
    await rm(draft, { force: true });
  }
}

/** Takes a lock away whose holder is gone. Only one process may do so at a time, and looks again when it may: else it would take away the new lock of a third one. */
async function clearStale(path: string, root: string): Promise<void> {
  await mustNotBeHeld(path, root);
  const clearing = `${path}.clearing`;
  try {
    await mkdir(clearing);
    await mustNotBeHeld(path, root);
    await rm(path, { force: true });
    await rmdir(clearing);
  } catch (error) {
    if (error instanceof CommandError) await rmdir(clearing);
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw folderError(error, root);
    await sleep(CLEARING_MS);
    if (await isSilent(clearing)) await rmdir(clearing).catch(() => undefined);
  }
}

async function mustNotBeHeld(path: string, root: string): Promise<void> {
  const holder = parse((await read(path)) ?? '');
  if (!holder || !(await isHeld(path, holder))) return;
  const sentence = `Countersign already runs in ${root} (process ${holder.pid}, port ${holder.port}). Stop it there with Ctrl-C, or set COUNTERSIGN_DATA and PORT to open a second house beside it.`;
  throw new CommandError(EXIT.occupied, sentence);
}

async function isHeld(path: string, { pid, began, host }: Holder): Promise<boolean> {
  if (host === hostname()) return (await isAlive(pid)) && (await beginOf(pid)) === began;
  return !(await isSilent(path));
}

async function isSilent(path: string): Promise<boolean> {
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
  return Date.now() - mtimeMs > SILENT_MS_MAX;
}

async function read(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}

/** Undefined when the text is none of ours. */
function parse(text: string): Holder | undefined {
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
}

async function beginOf(pid: number): Promise<string | undefined> {
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // After the name in brackets, which may hold blanks, the begin is the twentieth word.
  return status.slice(status.lastIndexOf(')') + 2).split(' ')[19];
}
