import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery, lexicographicSortSchema, printSchema } from 'graphql';
import { openCase } from '../support/acts.js';
import { expectRefused } from '../support/expect-refused.js';
import { House } from '../support/house.js';
import { type No } from '../support/refusals.js';

jest.setTimeout(120_000);

let house: House;
let bearer: string;

beforeAll(async () => {
  house = await House.open({ workers: 0 });
  bearer = await house.person('priya').bearer();
  await openCase(house.person('priya'));
});
afterAll(() => house?.close());

interface Request {
  body?: string | Buffer;
  type?: string;
  method?: string;
  path?: string;
}

/** What a whole request is refused with, before anything runs. */
async function told({ body, type = 'application/json', method = 'POST', path = '/graphql' }: Request): Promise<No & { status: number }> {
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': type };
  const answer = await fetch(`${house.urls[0] ?? ''}${path}`, { method, headers, body });
  const { errors } = (await answer.json()) as { errors?: { message: string; extensions: No }[] };
  const [error] = errors ?? [];
  if (!error) return { status: answer.status, code: 'DONE', path: [], message: '' };
  return { ...error.extensions, status: answer.status, path: error.extensions.path ?? [], message: error.message };
}

const asked = (query: string, more: object = {}): Request => ({ body: JSON.stringify({ query, ...more }) });
const open = (need: string) =>
  `openCase(input: { need: "${need}", customer: { name: "A", contact: "a@b.example", timeZone: "UTC" } }) { userErrors { code } }`;
const nested = (depth: number): string => (depth <= 0 ? 'id' : `case { exceptions { ${nested(depth - 2)} } }`);

/** A well-formed request, but the two bytes of 汉 in GBK stand where the need does: they are no UTF-8. */
function inGbk(): Buffer {
  const [before = '', after = ''] = JSON.stringify({ query: `mutation { ${open('@need')} }` }).split('@need');
  return Buffer.concat([Buffer.from(before), Buffer.from([0xba, 0xba]), Buffer.from(after)]);
}

describe('a request is refused as a whole, with a code and a sentence, and nothing is changed', () => {
  it.each<[story: string, request: () => Request, status: number]>([
    ['malformed JSON', () => ({ body: '{"query": "{ me { id } }"' }), 400],
    ['no body', () => ({ body: '' }), 400],
    ['a body that is a number', () => ({ body: '7' }), 400],
    ['a body without a query', () => ({ body: '{"variables":{}}' }), 400],
    ['bytes in GBK', () => ({ body: inGbk() }), 400],
    ['the name of another encoding', () => ({ ...asked('{ me { id } }'), type: 'application/json; charset=gbk' }), 415],
    ['a form', () => ({ body: 'query={me{id}}', type: 'application/x-www-form-urlencoded' }), 415],
    ['a mutation by GET', () => ({ method: 'GET', path: `/graphql?query=${encodeURIComponent(`mutation { ${open('Help.')} }`)}` }), 405],
    [
      'a batch',
      () => ({ body: JSON.stringify([{ query: `mutation { ${open('One.')} }` }, { query: `mutation { ${open('Two.')} }` }]) }),
      400,
    ],
    ['a body of 65,537 bytes', () => ({ body: JSON.stringify({ query: '{ me { id } }' }).padEnd(65_537) }), 413],
    ['1,000 aliases', () => asked(`{ ${Array.from({ length: 1_000 }, (_, index) => `a${index}: me { id }`).join(' ')} }`), 400],
    ['16 aliases', () => asked(`{ ${Array.from({ length: 16 }, (_, index) => `a${index}: me { id }`).join(' ')} }`), 400],
    ['two mutations', () => asked(`mutation { ${open('One.')} ${open('Two.').replace('openCase', 'b: openCase')} }`), 400],
    ['two mutations behind a fragment', () => asked(`mutation { ...F b: ${open('B.')} } fragment F on Mutation { ${open('A.')} }`), 400],
    ['a query of 30 levels', () => asked(`{ exceptions { nodes { ${nested(28)} } } }`), 400],
    ['a page of 101', () => asked('{ exceptions(first: 101) { nodes { id } } }'), 400],
    ['a page of 101 in a variable', () => asked('query ($n: Int) { inbox(first: $n) { nodes { id } } }', { variables: { n: 101 } }), 400],
    ['pages inside pages', () => asked('{ exceptions(first: 100) { nodes { timeline(first: 100) { nodes { id } } } } }'), 400],
    ['a fragment inside itself', () => asked('{ me { ...F } } fragment F on Person { id ...F }'), 400],
    ['2,001 words', () => asked(`{ me { ${'id '.repeat(2_000)} } }`), 400],
    ['a field that does not exist', () => asked('{ me { password } }'), 400],
    ['an operation that is not there', () => asked('query A { me { id } }', { operationName: 'B' }), 400],
    ['a subscription by POST', () => asked('subscription { inboxChanged { exceptionId } }'), 400],
    ['variables that are a list', () => asked('{ me { id } }', { variables: [] }), 400],
  ])('%s', async (_story, request, status) => {
    const answer = await told(request());
    expect(answer.status).toBe(status);
    await expectRefused(house, ['BAD_USER_INPUT', ...answer.path].join(' '), () => told(request()));
  });

  it('without a credential, or with one that is none', async () => {
    for (const authorization of [undefined, 'Bearer x', 'Bearer cst_x', `Basic ${bearer}`, `Bearer ${bearer.slice(0, -2)}`]) {
      const headers = { 'content-type': 'application/json', ...(authorization ? { authorization } : {}) };
      const answer = await fetch(`${house.urls[0] ?? ''}/graphql`, {
        method: 'POST',
        headers,
        body: asked(`mutation { ${open('A.')} }`).body,
      });
      const { errors } = (await answer.json()) as { errors: { extensions: { code: string } }[] };
      expect([answer.status, errors[0]?.extensions.code]).toEqual([401, 'UNAUTHENTICATED']);
    }
  });
});

it('serves the schema that is committed', async () => {
  const { data } = await house.person('priya').send<{ __schema: IntrospectionQuery['__schema'] }>(getIntrospectionQuery());
  if (!data) throw new Error('The schema was not told.');
  const served = printSchema(lexicographicSortSchema(buildClientSchema(data)));
  expect(`${served}\n`).toBe(readFileSync('apps/api/src/schema.graphql', 'utf8'));
});
