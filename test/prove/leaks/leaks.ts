import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { emptyDatabase } from '../../support/postgres.js';
import type { Proof } from '../proof.js';
import { mistakes } from './bad-settings.js';
import { openHouse, type PlantedHouse } from './planted-house.js';
import { familyOf, Program, type ProgramName } from './program.js';
import { Secrets } from './secrets.js';

/** How long a program that is badly set up may take to say so, in milliseconds. */
const TOLD_MS_MOST = 8_000;
const AT_ONCE = 3;
/** So many the promise speaks of: fewer would mean that a kind of secret is not planted any more. */
const SECRETS_LEAST = 12;

/** What is proven, and where it is looked. */
interface Search {
  readonly proof: Proof;
  readonly secrets: Secrets;
}

/**
 * Secrets of every kind are planted in a real house, which is then used, asked what nobody should ask, broken, and badly set up. None of them
 * may stand in anything that it writes, answers, stores, or shows in the list of processes; and no process has the secret of another one. With
 * `--leave-one`, one stands in the name of somebody, and the programme must fail.
 */
export async function leaks(proof: Proof): Promise<void> {
  const search = { proof, secrets: new Secrets() };
  const folder = await mkdtemp(join(tmpdir(), 'countersign-leaks-'));
  const database = await emptyDatabase();
  try {
    const house = await openHouse({ secrets: search.secrets, folder, adminUrl: database.adminUrl });
    proof.say(`${search.secrets.names.length} secrets: ${search.secrets.names.join(', ')}.`);
    try {
      await used(search, house);
      await seenFromOutside(search, house);
      await stored(search, house);
      await commanded(search, house);
      await broken(search, house);
    } finally {
      looked(search, 'all that the house wrote', await house.close());
    }
    await badlySetUp(search, house, folder);
    const planted = search.secrets.names.length + (house.redis ? 0 : 1); // where there is no Redis, it has no password
    proof.check(planted >= SECRETS_LEAST, `Only ${search.secrets.names.length} secrets were planted.`);
    await proof.judge(house.apiUrl);
  } finally {
    await database.drop();
    await rm(folder, { recursive: true, force: true });
  }
}

function looked({ proof, secrets }: Search, where: string, text: string): void {
  const found = secrets.in(text);
  proof.check(found.length === 0, `The ${found.join(' and the ')} stands in ${where}.`);
}

/** Good calls and bad ones, with every kind of proof of who calls; what comes back tells none of it. */
async function used(search: Search, { url, workerUrl, sealerUrl, bearer, cookie, apiToken, admin }: PlantedHouse): Promise<void> {
  if (search.proof.options['leave-one']) await admin.query(`UPDATE people SET name = $1 WHERE id = 'per_wei'`, [search.secrets.list[0]]);
  const credentials: Record<string, string>[] = [
    { authorization: `Bearer ${bearer}` },
    { authorization: `Bearer ${apiToken}` },
    { authorization: `Bearer ${bearer}x` },
    { authorization: `Bearer ${apiToken}x` },
    { authorization: `Basic ${bearer}` },
    { authorization: bearer },
    { cookie, 'sec-fetch-site': 'same-origin' },
    { cookie: `${cookie}x`, 'sec-fetch-site': 'same-origin' },
    { cookie, 'sec-fetch-site': 'cross-site' },
  ];
  for (const headers of credentials) {
    const people = await fetch(`${url}/scim/v2/Users?filter=userName%20eq%20%22${apiToken}%22`, { headers });
    looked(search, `the answer of SCIM to ${Object.keys(headers).join()}`, (await people.text()) + JSON.stringify([...people.headers]));
    for (const query of [
      '{ me { id name email } }',
      `{ node(id: "${apiToken}") { id } }`,
      `{ ${apiToken.replaceAll(/\W/g, '_')} }`,
      '{ me {',
      '',
    ]) {
      const send = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify({ query }) };
      const answer = await fetch(`${url}/graphql`, send);
      // What a caller wrote into the query may come back in the sentence about it; the caller knows it.
      const text = (await answer.text()).replaceAll(apiToken, '').replaceAll(apiToken.replaceAll(/\W/g, '_'), '');
      looked(search, `the answer to ${Object.keys(headers).join()} and ${query.slice(0, 12)}`, text + JSON.stringify([...answer.headers]));
    }
  }
  const paths = [
    '/readyz',
    '/readyz?verbose',
    '/healthz',
    '/.well-known/jwks.json',
    '/nothing-here',
    '/sign-in/callback?code=x&state=y',
    '/',
  ];
  for (const at of [...paths.map((path) => url + path), `${workerUrl}/readyz?verbose`, `${sealerUrl}/readyz?verbose`]) {
    const answer = await fetch(at, { redirect: 'manual' });
    looked(search, `the answer of ${at}`, (await answer.text()) + JSON.stringify([...answer.headers]));
  }
}

/** The list of processes shows arguments to everybody, and an environment to whoever has the same account. */
async function seenFromOutside({ proof, secrets }: Search, { program }: PlantedHouse): Promise<void> {
  const family = await familyOf(program.pid);
  for (const { name, args, environment } of family) {
    proof.check(secrets.in(args).length === 0, `The arguments of ${name} hold the ${secrets.in(args).join()}.`);
    if (name === 'cli') continue; // it was given them all, and starts the others
    const more = secrets.in(environment).filter((secret) => !secrets.mayKnow(name, secret));
    proof.check(more.length === 0, `The environment of ${name} holds the ${more.join(' and the ')}.`);
  }
  proof.say(`${family.length} processes: ${family.map(({ name }) => name).join(', ')}.`);
}

async function stored({ proof, secrets }: Search, { admin }: PlantedHouse): Promise<void> {
  const { rows } = await admin.query<{ name: string }>(
    `SELECT format('%I.%I', n.nspname, c.relname) AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'm', 'p') AND n.nspname <> 'pg_toast'`,
  );
  for (const { name } of rows) {
    const found = await admin.query(
      `SELECT 1 FROM ${name} t WHERE EXISTS (SELECT 1 FROM unnest($1::text[]) AS s WHERE strpos(t::text, s) > 0)`,
      [secrets.list],
    );
    proof.check(found.rowCount === 0, `A secret stands in the table ${name}.`);
  }
}

/** The commands that somebody runs beside it, with the same settings. */
async function commanded(search: Search, { env }: PlantedHouse): Promise<void> {
  for (const words of [
    ['doctor'],
    ['migrate', '--check'],
    ['migrate'],
    ['receipt', 'rotate'],
    ['token', '--as', 'wei'],
    ['start'],
    ['nothing'],
  ]) {
    const wrote = await new Program('cli', words, env).ended(TOLD_MS_MOST);
    looked(search, `what "countersign ${words.join(' ')}" wrote`, wrote);
  }
}

/** Everything that it holds on to goes away under it: passwords change, connections are cut, Redis stops. Its log tells of it. */
async function broken(search: Search, { admin, redis, url, bearer, env }: PlantedHouse): Promise<void> {
  await redis?.stop();
  await admin.query(
    `ALTER ROLE countersign_api PASSWORD 'changed'; ALTER ROLE countersign_worker PASSWORD 'changed'; ALTER ROLE countersign_seal PASSWORD 'changed'`,
  );
  await admin.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename ~ '^countersign_' AND datname = current_database()`,
  );
  for (let n = 0; n < 6; n++) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${bearer}` };
    const body = JSON.stringify({ query: '{ me { id } }' });
    for (const answer of [await fetch(`${url}/graphql`, { method: 'POST', headers, body }), await fetch(`${url}/readyz?verbose`)]) {
      looked(search, 'an answer while the database is gone', await answer.text());
    }
    await sleep(500);
  }
  await admin.query(`ALTER ROLE countersign_api PASSWORD '${env.API_ROLE_PASSWORD}'`); // whoever judges it in the end logs in as it
}

/** Each program with each mistake in each secret setting, and with keys that are none. */
async function badlySetUp(search: Search, { env }: PlantedHouse, folder: string): Promise<void> {
  const secret = search.secrets.make('misspelt secret');
  await damageKeys(join(folder, 'data'), secret);
  const tries: [ProgramName, string[]][] = [
    ['cli', ['doctor']],
    ['cli', ['start']],
    ['api', []],
    ['worker', []],
    ['sealer', []],
  ];
  const unready = { ...env, DATABASE_URL: env.DATABASE_URL?.replace(/@[^/]+/, '@127.0.0.1:1') ?? '', PORT: '1' };
  const runs = mistakes(secret, unready).flatMap((mistake) => tries.map(([name, words]) => ({ ...mistake, name, words })));
  runs.push(...tries.map(([name, words]) => ({ story: 'keys that are none', env: { ...env, PORT: '1' }, name, words })));
  const chosen = search.proof.long ? runs : search.proof.chance.shuffled(runs).slice(0, search.proof.rounds(40, runs.length));
  const lane = async (): Promise<void> => {
    for (let run = chosen.pop(); run; run = chosen.pop()) {
      const wrote = await new Program(run.name, run.words, run.env).ended(TOLD_MS_MOST);
      looked(search, `what ${run.name} ${run.words.join(' ')} wrote with ${run.story}`, wrote);
    }
  };
  const [count, of] = [chosen.length, runs.length];
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  search.proof.say(`${count} of ${of} ways to set it up badly.`);
}

async function damageKeys(dataDir: string, secret: string): Promise<void> {
  for (const entry of await readdir(dataDir, { recursive: true })) {
    if (entry.endsWith('.private.jwk')) await writeFile(join(dataDir, entry), `{ "kty": "OKP", "d": "${secret}", `);
  }
}
