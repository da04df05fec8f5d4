import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { eventually } from '../support/eventually.js';
import { House } from '../support/house.js';

jest.setTimeout(120_000);

interface Shown {
  id: string;
  name: string;
  scopes: string[];
  lastUsedAt: string | null;
  revokedAt: string | null;
  createdBy: { name: string };
  machine: { name: string; active: boolean };
}

const SHOWN = 'nodes { id name scopes createdAt expiresAt lastUsedAt revokedAt createdBy { name } machine { name active } } totalCount';

let house: House;
beforeAll(async () => {
  house = await House.open({ workers: 0 });
});
afterAll(() => house?.close());

const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();
async function make(name: string, who = 'wei', scopes = ['READ']): Promise<{ token: { id: string }; secret: string }> {
  return house.person(who).run('createApiToken', { name, scopes, expiresAt: inDays(30) }, 'secret token { id }');
}
async function list(args: string, who = 'wei'): Promise<{ nodes: Shown[]; totalCount: number }> {
  return (await house.person(who).ask<{ apiTokens: { nodes: Shown[]; totalCount: number } }>(`{ apiTokens(${args}) { ${SHOWN} } }`))
    .apiTokens;
}
const names = ({ nodes }: { nodes: readonly Shown[] }): string[] => nodes.map(({ name }) => name);

it('shows admins and auditors who made which token, for which machine, and never what proves it', async () => {
  const { token, secret } = await make('payments', 'ana', ['READ', 'FULFIL']);
  const found = await list('first: 10');
  expect(found.nodes).toEqual([
    expect.objectContaining({
      id: token.id,
      name: 'payments',
      scopes: ['READ', 'FULFIL'],
      lastUsedAt: null,
      revokedAt: null,
      createdBy: { name: 'Ana' },
      machine: { name: 'payments', active: true },
    }),
  ]);
  expect(JSON.stringify(found)).not.toContain(secret.slice(4, 20));
  await house.ground.admin.query(`UPDATE people SET roles = '{AUDITOR}' WHERE handle = 'ivy'`);
  expect(names(await list('first: 10', 'ivy'))).toEqual(['payments']);
  expect(await house.person('ivy').ask(`{ node(id: "${token.id}") { id } }`)).toEqual({ node: { id: token.id } });
});

it('tells nobody else, and no machine', async () => {
  const { secret, token } = await make('curious');
  for (const caller of [house.person('priya'), house.person('omar'), house.holder(secret)]) {
    const { errors } = await caller.send('{ apiTokens(first: 1) { nodes { name } } }');
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
    expect(await caller.ask(`{ node(id: "${token.id}") { id } }`)).toEqual({ node: null });
  }
});

it('says when a token was last used', async () => {
  const { secret, token } = await make('used');
  await house.holder(secret).ask('{ me { id } }');
  const lastUse = async () => (await list('first: 1')).nodes[0];
  const found = await eventually(lastUse, (row) => row?.lastUsedAt !== null);
  expect(found?.id).toBe(token.id);
  expect(Math.abs(Date.now() - Date.parse(found?.lastUsedAt ?? ''))).toBeLessThan(60_000);
});

it('lists those that work apart from those that ended, the newest first, page by page', async () => {
  const before = names(await list('ended: false'));
  const [taken] = [await make('taken back'), await make('run out'), await make('stays')];
  await house.person('wei').run('revokeApiToken', { tokenId: taken.token.id }, 'token { revokedAt }');
  await house.ground.admin.query(
    `UPDATE api_tokens SET created_at = created_at - interval '2 hours', expires_at = house_now() - interval '1 second' WHERE name = 'run out'`,
  );
  expect(names(await list('ended: false'))).toEqual(['stays', ...before]);
  const ended = await list('ended: true');
  expect([names(ended), ended.totalCount]).toEqual([['taken back', 'run out'], 2]);
  const all = await list('first: 100');
  const first = await house
    .person('wei')
    .ask<{ apiTokens: { nodes: Shown[]; pageInfo: { endCursor: string; hasNextPage: boolean } } }>(
      `{ apiTokens(first: 2) { ${SHOWN} pageInfo { endCursor hasNextPage } } }`,
    );
  expect(first.apiTokens.pageInfo.hasNextPage).toBe(true);
  const rest = await list(`first: 100, after: "${first.apiTokens.pageInfo.endCursor}"`);
  expect([...names(first.apiTokens), ...names(rest)]).toEqual(names(all));
  expect(all.totalCount).toBe(all.nodes.length);
});
