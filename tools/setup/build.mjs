import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, SetupError, run, say, seconds } from './say.mjs';

const NEST = join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js');
const VITE = join(ROOT, 'node_modules/vite/bin/vite.js');

/**
 * What is built: from which files, into which folder. A part is built anew when one of its files, or its list of files, changed.
 * `test` is built with the service: the programmes of test/prove and test/bench run from dist under plain node, where decorators are
 * compiled and `#room` leads to dist/libs, exactly as in production; jest compiles its own. What is no TypeScript is copied beside it.
 */
const SERVICE = { sources: ['apps', 'libs', 'migrations', 'test', 'nest-cli.json', 'tsconfig.json', 'package-lock.json'], into: 'dist' };
const EXPLORER = { sources: ['apps/explorer', 'package-lock.json'], into: 'dist/explorer' };

/** Whether dist was built from the files as they stand. */
export function buildIsCurrent() {
  return parts().every(isCurrent);
}

/** Builds what is not current, the service always whole. */
export async function build() {
  say('Building …');
  const start = performance.now();
  const explorerIsDue = hasExplorer() && !isCurrent(EXPLORER);
  // Both are awaited even when one fails: nothing may still be building when the next set-up is let in.
  const ends = await Promise.allSettled([buildService(), explorerIsDue && buildExplorer()]);
  for (const { reason } of ends) if (reason) throw reason;
  say(`Built in ${seconds(start)}.`);
}

async function buildService() {
  const stamp = fingerprint(SERVICE);
  const began = markBeginning();
  const code = await run(process.execPath, [NEST, 'build', 'api']);
  if (code !== 0) throw new SetupError('The build failed; what the compiler said stands above.', 70);
  removeOlder(join(ROOT, SERVICE.into), began);
  writeFileSync(stampOf(SERVICE), stamp);
}

async function buildExplorer() {
  const stamp = fingerprint(EXPLORER);
  const folder = join(ROOT, EXPLORER.into);
  const code = await run(process.execPath, [VITE, 'build', 'apps/explorer', '--outDir', folder, '--emptyOutDir', '--logLevel', 'error']);
  if (code !== 0) throw new SetupError('The explorer could not be built; what Vite said stands above.', 70);
  writeFileSync(stampOf(EXPLORER), stamp);
}

function parts() {
  return hasExplorer() ? [SERVICE, EXPLORER] : [SERVICE];
}

function hasExplorer() {
  return existsSync(join(ROOT, 'apps/explorer/index.html'));
}

function isCurrent(part) {
  return existsSync(stampOf(part)) && readFileSync(stampOf(part), 'utf8') === fingerprint(part);
}

function stampOf({ into }) {
  return join(ROOT, into, '.built-from');
}

/** Name, size and time of each source: enough to see an edit, a removal and another branch, and 20 times faster than reading them. */
function fingerprint({ sources }) {
  const hash = createHash('sha256');
  for (const source of sources) for (const file of filesOf(source)) hash.update(file);
  return hash.digest('hex');
}

function filesOf(path) {
  const found = statSync(join(ROOT, path), { throwIfNoEntry: false });
  if (!found || /[.](e2e-)?spec[.]ts$/.test(path)) return [];
  if (!found.isDirectory()) return [`${path} ${found.size} ${found.mtimeMs}\n`];
  return readdirSync(join(ROOT, path))
    .sort()
    .flatMap((name) => filesOf(`${path}/${name}`));
}

/** The time of the file system's own clock, by which the files of this build can be told from older ones. */
function markBeginning() {
  const mark = join(ROOT, SERVICE.into, '.building');
  mkdirSync(join(ROOT, SERVICE.into), { recursive: true });
  writeFileSync(mark, '');
  return statSync(mark).mtimeMs;
}

/**
 * What was removed from the sources must not live on in dist. The folder is not emptied beforehand, since a demo that is running
 * from it may start a process at any moment. The explorer is built apart, by Vite, which keeps its own folder clean.
 */
function removeOlder(folder, began) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (path === join(ROOT, EXPLORER.into)) continue;
    if (entry.isDirectory()) removeOlder(path, began);
    else if (statSync(path).mtimeMs < began) rmSync(path);
  }
}
