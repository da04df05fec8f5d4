import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT, SetupError, say } from './say.mjs';

/** Only one process can make a folder of a given name, on every file system; so the folder is the lock. */
const LOCK = join(ROOT, '.setup-lock');
const OWNER = join(LOCK, 'owner');
/** Held for the moment in which a lock of a dead process is cleared away, so that two do not clear away each other's new one. */
const CLEARING = join(ROOT, '.setup-lock-clearing');

const LONGEST_WAIT_MS = 10 * 60_000;
const LOOK_EVERY_MS = 100;
/** A folder without the owner's name is one whose maker is about to write it, or died before: this long, then it is dead. */
const NAMELESS_MS = 5_000;

/** Does the work while no other set-up works in this folder. A set-up that was killed does not block the next one. */
export async function withLock(work) {
  await acquire();
  try {
    await work();
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

async function acquire() {
  for (let waitedMs = 0; !takes(LOCK); waitedMs += LOOK_EVERY_MS) {
    if (waitedMs === 0) say(`Another set-up (${owner() ?? 'just begun'}) is at work here; waiting for it …`);
    if (waitedMs > LONGEST_WAIT_MS) throw new SetupError(`Another set-up (${owner()}) does not end; if it is none, remove ${LOCK}.`, 75);
    if (isDead()) clearAway();
    await sleep(LOOK_EVERY_MS);
  }
  writeFileSync(OWNER, `${process.pid} on ${hostname()}`);
}

function takes(folder) {
  try {
    mkdirSync(folder);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw new SetupError(`The folder ${ROOT} cannot be written (${error.code}), and the set-up is not complete.`, 73);
  }
}

/** Another machine that shares the folder is believed to live: its processes cannot be asked from here. */
function isDead() {
  const name = owner();
  if (name === undefined) return ageMs(LOCK) > NAMELESS_MS;
  const [pid, host] = name.split(' on ');
  return host === hostname() && !isAlive(Number(pid));
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function clearAway() {
  if (ageMs(CLEARING) > NAMELESS_MS) rmSync(CLEARING, { recursive: true, force: true });
  if (!takes(CLEARING)) return;
  if (isDead()) rmSync(LOCK, { recursive: true, force: true });
  rmSync(CLEARING, { recursive: true, force: true });
}

function owner() {
  try {
    return readFileSync(OWNER, 'utf8') || undefined;
  } catch {
    return undefined; // Gone, or not yet written.
  }
}

function ageMs(folder) {
  const found = statSync(folder, { throwIfNoEntry: false });
  return found ? Date.now() - found.mtimeMs : 0;
}
