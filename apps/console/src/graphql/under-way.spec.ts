import { beforeEach, describe, expect, it } from '@jest/globals';
import { Client, createRequest, fetchExchange, type OperationResult } from '@urql/core';
import { cacheExchange, type Cache } from '@urql/exchange-graphcache';
import { askAnew, outdate } from './under-way.js';

interface Counted {
  readonly unread?: number;
}
const COUNT = createRequest<Counted, object>('{ unread }', {});

/** Questions that were sent, in their order; each is answered when the test says so. */
let sent: ((unread: number) => Promise<void>)[];
/** What a page showed, one after the other. */
let shown: { readonly unread?: number; readonly isLast: boolean }[];
let client: Client;

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));
const answer = (place: number, unread: number): Promise<void> | undefined => sent[place]?.(unread);
/** Something that is answered at once, and makes the count another. */
async function change(field = 'unread'): Promise<void> {
  await client.mutation(`mutation { ${field} }`, {}).toPromise();
  await settled();
}
const asked = (policy: 'cache-first' | 'network-only') => client.createRequestOperation('query', COUNT, { requestPolicy: policy });

beforeEach(async () => {
  sent = [];
  shown = [];
  const forget = (field: string) => (_: unknown, __: unknown, cache: Cache) => {
    outdate(field);
    cache.invalidate('Query', field);
  };
  client = new Client({
    url: 'http://house.test/graphql',
    preferGetMethod: false,
    fetch: async (_, init) => {
      if (typeof init?.body === 'string' && init.body.includes('mutation')) return Response.json({ data: { unread: 0, other: 0 } });
      return new Promise((resolve) =>
        sent.push(async (unread) => {
          resolve(Response.json({ data: { unread } }));
          await settled();
        }),
      );
    },
    exchanges: [
      cacheExchange({ updates: { Mutation: { unread: forget('unread'), other: forget('other') } } }),
      askAnew(() => client.reexecuteOperation(asked('network-only'))),
      fetchExchange,
    ],
  });
  client
    .executeRequestOperation(asked('cache-first'))
    .subscribe(({ data, stale }: OperationResult<Counted>) => shown.push({ ...data, isLast: !stale }));
  await settled();
});

describe('a question that was asked before a change', () => {
  it('is asked once more when its answer comes after the change, and until then that is not the last', async () => {
    await change();
    expect(sent).toHaveLength(1);
    await answer(0, 2);
    expect(shown.filter(({ isLast }) => isLast)).toEqual([]);
    await answer(1, 1);
    expect(shown.at(-1)).toEqual({ unread: 1, isLast: true });
    expect(sent).toHaveLength(2);
  });

  it('is asked as often as there are changes while it is answered, and no more', async () => {
    await change();
    await answer(0, 3);
    await change();
    await change();
    await answer(1, 2);
    await answer(2, 1);
    expect(shown.at(-1)).toEqual({ unread: 1, isLast: true });
    expect(sent).toHaveLength(3);
  });

  it('is not asked again for a change of something else, nor for one that came after its answer', async () => {
    await change('other');
    await answer(0, 2);
    expect(shown).toEqual([{ unread: 2, isLast: true }]);
    await change();
    await answer(1, 1);
    expect(shown.at(-1)).toEqual({ unread: 1, isLast: true });
    expect(sent).toHaveLength(2);
  });
});
