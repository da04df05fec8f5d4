import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, it } from '@jest/globals';
import { eventually } from './eventually.js';

/** True when the tests may do what only root can: mount small disks, start programs as somebody else. */
const isRoot = process.getuid?.() === 0;

const folders: string[] = [];

afterAll(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true, force: true })));

/** The path of a data folder that is not there yet, gone after the suite. It lies in a folder that everybody may enter; with 0o700, in one that only its owner may. */
export function temporaryPath(mode = 0o755): string {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-cli-'));
  chmodSync(folder, mode);
  folders.push(folder);
  return join(folder, 'data');
}

/** A test of what only root meets; skipped, with the reason in its name, for everybody else. */
export function asRoot(name: string, work: () => Promise<void>): void {
  if (isRoot) it(name, work);
  else it.skip(`${name} (skipped: this run is not root's)`, work);
}

/** A test of what rights forbid; skipped, with the reason in its name, for root, whom they forbid nothing. */
export function asOthers(name: string, work: () => Promise<void>): void {
  if (isRoot) it.skip(`${name} (skipped: rights forbid root nothing)`, work);
  else it(name, work);
}

/** A test on a small disk of its own; skipped, with the reason in its name, where nobody may mount one. */
export function onSmallDisk(name: string, options: string, work: (mount: string) => Promise<void>): void {
  const runs = canMount() ? it : it.skip;
  runs(canMount() ? name : `${name} (skipped: no rights to mount a small disk)`, async () => {
    const mount = temporaryPath();
    mkdirSync(mount);
    mountAt(mount, options);
    try {
      await work(mount);
    } finally {
      execFileSync('umount', ['-l', mount]);
    }
  });
}

/** Waits until it holds. @throws Error when it does not within the limit, in milliseconds */
export async function comesTrue(holds: () => Promise<boolean> | boolean, limitMs = 10_000): Promise<void> {
  if (!(await eventually(holds, Boolean, limitMs))) throw new Error(`It did not happen within ${limitMs} ms.`);
}

/** What the work fails with; an error of its own when it does not fail. */
export async function failureOf(work: Promise<unknown>): Promise<Error & { exitCode?: number }> {
  return work.then(
    () => new Error('It did not fail.'),
    (failure: Error) => failure,
  );
}

/** Puts a measured figure beside the test that measured it. */
export function say(line: string): void {
  process.stdout.write(`      ${line}\n`);
}

let mayMount: boolean | undefined;

function canMount(): boolean {
  mayMount ??= isRoot && tryToMount();
  return mayMount;
}

function tryToMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-cli-'));
  try {
    mountAt(folder, 'size=1m');
    execFileSync('umount', [folder]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function mountAt(folder: string, options: string): void {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `mode=755,${options}`, 'tmpfs', folder], { stdio: 'ignore' });
}
