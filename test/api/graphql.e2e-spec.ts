import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { toyHouse, type ToyHouse } from './toy.js';

let house: ToyHouse;
beforeAll(async () => {
  house = await toyHouse();
});
afterAll(() => house.app.close());

interface Answer {
  data?: Record<string, never> | null;
  errors?: { message: string; path?: string[]; extensions: { code: string; requestId: string; path?: string[] } }[];
}

const post = () => request(house.app.getHttpServer()).post('/graphql');
const ask = async (query: string, variables?: object) => (await post().send({ query, variables })).body as Answer;
const rename = (input: object) =>
  ask(
    'mutation($input: RenameToyInput!) { renameToy(input: $input) { toy { id title } replayed userErrors { code message path whoCould } } }',
    { input },
  );

describe('a mutation', () => {
  it('answers the thing and no user errors', async () => {
    expect((await rename({ toyId: 'toy_03', title: 'Bear' })).data).toEqual({
      renameToy: { toy: { id: 'toy_03', title: 'Bear' }, replayed: false, userErrors: [] },
    });
    expect((await rename({ toyId: 'toy_03', title: 'Bear', idempotencyKey: 'again' })).data).toMatchObject({
      renameToy: { replayed: true },
    });
  });

  it('answers a refusal as user error, with the current thing and who could', async () => {
    const { data } = await rename({ toyId: 'toy_04', title: 'stale' });
    expect(data).toEqual({
      renameToy: {
        toy: { id: 'toy_04', title: 'Toy 4' },
        replayed: false,
        userErrors: [
          { code: 'STALE_REVISION', message: 'Somebody was faster. Read the toy again.', path: [], whoCould: ['per_mia', 'per_tom'] },
        ],
      },
    });
  });

  it('answers every field at fault as INVALID with its path, and does nothing', async () => {
    const before = house.toys.renamed.length;
    const { data, errors } = await rename({
      toyId: 'no id!',
      title: 'x'.repeat(21),
      note: 'a\u202Eb',
      price: { amountMinor: 0, currency: 'QQQ' },
      idempotencyKey: 'with blank',
    });
    expect(errors).toBeUndefined();
    const { toy, userErrors } = (data as unknown as { renameToy: { toy: null; userErrors: { code: string; path: string[] }[] } }).renameToy;
    expect(toy).toBeNull();
    expect(new Set(userErrors.map(({ code }) => code))).toEqual(new Set(['INVALID']));
    expect(userErrors.map(({ path }) => path.join('.')).sort()).toEqual([
      'idempotencyKey',
      'note',
      'price.amountMinor',
      'price.currency',
      'title',
      'toyId',
    ]);
    expect(house.toys.renamed.length).toBe(before);
  });

  it('gives the service clean text', async () => {
    await rename({ toyId: 'toy_03', title: '  Cafe\u0301 ', note: 'one\r\ntwo' });
    expect(house.toys.renamed.at(-1)).toMatchObject({ title: 'Café', note: 'one\ntwo' });
  });

  it.each([
    ['a fraction', 1.5],
    ['text', '100'],
    ['more than 2^53', 9007199254740993],
  ])('refuses %s as amount with the path of the field', async (_, amountMinor) => {
    const { errors, data } = await rename({ toyId: 'toy_03', title: 'Bear', price: { amountMinor, currency: 'AUD' } });
    expect(data).toBeUndefined();
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', path: ['price', 'amountMinor'] } });
    expect(errors?.[0]?.message).toMatch(/whole number/);
  });

  it('says what is missing without repeating what was sent', async () => {
    const { errors } = await rename({ toyId: 'toy_03', note: 'Adele Novak' });
    expect(errors?.[0]).toMatchObject({
      message: 'Field "title" of required type "String!" was not provided.',
      extensions: { code: 'BAD_USER_INPUT', path: ['title'] },
    });
    expect(JSON.stringify(errors)).not.toContain('Adele');
  });
});

describe('a query', () => {
  it('pages forwards and backwards by cursor, and counts only when asked', async () => {
    const page = (args: string) =>
      ask(
        `{ toys_(${args}) { nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }`,
      );
    type Found = {
      toys_: {
        nodes: { id: string }[];
        edges: { cursor: string }[];
        pageInfo: { endCursor: string; startCursor: string; hasNextPage: boolean; hasPreviousPage: boolean };
      };
    };
    const first = (await page('first: 2')).data as unknown as Found;
    expect(first.toys_.nodes.map(({ id }) => id)).toEqual(['toy_01', 'toy_02']);
    expect(first.toys_.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false, endCursor: first.toys_.edges[1]?.cursor });
    const second = (await page(`first: 2, after: "${first.toys_.pageInfo.endCursor}"`)).data as unknown as Found;
    expect(second.toys_.nodes.map(({ id }) => id)).toEqual(['toy_03', 'toy_04']);
    const back = (await page(`last: 2, before: "${second.toys_.pageInfo.startCursor}"`)).data as unknown as Found;
    expect(back.toys_.nodes.map(({ id }) => id)).toEqual(['toy_01', 'toy_02']);
    expect(back.toys_.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    expect(house.toys.counts).toBe(0);
    expect((await ask('{ toys_ { nodes { id } totalCount } }')).data).toMatchObject({ toys_: { totalCount: 30 } });
    expect(house.toys.counts).toBe(1);
  });

  it.each(['after: "x"', `after: "${Buffer.from('[1,"other","01","toy_01"]').toString('base64url')}"`, 'first: 2, last: 2'])(
    'refuses toys_(%s)',
    async (args) => {
      expect((await ask(`{ toys_(${args}) { nodes { id } } }`)).errors?.[0]).toMatchObject({
        path: ['toys_'],
        extensions: { code: 'BAD_USER_INPUT' },
      });
    },
  );

  it('reads each thing once for all that ask in the same request', async () => {
    const before = house.toys.reads;
    await ask('{ toys_(first: 20) { nodes { id friends { title friends { title } } } } }');
    expect(house.toys.reads - before).toBeLessThanOrEqual(2);
  });

  it('finds any node by its id', async () => {
    expect((await ask('{ node(id: "toy_07") { __typename id ... on Toy { title } } }')).data).toEqual({
      node: { __typename: 'Toy', id: 'toy_07', title: 'Toy 7' },
    });
    expect((await ask('{ node(id: "toy_99") { id } other: node(id: "what") { id } }')).data).toEqual({ node: null, other: null });
  });

  it('writes money as people of a language do', async () => {
    const { data } = await ask('{ toy(id: "toy_03") { price { amountMinor currency formatted de: formatted(locale: "de") } } }');
    expect(data).toMatchObject({ toy: { price: { amountMinor: 300, currency: 'AUD', formatted: 'A$3.00' } } });
    const { errors } = await ask('{ toy(id: "toy_03") { price { formatted(locale: "no such locale") } } }');
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', path: ['locale'] } });
  });
});

describe('a failure of ours', () => {
  it('is INTERNAL with a request id that finds it in the log, and tells nobody what was inside', async () => {
    const answer = await post().set('x-request-id', 'from-the-caller-1').send({ query: 'query Shelf { broken }' });
    expect(answer.headers['x-request-id']).toBe('from-the-caller-1');
    expect(answer.body).toEqual({
      data: null,
      errors: [
        {
          message: expect.stringContaining('our side') as unknown,
          path: ['broken'],
          locations: expect.anything() as unknown,
          extensions: { code: 'INTERNAL', requestId: 'from-the-caller-1' },
        },
      ],
    });
    const line = house.lines.find(({ msg, requestId }) => msg === 'internal error' && requestId === 'from-the-caller-1');
    expect(line).toMatchObject({
      level: 'error',
      operationName: 'Shelf',
      path: 'broken',
      err: { type: 'Error', message: 'the shelf of "…" fell down' },
    });
    expect(JSON.stringify(house.lines)).not.toContain('Adele');
  });

  it('is logged with one line for each request: what was asked, by whom, and nothing that was said', async () => {
    const asked = post().set('x-request-id', 'from-the-caller-2').set('authorization', 'Bearer ana');
    await asked.send({ query: 'query Known($id: ID!) { toy(id: $id) { id } }', variables: { id: 'Adele Novak' } });
    expect(house.lines.filter(({ requestId }) => requestId === 'from-the-caller-2')).toEqual([
      expect.objectContaining({
        msg: 'request',
        method: 'POST',
        route: '/graphql',
        status: 200,
        operationName: 'Known',
        actorId: 'per_ana',
      }),
    ]);
    expect(JSON.stringify(house.lines)).not.toContain('Adele');
  });
});

describe('a refusal', () => {
  it('is in the log with its code, of a rule as of an input', async () => {
    await rename({ toyId: 'toy_04', title: 'stale' });
    await rename({ toyId: '', title: '' });
    const codes = house.lines.filter(({ msg }) => msg === 'request').map((line) => line['codes']);
    expect(codes).toContainEqual(['STALE_REVISION']);
    expect(codes).toContainEqual(['INVALID', 'INVALID']);
  });
});

describe('a request of the wrong form', () => {
  const gbk = Buffer.concat([
    Buffer.from('{"query":"{ toy(id: \\"'),
    Buffer.from([0xc4, 0xe3, 0xba, 0xc3]),
    Buffer.from('\\") { id } }"}'),
  ]);
  it.each<[string, number, () => request.Test]>([
    ['malformed JSON', 400, () => post().set('content-type', 'application/json').send('{"query": ')],
    [
      'GBK bytes',
      400,
      () =>
        post()
          .set('content-type', 'application/json')
          .send(gbk as never),
    ],
    ['no body', 400, () => post().set('content-type', 'application/json')],
    ['a batch', 400, () => post().send([{ query: '{ __typename }' }])],
    ['no query', 400, () => post().send({ variables: {} })],
    ['an empty query', 400, () => post().send({ query: ' ' })],
    ['a query that is no text', 400, () => post().send({ query: { kind: 'Document' } })],
    ['variables that are a list', 400, () => post().send({ query: '{ __typename }', variables: [1] })],
    ['an operation name that is a number', 400, () => post().send({ query: '{ __typename }', operationName: 1 })],
    [
      'a prototype in the variables',
      400,
      () => post().set('content-type', 'application/json').send('{"query":"{ __typename }","variables":{"__proto__":{"a":1}}}'),
    ],
    ['a form', 415, () => post().type('form').send({ query: '{ __typename }' })],
    ['plain text', 415, () => post().set('content-type', 'text/plain').send('{"query":"{ __typename }"}')],
    ['another charset', 415, () => post().set('content-type', 'application/json; charset=gbk').send('{"query":"{ __typename }"}')],
    ['a compressed body', 415, () => post().set('content-encoding', 'gzip').set('content-type', 'application/json').send('{}')],
    ['a GET', 405, () => request(house.app.getHttpServer()).get('/graphql?query={__typename}')],
    ['an answer that nobody gives', 406, () => post().set('accept', 'image/png').send({ query: '{ __typename }' })],
    ['65 KiB', 413, () => post().send({ query: '{ __typename }', variables: { x: 'x'.repeat(65_536) } })],
    ['a syntax error', 400, () => post().send({ query: '{ toy(' })],
    ['an unknown field', 400, () => post().send({ query: '{ toyz }' })],
    ['an unknown operation', 400, () => post().send({ query: 'query A { __typename }', operationName: 'B' })],
    ['two operations and no name', 400, () => post().send({ query: 'query A { __typename } query B { __typename }' })],
    ['a subscription', 400, () => post().send({ query: 'subscription { toyChanged(id: "toy_01") { fact } }' })],
    ['a persisted query', 400, () => post().send({ extensions: { persistedQuery: { version: 1, sha256Hash: 'x' } } })],
    ['type definitions', 400, () => post().send({ query: 'type A { b: Int }' })],
  ])('%s gets %i with a sentence', async (_, status, send) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    const { errors, data } = JSON.parse(answer.text) as Answer;
    expect(data).toBeUndefined();
    expect(errors?.[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', requestId: answer.headers['x-request-id'] } });
    expect(errors?.[0]?.message).toMatch(/\w+.*[.?!"]$/s);
    expect(answer.text).not.toMatch(/Did you mean|stack|node_modules/);
  });
});

describe('promise 13: limits', () => {
  it('end a request before it is validated', async () => {
    const query = `{ ${Array.from({ length: 1000 }, (_, n) => `a${n}: nothingLikeThis`).join(' ')} }`;
    const answer = await ask(query);
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]?.message).toMatch(/too long|aliases/);
  });

  it('hold for variables as for literals', async () => {
    const query = 'query($n: Int) { toys_(first: $n) { nodes { id } } }';
    expect((await ask(query, { n: 101 })).errors?.[0]?.message).toContain('1 to 100 rows');
    expect((await ask(query, { n: 100 })).errors).toBeUndefined();
  });
});

describe('the schema', () => {
  it('is hidden from strangers in production, and shown to those who are signed in', async () => {
    const production = await toyHouse({ env: { NODE_ENV: 'production' } });
    const send = (token?: string) =>
      request(production.app.getHttpServer())
        .post('/graphql')
        .set(token ? { authorization: `Bearer ${token}` } : {})
        .send({ query: '{ __schema { queryType { name } } }' });
    const stranger = await send();
    expect([stranger.status, (stranger.body as Answer).errors?.[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    expect((await send('nobody')).status).toBe(401);
    expect((await send('ana')).body).toEqual({ data: { __schema: { queryType: { name: 'Query' } } } });
    await production.app.close();
  });
});
