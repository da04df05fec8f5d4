import { startServer } from './server.mjs';

/** One PostgreSQL for the whole run; each suite clones its own database from the template (test/support/postgres.ts). */
export default async function globalSetup() {
  if (process.env.COUNTERSIGN_TEST_PG) return;
  const server = await startServer();
  globalThis.stopTestServer = server.stop;
  process.env.COUNTERSIGN_TEST_PG = server.adminUrl;
}
