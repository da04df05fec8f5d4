import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { House } from '../support/house.js';

jest.setTimeout(120_000);

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house?.close());

interface Got {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

async function ask(path: string, { token, ...init }: RequestInit & { token?: string } = {}): Promise<Got> {
  const headers = { ...(init.headers as Record<string, string> | undefined), ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(`${house.urls[0] ?? ''}/ops/queues${path}`, { redirect: 'manual', ...init, headers });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
const tokenOf = (handle: string): Promise<string> => house.person(handle).bearer();
const PATHS = ['', '/api/queues', '/static/images/logo.svg'];

it('is for admins: nobody gets 401, everybody else and every machine 403, at each of its addresses', async () => {
  const input = { name: 'curious', scopes: ['READ', 'WEBHOOKS'], expiresAt: new Date(Date.now() + 86_400_000).toISOString() };
  const { secret } = await house.person('wei').run<{ secret: string }>('createApiToken', input, 'secret');
  await house.ground.admin.query(`UPDATE people SET roles = '{AUDITOR}' WHERE handle = 'ivy'`);
  for (const path of PATHS) {
    expect((await ask(path)).status).toBe(401);
    expect((await ask(path, { token: 'cst_none' })).status).toBe(401);
    for (const token of [await tokenOf('priya'), await tokenOf('omar'), await tokenOf('ivy'), secret])
      expect((await ask(path, { token })).status).toBe(403);
    expect((await ask(path, { token: await tokenOf('wei') })).status).toBe(200);
  }
});

it('counts no cookie that another site sends, and leads whoever typed the address over our own page', async () => {
  expect((await ask('/api/queues', { headers: { cookie: 'countersign=x', 'sec-fetch-site': 'cross-site' } })).status).toBe(401);
  const typed = await ask('', { headers: { 'sec-fetch-site': 'none' } });
  expect([typed.status, typed.headers.get('location')]).toEqual([302, '/ops']);
});

it('shows every kind of job, to be looked at only, and no way out of the house', async () => {
  const token = await tokenOf('wei');
  const list = async () => (await ask('/api/queues?activeQueue=&page=1', { token })).text;
  const { queues } = JSON.parse(await eventually(list, (text) => text.includes('"queues"'))) as {
    queues: { name: string; readOnlyMode: boolean; allowRetries: boolean }[];
  };
  expect(queues.map(({ name }) => name)).toContain('route-review');
  expect(queues.every(({ readOnlyMode, allowRetries }) => readOnlyMode && !allowRetries)).toBe(true);
  const { text, headers } = await ask('', { token });
  expect(text).not.toMatch(/https?:|<%/);
  expect(text).toContain('<base href="/ops/queues/"');
  expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; script-src 'self'; connect-src 'self'/);
});

it('has no address by which anything changes, and no file beside its own', async () => {
  const token = await tokenOf('wei');
  const changes: [string, string][] = [
    ['PUT', '/api/queues/pause'],
    ['PUT', '/api/queues/send-mail/pause'],
    ['PUT', '/api/queues/send-mail/empty'],
    ['PUT', '/api/queues/send-mail/obliterate'],
    ['POST', '/api/queues/send-mail/add'],
    ['PATCH', '/api/queues/send-mail/1/update-data'],
  ];
  for (const [method, path] of changes)
    expect([path, (await ask(path, { method, token, body: '{}', headers: { 'content-type': 'application/json' } })).status]).toEqual([
      path,
      404,
    ]);
  for (const path of ['/static/none.js', '/static/..%2f..%2fpackage.json', '/api/none'])
    expect([path, (await ask(path, { token })).status]).toEqual([path, 404]);
});
