import { buildIsCurrent, build } from './build.mjs';
import { dependenciesAreInstalled, installDependencies } from './dependencies.mjs';
import { withLock } from './lock.mjs';
import { SetupError, say } from './say.mjs';

/**
 * Brings dependencies and build up to date, one set-up at a time. A set-up that finds nothing to do takes no lock, so it also
 * works in a folder that cannot be written. Ends the process with the error's exit code when a step fails.
 */
export async function setUp({ rebuild }) {
  try {
    if (rebuild || !isReady()) await withLock(() => catchUp(rebuild));
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(error.message);
    process.exitCode = error.exitCode;
  }
}

function isReady() {
  return dependenciesAreInstalled() && buildIsCurrent();
}

/** Looks again under the lock, since another set-up may just have done it all. */
async function catchUp(rebuild) {
  if (!dependenciesAreInstalled()) await installDependencies();
  if (rebuild || !buildIsCurrent()) await build();
}
