import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pack } from './pack.mjs';
import { ROOT, SetupError, run, say, seconds } from './say.mjs';

const NEST = join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js');
const VITE = join(ROOT, 'node_modules/vite/bin/vite.js');
const TADA = join(ROOT, 'node_modules/gql.tada/bin/cli.js');

/**
 * What is built: from which files, into which folder. A part is built anew when one of its files, or its list of files, changed.
 * `test` is built with the service: the programmes of test/prove and test/bench run from dist under plain node, where decorators are
 * compiled and `#room` leads to dist/libs, exactly as in production; jest compiles its own. What is no TypeScript is copied beside it.
 */
const SERVICE = { sources: ['apps', 'libs', 'migrations', 'test', 'nest-cli.json', 'tsconfig.json', 'package-lock.json'], into: 'dist' };
/** Programs for browsers, which Vite builds, each when it changed. */
const PAGES = ['explorer', 'console'].map((name) => ({
  name,
  sources: [`apps/${name}`, ...(name === 'console' ? ['apps/api/src/schema.graphql'] : []), 'tools/setup/pack.mjs', 'package-lock.json'],
  into: `dist/${name}`,
}));

/** Tests, which are built by no part, and what the build itself makes among the sources. */
const NO_SOURCE = /[.](e2e-)?spec[.]ts$|schema-types[.]d[.]ts$/;

/** Whether dist was built from the files as they stand. */
export function buildIsCurrent() {
  return parts().every(isCurrent);
}

/** Builds what is not current, the service always whole. */
export async function build() {
  say('Building …');
  const start = performance.now();
  const due = builtPages().filter((pages) => !isCurrent(pages));
  // All are awaited even when one fails: nothing may still be building when the next set-up is let in.
  const ends = await Promise.allSettled([buildService(), ...due.map(buildPages)]);
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

async function buildPages(pages) {
  const stamp = fingerprint(pages);
  const folder = join(ROOT, pages.into);
  if (pages.name === 'console') await typesOfSchema();
  const code = await run(process.execPath, [
    VITE,
    'build',
    `apps/${pages.name}`,
    '--outDir',
    folder,
    '--emptyOutDir',
    '--logLevel',
    'error',
  ]);
  if (code !== 0) throw new SetupError(`The ${pages.name} could not be built; what Vite said stands above.`, 70);
  await pack(folder);
  writeFileSync(stampOf(pages), stamp);
}

/** The committed schema as types, from which the console's documents get theirs. Read by tsc and eslint only. */
async function typesOfSchema() {
  const code = await run(process.execPath, [TADA, 'generate-output', '-c', 'apps/console/tsconfig.json']);
  if (code !== 0) throw new SetupError('The types of the schema could not be made; what gql.tada said stands above.', 70);
}

function parts() {
  return [SERVICE, ...builtPages()];
}

/** An image for production may hold no sources of pages. */
function builtPages() {
  return PAGES.filter(({ name }) => existsSync(join(ROOT, `apps/${name}/index.html`)));
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
  if (!found || NO_SOURCE.test(path)) return [];
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
 * from it may start a process at any moment. Pages are built apart, by Vite, which keeps their folders clean.
 */
function removeOlder(folder, began) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (PAGES.some(({ into }) => path === join(ROOT, into))) continue;
    if (entry.isDirectory()) removeOlder(path, began);
    else if (statSync(path).mtimeMs < began) rmSync(path);
  }
}
