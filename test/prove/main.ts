import { startServer } from '../support/server.mjs';
import { readCommand, UsageError } from './command.js';
import { PROGRAMMES } from './programmes.js';
import { Proof } from './proof.js';

/**
 * `npm run prove -- NAME [--seed n] [--long] [options]`: tries to break one promise, on a PostgreSQL of its own. The last line is
 * `N passed, N failed`; a failure prints the seed and the command that replays it; the exit code is 1 when anything failed, 64 when the
 * command was not understood.
 */
process.exit(await main(process.argv.slice(2)));

async function main(words: readonly string[]): Promise<number> {
  try {
    const command = readCommand(words, Object.keys(PROGRAMMES));
    return await prove(new Proof(command));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message);
    return 64;
  }
}

async function prove(proof: Proof): Promise<number> {
  proof.say(`Seed ${proof.seed}.`);
  const stop = await ensurePostgres();
  const interrupted = (): void => void stop().then(() => process.exit(130));
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const programme = await PROGRAMMES[proof.name]?.();
    await programme?.(proof);
    proof.mustHaveJudged();
  } catch (error) {
    proof.fail(`The programme itself broke: ${error instanceof Error ? error.stack : String(error)}`);
  } finally {
    await stop();
  }
  return proof.end();
}

/** Starts a PostgreSQL for this run, unless one is given; answers how to stop it. */
async function ensurePostgres(): Promise<() => Promise<void>> {
  if (process.env.COUNTERSIGN_TEST_PG) return async () => undefined;
  const server = await startServer();
  process.env.COUNTERSIGN_TEST_PG = server.adminUrl;
  return () => server.stop();
}
