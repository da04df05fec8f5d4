import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDataFolder } from '../../apps/cli/src/data-folder.js';
import { startEmbeddedPostgres } from '../../apps/cli/src/embedded-postgres.js';
import { cases } from './cases.js';
import { decide } from './decide.js';
import { inbox } from './inbox.js';
import { replay } from './replay.js';
import { reviewQueue } from './review-queue.js';
import { search } from './search.js';

/** The measurements, by name: each prints ratios that were taken in one run on one machine, against the same Postgres. */
const BENCHES = { decide, inbox, cases, search, replay, 'review-queue': reviewQueue };

const [name = '', ...words] = process.argv.slice(2);
const bench = Object.entries(BENCHES).find(([known]) => known === name)?.[1];
if (!bench) {
  process.stderr.write(`Say what to measure: npm run bench -- ${Object.keys(BENCHES).join(' | ')} [seconds]\n`);
  process.exit(64);
}
const folder = await mkdtemp(join(tmpdir(), 'countersign-bench-'));
const server = await startEmbeddedPostgres(await openDataFolder(join(folder, 'data')));
try {
  process.env['COUNTERSIGN_TEST_PG'] = server.adminUrl;
  await bench({ seconds: Number(words[0] ?? 10), postgresPid: server.pid, print: (line) => process.stdout.write(`${line}\n`) });
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}
process.exit(); // pools that a measurement left idle must not hold the process
