/**
 * Makes libs/database/walls.expected.json from a freshly migrated database: what is enforced there, and what each service role may do.
 * The service compares its database with this list when it starts, and `npm run prove -- dbwall` tries what is not on it. Whoever
 * reviews a change of the list reviews a change of the walls. Reads dist, like tools/pictures.mjs.
 */
import pg from 'pg';
import prettier from 'prettier';
import { startServer } from '../test/support/server.mjs';
import { keep } from './generated.mjs';

const [{ migrate }, { runQueueMigrations }, { SERVICE_ROLES, wallsNow }] = await Promise.all([
  import('../dist/libs/database/index.js'),
  import('../dist/libs/jobs/index.js'),
  import('../dist/libs/database/walls-now.js'),
]);
const PATH = 'libs/database/walls.expected.json';

const server = await startServer();
try {
  const walls = await freshWalls(server.adminUrl);
  const style = await prettier.resolveConfig(PATH);
  await keep({ [PATH]: await prettier.format(JSON.stringify(walls), { ...style, parser: 'json' }) }, 'npm run walls-list');
} finally {
  await server.stop();
}

async function freshWalls(adminUrl) {
  await migrate({ adminUrl, passwords: { api: 'api', worker: 'worker', seal: 'seal' } });
  await runQueueMigrations(adminUrl);
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('BEGIN');
    const query = async (statement) => (await client.query({ text: statement.text, values: statement.values })).rows;
    return await wallsNow({ query }, SERVICE_ROLES);
  } finally {
    await client.end();
  }
}
