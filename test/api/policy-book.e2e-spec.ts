import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { brokenInvariants } from '#audit';
import { House } from '../support/house.js';

jest.setTimeout(120_000);

interface Told {
  done: boolean;
  dryRun: boolean;
  replayed: boolean;
  files: number;
  created: number;
  changed: number;
  unchanged: number;
  createdFiles: string[];
  changedFiles: string[];
  faultCount: number;
  faults: {
    file: string;
    line: number;
    field: string | null;
    code: string;
    message: string;
    template: string;
    values: readonly object[];
  }[];
  errors?: { message: string; extensions: { code: string } }[];
}
interface File {
  name: string;
  text: string;
}

let house: House;
beforeAll(async () => {
  house = await House.open({ workers: 0 });
});
afterAll(() => house?.close());

const fees = (n: number, text = `Late fee ${n} is given back.`, more: string[] = []): File => ({
  name: `fees-${n}.md`,
  text: [
    '---',
    `ref: FEES-${n}`,
    `title: Late fee ${n}`,
    'kinds: [FEE_WAIVER]',
    `causes: [cause-${n}]`,
    'limit: 100.00 AUD',
    ...more,
    '---',
    '',
    text,
    '',
  ].join('\n'),
});
const versions = () =>
  house.ground.rows<{ ref: string; number: number; status: string }>(
    `SELECT p.book_ref AS ref, v.number, v.status FROM policy_versions v JOIN policies p ON p.id = v.policy_id WHERE p.book_ref LIKE 'FEES-%' ORDER BY p.number, v.number`,
  );
const headersOf = async (as: string): Promise<Record<string, string>> => ({ authorization: `Bearer ${await house.person(as).bearer()}` });

async function send(body: string | Buffer, { as = 'renee', asked = '', more = {} } = {}) {
  const headers = { 'content-type': 'application/json', ...(await headersOf(as)), ...more };
  const answer = await fetch(`${house.urls[0] ?? ''}/policies/import${asked}`, { method: 'POST', headers, body });
  return { status: answer.status, body: (await answer.json()) as Told };
}
const post = (files: File[], options = {}) => send(JSON.stringify({ files }), options);
const get = async (as = 'priya') => {
  const answer = await fetch(`${house.urls[0] ?? ''}/policies/export`, { headers: await headersOf(as) });
  return { status: answer.status, headers: answer.headers, body: (await answer.json()) as { files: File[] } };
};
const activate = async (ref: string, as: string) => {
  const [row] = await house.ground.rows<{ id: string }>(
    `SELECT v.id FROM policy_versions v JOIN policies p ON p.id = v.policy_id WHERE p.book_ref = '${ref}' AND v.status = 'PROPOSED' ORDER BY v.number DESC LIMIT 1`,
  );
  return house
    .person(as)
    .run<{ policyVersion: { status: string; effectiveFrom: string; owner: string | null } | null }>(
      'activatePolicyVersion',
      { policyVersionId: row?.id ?? '' },
      'policyVersion { status effectiveFrom owner wantedFrom policy { bookRef } }',
    );
};

describe('a policy book of three files', () => {
  const book = [fees(1, undefined, ['owner: Cards', 'effective from: 2019-07-01']), fees(2), fees(3)];

  it('is told what it would do, and then is proposed as a whole; nothing is in force by it', async () => {
    const would = await post(book, { asked: '?dryRun=true' });
    expect(would).toMatchObject({ status: 200, body: { done: false, dryRun: true, files: 3, created: 3, faultCount: 0 } });
    expect(await versions()).toEqual([]);
    const did = await post(book, { more: { 'idempotency-key': 'book-1' } });
    expect(did).toMatchObject({ status: 200, body: { done: true, created: 3, createdFiles: ['fees-1.md', 'fees-2.md', 'fees-3.md'] } });
    expect(await versions()).toEqual([1, 2, 3].map((n) => ({ ref: `FEES-${n}`, number: 1, status: 'PROPOSED' })));
    expect(
      await house.ground.rows(
        `SELECT f.name, count(*)::int AS n FROM facts f WHERE f.actor_id = 'per_renee' AND f.name LIKE 'polic%' GROUP BY 1 ORDER BY 1`,
      ),
    ).toEqual([
      { name: 'policies.imported', n: 1 },
      { name: 'policy.drafted', n: 3 },
      { name: 'policy.proposed', n: 3 },
    ]);
  });

  it('changes nothing the second time, with its key or without it', async () => {
    expect((await post(book)).body).toMatchObject({ done: true, created: 0, changed: 0, unchanged: 3 });
    expect((await post(book, { more: { 'idempotency-key': 'book-1' } })).body).toMatchObject({ replayed: true, created: 3 });
    const other = await post([fees(4)], { more: { 'idempotency-key': 'book-1' } });
    expect([other.status, other.body.faults[0]?.code]).toEqual([422, 'IDEMPOTENCY_KEY_REUSED']);
    expect(await versions()).toHaveLength(3);
  });

  it('is activated by another reviewer only, from now where its date has passed', async () => {
    expect(await activate('FEES-1', 'renee')).toMatchObject({ policyVersion: null, userErrors: [{ code: 'SAME_REVIEWER' }] });
    const [clock] = await house.ground.rows<{ now: Date }>('SELECT house_now() AS now');
    const active = await activate('FEES-1', 'omar');
    expect(active).toMatchObject({
      userErrors: [],
      policyVersion: { status: 'ACTIVE', owner: 'Cards', wantedFrom: '2019-06-30T14:00:00.000Z', policy: { bookRef: 'FEES-1' } },
    });
    expect(Date.parse(active.policyVersion?.effectiveFrom ?? '')).toBeGreaterThanOrEqual(clock?.now.getTime() ?? Infinity);
    expect((await post(book)).body).toMatchObject({ done: true, unchanged: 3 });
  });

  it('makes another version of the file that changed, and of no other; a date to come is kept to', async () => {
    const changed = [fees(1, 'Late fee 1 is given back twice.', ['effective from: 2099-01-01']), fees(2)];
    expect((await post(changed, { as: 'omar' })).body).toMatchObject({ done: true, changed: 1, changedFiles: ['fees-1.md'], unchanged: 1 });
    expect((await versions()).slice(0, 3)).toEqual([
      { ref: 'FEES-1', number: 1, status: 'ACTIVE' },
      { ref: 'FEES-1', number: 2, status: 'PROPOSED' },
      { ref: 'FEES-2', number: 1, status: 'PROPOSED' },
    ]);
    expect(await activate('FEES-1', 'renee')).toMatchObject({
      userErrors: [],
      policyVersion: { status: 'ACTIVE', effectiveFrom: '2098-12-31T13:00:00.000Z' },
    });
  });

  it('is found by the ref of the book', async () => {
    const { policies } = await house
      .person('priya')
      .ask<{ policies: { nodes: object[] } }>('{ policies(text: "fees-2") { nodes { title bookRef } } }');
    expect(policies.nodes).toEqual([{ title: 'Late fee 2', bookRef: 'FEES-2' }]);
  });

  it('from two reviewers at once makes everything once', async () => {
    const more = Array.from({ length: 40 }, (_, n) => fees(100 + n));
    const reports = await Promise.all(['renee', 'omar'].map((as) => post(more, { as })));
    expect(reports.map(({ body }) => [body.created, body.unchanged]).sort()).toEqual([
      [0, 40],
      [40, 0],
    ]);
  });
});

describe('a policy book goes out', () => {
  it('with what is in force, and comes in again without a change', async () => {
    expect(await activate('FEES-3', 'omar')).toMatchObject({ userErrors: [] });
    const { status, headers, body } = await get();
    expect([status, headers.get('content-disposition'), headers.get('cache-control')]).toEqual([
      ...[200, 'attachment; filename="policies.json"', 'no-store'],
    ]);
    expect(body.files.map(({ text }) => /ref: (.*)/.exec(text)?.[1])).toEqual(['FEES-1', 'FEES-3']);
    expect(body.files[0]?.text).toMatch(
      /^---\nref: FEES-1\ntitle: Late fee 1\nkinds:\n {2}- FEE_WAIVER\n[^]*limit: 100\.00 AUD\neffective from: [^]*\n---\n\nLate fee 1 is given back\.\n$/,
    );
    expect((await post(body.files)).body).toMatchObject({ done: true, created: 0, changed: 0, unchanged: body.files.length });
    const told = (await house.ground.factsOf('per_priya')).filter(({ name }) => name.startsWith('export.'));
    expect(told.map(({ name, body: { list, rows, whole } }) => ({ name, list, rows, whole }))).toMatchObject([
      { name: 'export.begun', list: 'policy book' },
      { name: 'export.ended', rows: 2, whole: true },
    ]);
  });

  it('also with a policy that was drafted here, under the ref of the house', async () => {
    const [renee, omar] = [house.person('renee'), house.person('omar')];
    const text = '  Blanks in front.\n\n---\nref: NOT-ME\n---\n';
    const { policyVersion } = await renee.run<{ policyVersion: { id: string } }>(
      'draftPolicy',
      { title: 'Deeds', text, conditions: { kinds: ['DEED'] } },
      'policyVersion { id }',
    );
    for (const [who, step] of [
      [renee, 'proposePolicyVersion'],
      [omar, 'activatePolicyVersion'],
    ] as const)
      expect((await who.run(step, { policyVersionId: policyVersion.id }, 'policyVersion { id }')).userErrors).toEqual([]);
    const { files } = (await get()).body;
    expect(files.at(-1)?.text).toMatch(/^---\nref: POL-\d+\ntitle: Deeds/);
    expect((await post(files)).body).toMatchObject({ done: true, unchanged: files.length });
  });
});

describe('what is wrong with a policy book', () => {
  it('is told of every file at once, and nothing is half imported', async () => {
    const before = await versions();
    const files: File[] = [
      fees(200),
      { name: 'none.md', text: 'No front matter.' },
      { name: 'broken.md', text: '---\nref: FEES-201\ntitle: "Late\n---\nText.' },
      { name: 'many.md', text: '---\nref: FEES-202\nkinds: [GIFT]\nlimit: 5.005 AUD\nreview by: 2001-01-01\nshoe size: 43\n---\n' },
      { name: 'again.md', text: fees(200).text },
      { name: 'large.md', text: fees(203, 'x'.repeat(1_000_000)).text },
      { name: 'title.md', text: fees(1).text.replace('title: Late fee 1', 'title: Charges') },
    ];
    for (const asked of ['?dryRun=true', '']) {
      const { status, body } = await post(files, { asked });
      expect([status, body.done, body.files, body.faultCount]).toEqual([422, false, 7, body.faults.length]);
      expect(body.faults.map(({ file, line, field, code }) => [file, line, field, code])).toEqual([
        ['none.md', 1, null, 'INVALID'],
        ['broken.md', expect.any(Number), null, 'INVALID'],
        ['many.md', 1, 'title', 'INVALID'],
        ['many.md', 3, 'kinds', 'INVALID'],
        ['many.md', 4, 'limit', 'INVALID'],
        ['many.md', 5, 'review by', 'INVALID'],
        ['many.md', 6, null, 'INVALID'],
        ['many.md', 8, 'text', 'INVALID'],
        ['again.md', 2, 'ref', 'INVALID'],
        ['large.md', 8, 'text', 'INVALID'],
        ['title.md', 3, 'title', 'INVALID'],
      ]);
      expect(body.faults[6]).toMatchObject({
        template: '"{said}" is nothing that is known. There are: {fields}.',
        values: expect.arrayContaining([{ name: 'said', kind: 'TEXT', value: 'shoe size' }]),
      });
    }
    expect(await versions()).toEqual(before);
  });

  it.each<[string, string | Buffer, number]>([
    ['no JSON', '{"files":', 400],
    ['no list', '{"files":{}}', 400],
    ['no files', 'null', 400],
    ['a file without a text', '{"files":[{"name":"a.md"}]}', 400],
    ['a file that is none', '{"files":[null]}', 400],
    ['a name of two lines', JSON.stringify({ files: [{ name: 'a\nb', text: '' }] }), 400],
    ['two files of one name', JSON.stringify({ files: [fees(1), fees(1)] }), 400],
    ['too many files', JSON.stringify({ files: Array.from({ length: 1_001 }, (_, n) => fees(n)) }), 400],
    [
      'bytes that are no UTF-8',
      Buffer.from([...Buffer.from('{"files":[{"name":"a.md","text":"'), 0xc0, 0xee, ...Buffer.from('"}]}')]),
      400,
    ],
    ['far too many bytes', 'x'.repeat(16_777_217), 413],
  ])('as a whole is refused: %s', async (_, body, status) => {
    const answer = await send(body);
    expect([answer.status, answer.body.errors?.[0]?.extensions.code]).toEqual([status, 'BAD_USER_INPUT']);
  });

  it.each(['?dryRun=maybe', '?dryRun=true&dryRun=false'])('a wish that is none: %s', async (asked) => {
    expect((await post([], { asked })).status).toBe(400);
  });

  it('nothing is a book too', async () => {
    expect((await post([])).body).toMatchObject({ done: true, files: 0 });
  });
});

describe('who may', () => {
  it.each([
    ['priya', 403, 200],
    ['wei', 403, 200],
    ['renee', 200, 200],
  ] as const)('%s imports: %i, exports: %i', async (as, taken, given) => {
    expect((await post([], { as })).status).toBe(taken);
    expect((await get(as)).status).toBe(given);
  });

  it.each([
    ['READ', 403, 200],
    ['FULFIL', 403, 403],
  ] as const)('a machine with the scope %s imports: %i, exports: %i', async (scope, taken, given) => {
    const input = { name: scope, scopes: [scope], expiresAt: new Date(Date.now() + 86_400_000).toISOString(), machineId: 'per_pay-1' };
    const { secret } = await house.person('wei').run<{ secret: string }>('createApiToken', input, 'secret');
    const headers = { authorization: `Bearer ${secret}` };
    expect((await post([], { more: headers })).status).toBe(taken);
    expect((await fetch(`${house.urls[0] ?? ''}/policies/export`, { headers })).status).toBe(given);
  });

  it('nobody unknown, before anything is read', async () => {
    for (const [path, method] of [
      ['import', 'POST'],
      ['export', 'GET'],
    ] as const) {
      const answer = await fetch(`${house.urls[0] ?? ''}/policies/${path}`, {
        ...{ method, headers: { 'content-type': 'application/json' } },
        ...(method === 'POST' ? { body: '{' } : {}),
      });
      expect(answer.status).toBe(401);
    }
  });

  it('and all that must be true still is', async () => {
    const known = (await brokenInvariants(house.ground.urls.apiUrl)).filter(({ name }) => /fact_is_of|key_names/.test(name));
    expect(known).toEqual([]);
  });
});
