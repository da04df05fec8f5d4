import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import sql from 'sql-template-tag';
import { floodOf, propose, readAndCoSign } from '../support/acts.js';
import { eventually } from '../support/eventually.js';
import { House } from '../support/house.js';

jest.setTimeout(120_000);

let house: House;
let folder: string;

beforeAll(async () => {
  house = await House.open({ workers: 0 });
  folder = mkdtempSync(join(tmpdir(), 'countersign-audit-'));
  const { id } = await propose(house.person('priya'), floodOf(18_000));
  await readAndCoSign(house.person('tom'), id);
});
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await house?.close();
});

const get = async (who: string | undefined, file = 'audit.jsonl.gz'): Promise<Response> => {
  const headers: Record<string, string> = who ? { authorization: `Bearer ${await house.person(who).bearer()}` } : {};
  return fetch(`${house.urls[0] ?? ''}/export/${file}`, { headers });
};
const told = async (who: string) =>
  (await house.ground.factsOf(`per_${who}`)).filter(({ name }) => name.startsWith('export.')).map(({ name, body }) => ({ name, ...body }));

it('is given to admins and auditors, as one file that is verified without us, and is told', async () => {
  await house.ground.rows(`UPDATE people SET roles = '{AUDITOR}' WHERE handle = 'omar'`);
  for (const who of ['omar', 'wei']) {
    const answer = await get(who);
    expect(answer.headers.get('content-type')).toBe('application/gzip');
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit.jsonl.gz"');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    writeFileSync(join(folder, 'audit.jsonl.gz'), Buffer.from(await answer.arrayBuffer()));
  }
  writeFileSync(join(folder, 'verify.mjs'), await (await get(undefined, 'verify.mjs')).text());
  const verified = spawnSync(process.execPath, ['verify.mjs', 'audit.jsonl.gz'], { cwd: folder, encoding: 'utf8' });
  expect(verified).toMatchObject({ status: 0, stderr: '' });
  expect(verified.stdout).toMatch(/facts/);
  const [begun, ended] = await eventually(
    () => told('omar'),
    ({ length }) => length === 2,
    10_000,
  );
  expect(begun).toMatchObject({ name: 'export.begun', list: 'audit' });
  expect(ended).toMatchObject({ name: 'export.ended', whole: true, exportId: begun?.['exportId' as never] });
});

it('holds no word of a customer, nor of anybody', async () => {
  const words = gunzipSync(Buffer.from(await (await get('wei')).arrayBuffer())).toString();
  for (const secret of ['Adele', 'flood', 'adele@', 'Priya']) expect(words).not.toContain(secret);
  expect(words.trim().split('\n').length).toBeGreaterThan(20);
});

it.each([
  ['an agent', 'priya', 403, 'Only auditors and admins take the history out.'],
  ['a reviewer', 'renee', 403, 'Only auditors and admins take the history out.'],
  ['a stranger', undefined, 401, ''],
])('is refused to %s', async (_, who, status, sentence) => {
  const answer = await get(who);
  expect(answer.status).toBe(status);
  expect(await answer.text()).toContain(sentence);
});

it('is refused to a machine, whatever its token may read', async () => {
  const token = { name: 'archive', scopes: ['READ'], expiresAt: new Date(Date.now() + 86_400_000).toISOString() };
  const { secret } = await house.person('ana').run<{ secret: string }>('createApiToken', token, 'secret');
  const { errors, ...asked } = await house.holder(secret).send<{ people: unknown }>('{ people(first: 1) { totalCount } }');
  expect([errors, asked.status]).toEqual([undefined, 200]);
  const before = await house.ground.rows(`SELECT id FROM facts WHERE name = 'export.begun'`);
  const answer = await fetch(`${house.urls[0] ?? ''}/export/audit.jsonl.gz`, { headers: { authorization: `Bearer ${secret}` } });
  expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('This is for people only.')]);
  expect(await house.ground.rows(`SELECT id FROM facts WHERE name = 'export.begun'`)).toEqual(before);
});

it('leaves no connection behind when its reader goes', async () => {
  const leaving = new AbortController();
  const headers = { authorization: `Bearer ${await house.person('omar').bearer()}` };
  const { admin } = house.ground;
  await admin.query('BEGIN; LOCK TABLE seal_keys IN ACCESS EXCLUSIVE MODE'); // so that it is under way for as long as we want
  const asked = fetch(`${house.urls[0] ?? ''}/export/audit.jsonl.gz`, { headers, signal: leaving.signal }).catch(() => undefined);
  const open = () =>
    house.ground.superuser.query(
      sql`SELECT 1 FROM pg_stat_activity WHERE application_name = 'countersign api: audit export' AND datname = current_database()`,
    );
  expect(await eventually(open, ({ length }) => length === 1)).toHaveLength(1);
  leaving.abort();
  await asked;
  await admin.query('COMMIT');
  expect(await eventually(open, ({ length }) => length === 0)).toEqual([]);
  const last = await eventually(
    async () => (await told('omar')).at(-1) as { whole?: boolean } | undefined,
    (fact) => fact?.whole === false,
  );
  expect(last).toMatchObject({ name: 'export.ended', whole: false });
});

it('ends where the right to it ends, and is seen to be cut off', async () => {
  await house.ground.rows(`INSERT INTO people (id, human_id, kind, name, handle, email)
    SELECT 'per_many' || n, 'hum_many' || n, 'PERSON', 'Many', 'many' || n, 'many' || n || '@bank.example' FROM generate_series(1, 5100) n`);
  const { admin } = house.ground;
  await admin.query(
    `DO $$ BEGIN EXECUTE format('ALTER ROLE countersign_api IN DATABASE %I SET lock_timeout = 60000', current_database()); END $$`,
  );
  const asked = await house.person('ana').bearer();
  await admin.query('BEGIN; LOCK TABLE seal_keys IN ACCESS EXCLUSIVE MODE'); // these are read before all people
  const taken = fetch(`${house.urls[0] ?? ''}/export/audit.jsonl.gz`, { headers: { authorization: `Bearer ${asked}` } })
    .then((answer) => answer.arrayBuffer())
    .then(
      () => 'whole',
      () => 'cut off',
    );
  const begun = ({ length }: { length: number }): boolean => length === 1;
  await eventually(() => told('ana'), begun, 30_000);
  await admin.query(`UPDATE people SET roles = '{AGENT}' WHERE handle = 'ana'; COMMIT`);
  expect(await taken).toBe('cut off');
  const [, ended] = await eventually(
    () => told('ana'),
    ({ length }) => length === 2,
    30_000,
  );
  expect(ended).toMatchObject({ name: 'export.ended', whole: false, rows: 5_000 });
});
