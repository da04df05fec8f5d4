import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { CommandError, EXIT } from '../command.errors.js';
import { diskFullError, folderError, isDiskFull } from '../data-folder.js';
import { freePort } from '../free-port.js';
import { type ClusterPaths, damagedError } from './cluster.js';
import { answersAsOurs } from './login.js';
import { type Launch, type Postmaster, PostmasterDiedError, disownStalePid, isAlive, launch, readPostmaster } from './postmaster.js';

/** What is kept of the last start. */
interface State {
  readonly port?: number;
  readonly host?: string;
}

/** How often a server that is starting up or going down is asked again, and after how many milliseconds. */
const LOOKS = { count: 40, everyMs: 250 };

/** The server that an earlier process left running, proven by logging in and asking for its folder: a port or a number may be anybody's by now. */
export async function findRunning(paths: ClusterPaths, password: string): Promise<Postmaster | undefined> {
  for (let look = 0; look < LOOKS.count; look++) {
    const postmaster = await readPostmaster(paths.cluster);
    if (!postmaster || !(await isAlive(postmaster.pid))) return undefined;
    if (postmaster.isReady) return (await answersAsOurs(postmaster.port, password, paths.cluster)) ? postmaster : undefined;
    await sleep(LOOKS.everyMs);
  }
  return undefined;
}

/**
 * Starts on the port of last time, or on another one when that was taken meanwhile (between the look and the start, too).
 * @throws CommandError with the cause in a sentence
 */
export async function start(setup: Launch): Promise<Postmaster> {
  const { paths } = setup;
  const state = await readState(paths);
  await disownStalePid(paths.cluster, state.host);
  const wished = await freePort(state.port);
  try {
    return await startAt(setup, wished).catch(async (error: unknown) => startAt(setup, await otherPort(error)));
  } catch (error) {
    throw await explained(error, paths);
  }
}

/**
 * Starts a server that died at the port where everybody looks for it.
 * @throws CommandError with the cause in a sentence
 */
export async function startAgain(setup: Launch, port: number): Promise<Postmaster> {
  try {
    return await launch(setup, port);
  } catch (error) {
    throw await explained(error, setup.paths);
  }
}

async function startAt(setup: Launch, port: number): Promise<Postmaster> {
  const postmaster = await launch(setup, port);
  await writeFile(setup.paths.state, JSON.stringify({ port, host: hostname() } satisfies State));
  return postmaster;
}

/** Another port when somebody was faster at the first one; any other failure is not mended by that. */
async function otherPort(error: unknown): Promise<number> {
  if (error instanceof PostmasterDiedError && /could not bind/.test(error.tail)) return freePort();
  throw error;
}

async function readState({ state }: ClusterPaths): Promise<State> {
  try {
    return JSON.parse(await readFile(state, 'utf8')) as State;
  } catch {
    return {}; // first start, or cut short while writing: any port will do
  }
}

/** Why the server did not start, in a sentence. A full disk also swallows the log, so the disk itself is asked. */
async function explained(error: unknown, paths: ClusterPaths): Promise<unknown> {
  if (!(error instanceof PostmasterDiedError)) return folderError(error, paths.home);
  if (/No space left|quota exceeded/i.test(error.tail) || (await isDiskFull(paths.home))) return diskFullError(paths.home, error);
  if (/lock file "postmaster.pid" already exists/.test(error.tail)) {
    const sentence = `Another Postgres seems to run in ${paths.cluster}. Stop it; if there surely is none, delete postmaster.pid in that folder and start again.`;
    return new CommandError(EXIT.occupied, sentence, { cause: error });
  }
  const reason = reasonIn(error.tail);
  if (/Permission denied/.test(reason)) {
    const sentence = `Postgres may not use ${paths.cluster}: ${reason}. Give the folders above back to the user that they belonged to, or set COUNTERSIGN_DATA to another folder.`;
    return new CommandError(EXIT.unwritable, sentence, { cause: error });
  }
  return damagedError(paths, reason, error);
}

/** The last thing that Postgres complained of; before it can write to its log in its own form, that is plain text. */
function reasonIn(tail: string): string {
  const complaint = [...tail.matchAll(/(?:FATAL|PANIC):\s+(.*)/g)].at(-1)?.[1];
  const plain = /^(?:postgres: |unshare: )?(.+)$/m.exec(tail)?.[1];
  return complaint ?? plain ?? 'Postgres ended without a word';
}
