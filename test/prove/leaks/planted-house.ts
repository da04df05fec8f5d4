import { chmod, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Redis } from 'ioredis';
import pg from 'pg';
import { demoProviderPort } from '../../../apps/cli/src/oidc/demo-issuer.js';
import { type RunningProvider, startProvider } from '../../../apps/cli/src/oidc/provider.js';
import { demoToken } from '../../../apps/cli/src/token.command.js';
import { hasRedis, startRedis, type TestRedis } from '../../support/redis.js';
import { freePort } from '../../support/server.mjs';
import { TestBrowser } from '../../support/browser.js';
import { Program } from './program.js';
import type { Secrets } from './secrets.js';

const READY_MS_MOST = 60_000;

/** A real house, as `countersign start` runs it, in which every secret is a planted one. */
export interface PlantedHouse {
  readonly program: Program;
  readonly url: string;
  readonly workerUrl: string;
  readonly sealerUrl: string;
  readonly apiUrl: string;
  /** Its variables, for other programs of the same house. */
  readonly env: Readonly<Record<string, string>>;
  readonly admin: pg.Client;
  readonly redis: TestRedis | undefined;
  /** Of an admin of the house who signed in. */
  readonly bearer: string;
  readonly cookie: string;
  /** Of a machine; not yet planted where it is shown once. */
  readonly apiToken: string;
  /** Ends it, and answers all that its processes wrote. */
  close(): Promise<string>;
}

/** Where it is opened. */
export interface Site {
  readonly secrets: Secrets;
  readonly folder: string;
  /** Of an empty database, as its superuser. */
  readonly adminUrl: string;
}

/** Opens it, and lets an admin sign in and make a token for a machine. */
export async function openHouse({ secrets, folder, adminUrl }: Site): Promise<PlantedHouse> {
  const [port, workerPort, sealerPort] = [await freePort(demoProviderPort), await freePort(), await freePort()];
  const dataDir = join(folder, 'data');
  await mkdir(dataDir);
  await chmod(folder, 0o755);
  const provider = await startProvider({
    port: demoProviderPort(port),
    apiPort: port,
    dataDir: folder,
    people: [{ handle: 'wei', name: 'Wei', roles: [], about: '' }],
  });
  const redis = hasRedis() ? await startRedis() : undefined;
  const env = {
    NODE_ENV: 'production',
    LOG_LEVEL: 'trace',
    COUNTERSIGN_DATA: dataDir,
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    WORKER_HEALTH_PORT: String(workerPort),
    SEALER_HEALTH_PORT: String(sealerPort),
    DATABASE_URL: await plantedAdmin(adminUrl, secrets),
    ...passwords(secrets),
    ...identity(provider, secrets),
    ...(redis ? { REDIS_URL: await locked(redis, secrets) } : {}),
  };
  const program = new Program('cli', ['start'], env);
  await says(program, 'Countersign is ready');
  const url = `http://localhost:${port}`;
  const admin = new pg.Client({ connectionString: adminUrl });
  admin.on('error', () => undefined);
  await admin.connect();
  await admin.query(WEI, [provider.issuer]);
  await keysOf(dataDir, secrets);
  const bearer = secrets.know('access token', await demoToken('wei', { port, dataDir: folder, people: [{ handle: 'wei' }] }));
  const close = async (): Promise<string> => {
    await admin.end().catch(() => undefined);
    const wrote = await program.stop();
    await provider.stop();
    await redis?.stop();
    return wrote;
  };
  return {
    ...{ program, url, env, admin, redis, bearer, close },
    workerUrl: `http://127.0.0.1:${workerPort}`,
    sealerUrl: `http://127.0.0.1:${sealerPort}`,
    apiUrl: asApi(adminUrl, env.API_ROLE_PASSWORD),
    cookie: await signedIn(url, secrets),
    apiToken: await machine(url, bearer, secrets),
  };
}

const WEI = `WITH wei AS (INSERT INTO people (id, human_id, kind, name, handle, email, roles, faces_customers)
    VALUES ('per_wei', 'hum_wei', 'PERSON', 'Wei', 'wei', 'wei@bank.example', '{ADMIN,AGENT}', true) RETURNING id)
  INSERT INTO identities (issuer, subject, person_id) SELECT $1, 'wei', id FROM wei`;

async function plantedAdmin(adminUrl: string, secrets: Secrets): Promise<string> {
  const url = new URL(adminUrl);
  Object.assign(url, { username: 'planted_admin', password: secrets.make('admin password') });
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`CREATE ROLE planted_admin SUPERUSER LOGIN PASSWORD '${url.password}'`);
  await client.end();
  return url.href;
}

function passwords(secrets: Secrets) {
  const made = {
    API_ROLE_PASSWORD: secrets.make('api password'),
    WORKER_ROLE_PASSWORD: secrets.make('worker password'),
    SEAL_ROLE_PASSWORD: secrets.make('seal password'),
  };
  secrets.allow('api password', 'api');
  secrets.allow('worker password', 'worker');
  secrets.allow('seal password', 'sealer');
  return made;
}

function identity({ issuer, audience, jwksUrl, algorithm, clientId, clientSecret }: RunningProvider, secrets: Secrets) {
  secrets.know('client secret', clientSecret);
  secrets.allow('client secret', 'api');
  return {
    ...{ OIDC_ISSUER: issuer, OIDC_AUDIENCE: audience, OIDC_JWKS_URL: jwksUrl, OIDC_ALGORITHMS: algorithm },
    ...{ OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret },
  };
}

async function locked({ url }: TestRedis, secrets: Secrets): Promise<string> {
  const password = secrets.make('redis password');
  secrets.allow('redis password', 'api', 'worker');
  const client = new Redis(url);
  await client.config('SET', 'requirepass', password);
  client.disconnect();
  return url.replace('redis://', `redis://:${password}@`);
}

/** The private halves of the keys that the house made for itself. */
async function keysOf(dataDir: string, secrets: Secrets): Promise<void> {
  for (const entry of await readdir(dataDir, { recursive: true })) {
    if (!entry.endsWith('.private.jwk')) continue;
    const { d } = JSON.parse(await readFile(join(dataDir, entry), 'utf8')) as { d: string };
    secrets.know(`private key ${entry}`, d);
  }
}

async function signedIn(url: string, secrets: Secrets): Promise<string> {
  const browser = new TestBrowser();
  const page = await browser.follow(await browser.go(`${url}/sign-in?to=/explorer`));
  await browser.follow(await browser.go(page.url, { handle: 'wei' }), '/explorer');
  const cookie = browser.cookiesFor(`${url}/graphql`);
  secrets.know('session cookie', /countersign-\d+=([\w-]{20,})/.exec(cookie)?.[1] ?? '');
  return cookie;
}

async function machine(url: string, bearer: string, secrets: Secrets): Promise<string> {
  const expiresAt = new Date(Date.now() + 86_400_000).toISOString();
  const query = `mutation { createApiToken(input: { name: "robot", scopes: [READ], expiresAt: "${expiresAt}" }) { secret userErrors { message } } }`;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` };
  const answer = await fetch(`${url}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  const { data } = (await answer.json()) as { data: { createApiToken: { secret: string } } };
  return secrets.know('API token', data.createApiToken.secret);
}

function asApi(adminUrl: string, password: string): string {
  return Object.assign(new URL(adminUrl), { username: 'countersign_api', password }).href;
}

async function says(program: Program, words: string): Promise<void> {
  for (const end = Date.now() + READY_MS_MOST; Date.now() < end && program.isRunning; await sleep(50)) {
    if (program.output.includes(words)) return;
  }
  throw new Error(`It never said "${words}", but:\n${program.output}`);
}
