/**
 * Makes a fresh clone ready: checks Node, installs the dependencies, builds. What is already done is skipped in a few hundredths
 * of a second, so the `pre…` scripts run it before everything that needs it. It says what it does on stderr only, because
 * `npm run --silent countersign -- token` must print a token and nothing else.
 *
 * Runs before any install, so it and tools/setup/ use Node alone. This first file is also read by a Node that is too old, so it
 * keeps to words which that Node knows.
 */
import { readFileSync } from 'fs';

const { engines } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const needed = engines.node.replace(/^>=/, '');

if (isOlder(process.versions.node, needed)) {
  console.error(
    `Countersign needs Node ${needed} or newer, and this is Node ${process.versions.node}: get a newer one from https://nodejs.org.`,
  );
  process.exit(78);
}

import('./setup/steps.mjs').then(({ setUp }) => setUp({ rebuild: process.argv.includes('--rebuild') }));

function isOlder(version, wanted) {
  const [has, wants] = [version, wanted].map((text) => text.split('.').map(Number));
  const place = wants.findIndex((number, index) => number !== has[index]);
  return place >= 0 && has[place] < wants[place];
}
