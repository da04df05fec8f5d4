import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, SetupError, run, say, seconds } from './say.mjs';

/**
 * Whether node_modules holds what package-lock.json asks for. npm writes node_modules/.package-lock.json as the last act of an
 * install, so an install that was cut short, one of another lock file, and one copied from another kind of machine are all seen,
 * while an install made by hand is accepted as it stands.
 */
export function dependenciesAreInstalled() {
  const wanted = packagesOf('package-lock.json');
  const installed = packagesOf('node_modules/.package-lock.json');
  if (!wanted || !installed) return false;
  const paths = new Set([...Object.keys(wanted), ...Object.keys(installed)]);
  paths.delete('');
  return [...paths].every((path) => isInStep(wanted[path], installed[path]));
}

/** Installs exactly what package-lock.json names, development packages too, since the build needs them. */
export async function installDependencies() {
  say('Installing the dependencies (once, up to a minute) …');
  const start = performance.now();
  const [command, ...before] = npm();
  const code = await run(command, [...before, 'ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], { loud: true });
  if (code !== 0) throw new SetupError('The dependencies could not be installed; what npm said stands above.', 69);
  say(`Installed in ${seconds(start)}.`);
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(join(ROOT, file), 'utf8')).packages;
  } catch {
    return undefined; // Absent or cut short: either way an install is due, and npm itself names a lock file that is damaged.
  }
}

function isInStep(wanted, installed) {
  if (!wanted) return false;
  if (!installed) return wanted.optional === true;
  return wanted.version === installed.version && wanted.integrity === installed.integrity && isForHere(installed);
}

function isForHere({ os, cpu }) {
  return (!os || os.includes(process.platform)) && (!cpu || cpu.includes(process.arch));
}

/** The very npm that runs us, when one does; `npm` from the PATH otherwise. */
function npm() {
  const runsUs = process.env.npm_execpath ?? '';
  return runsUs.endsWith('npm-cli.js') ? [process.execPath, runsUs] : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
}
