import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrate, type RolePasswords } from '#database';
import { runQueueMigrations } from '#jobs';
import { KNOWN_CAUSES, listCauses } from './known-causes.js';

/** A database of a suite's own, at head, with the roles of production. */
export interface TestDatabase {
  /** As superuser: may move the clock, break walls, look everywhere. */
  readonly adminUrl: string;
  readonly apiUrl: string;
  readonly workerUrl: string;
  readonly sealUrl: string;
  /** Removes it, whoever is still connected. */
  drop(): Promise<void>;
}

const TEMPLATE = 'tpl';
/** Roles are of the cluster, not of a database, so all suites of a run share them. */
const PASSWORDS: RolePasswords = { api: 'api', worker: 'worker', seal: 'seal' };

/** A fresh copy of the migrated template: 130 ms. The template is made by the first suite of the run that asks. */
export async function cloneDatabase(): Promise<TestDatabase> {
  const name = `suite_${randomUUID().replaceAll('-', '')}`;
  await asAdmin(async (admin) => {
    await admin.query('SELECT pg_advisory_lock(7305, 100)'); // held until the connection ends
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [TEMPLATE]);
    if (rowCount === 0) await makeTemplate(admin);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE} STRATEGY file_copy`);
    // A copy has the tables of its template, but not its rights on the database itself.
    await admin.query(`REVOKE ALL ON DATABASE ${name} FROM PUBLIC;
      GRANT CONNECT ON DATABASE ${name} TO countersign_owner, countersign_api, countersign_worker, countersign_seal;
      GRANT TEMPORARY ON DATABASE ${name} TO countersign_owner, countersign_worker`);
  });
  return {
    adminUrl: urlOf(name),
    apiUrl: urlOf(name, 'api'),
    workerUrl: urlOf(name, 'worker'),
    sealUrl: urlOf(name, 'seal'),
    drop: () => asAdmin((admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

/** An empty database without any of our tables, for the tests of `migrate` itself. */
export async function emptyDatabase(): Promise<Pick<TestDatabase, 'adminUrl' | 'drop'>> {
  const name = `empty_${randomUUID().replaceAll('-', '')}`;
  await asAdmin((admin) => admin.query(`CREATE DATABASE ${name}`));
  return { adminUrl: urlOf(name), drop: () => asAdmin((admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)) };
}

/** Built under another name first: a run that dies in the middle leaves no half a template. */
async function makeTemplate(admin: pg.Client): Promise<void> {
  const half = `${TEMPLATE}_half`;
  await admin.query(`DROP DATABASE IF EXISTS ${half} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${half}`);
  await migrate({ adminUrl: urlOf(half), passwords: PASSWORDS });
  await runQueueMigrations(urlOf(half));
  const client = new pg.Client({ connectionString: urlOf(half) });
  await client.connect();
  await listCauses(client, KNOWN_CAUSES);
  await client.end();
  await admin.query(`ALTER DATABASE ${half} RENAME TO ${TEMPLATE}`);
}

async function asAdmin(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: serverUrl().href });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

function urlOf(database: string, role?: keyof RolePasswords): string {
  const url = serverUrl();
  url.pathname = `/${database}`;
  if (role) Object.assign(url, { username: `countersign_${role}`, password: PASSWORDS[role] });
  return url.href;
}

function serverUrl(): URL {
  const given = process.env.COUNTERSIGN_TEST_PG;
  if (!given) throw new Error('There is no PostgreSQL for tests: start them by jest, whose globalSetup starts one.');
  return new URL(given);
}
