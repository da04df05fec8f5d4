import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { createClient, type Client } from 'graphql-ws';
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import WebSocket from 'ws';
import { emptyDatabase, type TestDatabase } from '../support/postgres.js';
import { eventually } from '../support/eventually.js';
import { toyHouse, type ToyHouse } from './toy.js';

/** Two api processes' worth of houses on one Postgres, and a relay that tells facts. */
let database: Pick<TestDatabase, 'adminUrl' | 'drop'>;
let one: ToyHouse;
let two: ToyHouse;
let relay: pg.Client;
const clients: Client[] = [];

jest.setTimeout(60_000);

beforeAll(async () => {
  database = await emptyDatabase();
  [one, two] = await Promise.all([toyHouse({ databaseUrl: database.adminUrl }), toyHouse({ databaseUrl: database.adminUrl })]);
  await Promise.all([one.app.listen(0, '127.0.0.1'), two.app.listen(0, '127.0.0.1')]);
  relay = new pg.Client({ connectionString: database.adminUrl });
  relay.on('error', () => undefined);
  await relay.connect();
});
afterEach(async () => {
  for (const client of clients.splice(0)) await client.dispose();
  await eventually(
    () => one.feed.size + two.feed.size,
    (open) => open === 0,
  );
});
afterAll(async () => {
  await Promise.all([one.app.close(), two.app.close()]);
  await relay.end();
  await database.drop();
});

const portOf = (house: ToyHouse) => (house.app.getHttpServer().address() as AddressInfo).port;
const tell = (...notices: object[]) => relay.query('SELECT pg_notify($1, $2)', ['facts', JSON.stringify(notices)]);
const renamed = (subjectId: string, seq = 1) => ({ subjectId, name: 'toy.renamed', seq });

interface Listening {
  readonly heard: unknown[];
  readonly end: Promise<unknown>;
  stop(): void;
}

function connect(house: ToyHouse, token = 'ana', connectionParams: object = { authorization: `Bearer ${token}` }): Client {
  const client = createClient({
    url: `ws://127.0.0.1:${portOf(house)}/graphql`,
    webSocketImpl: WebSocket,
    connectionParams: { ...connectionParams },
    retryAttempts: 0,
  });
  clients.push(client);
  return client;
}

function listen(client: Client, query: string, variables?: Record<string, unknown>): Listening {
  const heard: unknown[] = [];
  let stop = () => {};
  const end = new Promise((resolve) => {
    stop = client.subscribe(
      { query, variables },
      { next: (value) => heard.push(value), error: resolve, complete: () => resolve('complete') },
    );
  });
  return { heard, end, stop: () => stop() };
}

const TOY = (id: string) => `subscription Listen { toyChanged(id: "${id}") { toyId fact title } }`;
const event = (toyId: string, fact = 'toy.renamed') => ({ data: { toyChanged: { toyId, fact, title: `Toy ${Number(toyId.slice(4))}` } } });
const open = (house: ToyHouse, count: number) =>
  eventually(
    () => house.feed.size,
    (size) => size === count,
  );

describe('a subscription', () => {
  it('hears the facts of its subject, in every process', async () => {
    const [first, second, other] = [
      listen(connect(one), TOY('toy_01')),
      listen(connect(two), TOY('toy_01')),
      listen(connect(two), TOY('toy_02')),
    ];
    await Promise.all([open(one, 1), open(two, 2)]);
    await tell(renamed('toy_01'), renamed('toy_09'));
    await eventually(
      () => first.heard.length + second.heard.length,
      (count) => count === 2,
    );
    expect([first.heard, second.heard, other.heard]).toEqual([[event('toy_01')], [event('toy_01')], []]);
    await tell(renamed('toy_02'));
    await eventually(
      () => other.heard.length,
      (count) => count === 1,
    );
    expect(other.heard).toEqual([event('toy_02')]);
  });

  it('reads anew for each event', async () => {
    const listening = listen(connect(one), 'subscription { toyChanged(id: "toy_11") { toy { title } } }');
    await open(one, 1);
    for (const title of ['Before', 'After']) {
      Object.assign(one.toys.shelf.get('toy_11') ?? {}, { title });
      const { length } = listening.heard;
      await tell(renamed('toy_11'));
      await eventually(
        () => listening.heard.length,
        (count) => count > length,
      );
    }
    expect(listening.heard).toEqual(['Before', 'After'].map((title) => ({ data: { toyChanged: { toy: { title } } } })));
  });

  it('ends without a trace when the client leaves, also when no fact ever comes', async () => {
    const listening = listen(connect(one), TOY('toy_01'));
    await open(one, 1);
    listening.stop();
    expect(
      await eventually(
        () => one.feed.size,
        (size) => size === 0,
        3_000, // before the vigil looks
      ),
    ).toBe(0);
  });

  it('is told that it may have missed something, once the line to Postgres stands again', async () => {
    const listening = listen(connect(one), TOY('toy_01'));
    await open(one, 1);
    await relay.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'countersign api: facts' AND datname = current_database()`,
    );
    await eventually(
      () => listening.heard.length,
      (count) => count === 1,
      20_000,
    );
    expect(listening.heard).toEqual([event('toy_01', 'resync')]);
    await tell(renamed('toy_01', 2));
    await eventually(
      () => listening.heard.length,
      (count) => count === 2,
    );
    expect(listening.heard[1]).toEqual(event('toy_01'));
  });

  it('promise 11: ends within 5 s when its caller loses the right, and the others go on', async () => {
    const [anas, bens] = [listen(connect(one, 'ana'), TOY('toy_01')), listen(connect(one, 'ben'), TOY('toy_01'))];
    await open(one, 2);
    one.rights.known.delete('ben');
    const start = performance.now();
    expect(await bens.end).toEqual([
      { message: expect.stringContaining('no longer listen'), extensions: { code: 'FORBIDDEN', requestId: expect.any(String) } },
    ]);
    expect(performance.now() - start).toBeLessThan(8_000); // 5 s; the rest is for a machine that is busy with other tests
    await tell(renamed('toy_01'));
    await eventually(
      () => anas.heard.length,
      (count) => count === 1,
    );
    expect([anas.heard, bens.heard]).toEqual([[event('toy_01')], []]);
    one.rights.known.add('ben');
  });

  it('tells nothing on rights that could not be read for 5 s, and goes on when they can be', async () => {
    const listening = listen(connect(one), TOY('toy_01'));
    await open(one, 1);
    one.rights.isDown = true;
    await sleep(5_200);
    await tell(renamed('toy_01'));
    expect(await listening.end).toEqual([expect.objectContaining({ extensions: expect.objectContaining({ code: 'INTERNAL' }) })]);
    expect(listening.heard).toEqual([]);
    one.rights.isDown = false;
  });

  it('that falls behind is told once that it missed something', async () => {
    const listening = listen(connect(one), TOY('toy_01'));
    await open(one, 1);
    one.feed.publish(Array.from({ length: 1_000 }, (_, seq) => renamed('toy_01', seq)));
    await eventually(
      () => listening.heard.length,
      (count) => count === 1,
    );
    await sleep(50);
    expect(listening.heard).toEqual([event('toy_01', 'resync')]);
  });
});

describe('a socket', () => {
  it('is closed to strangers', async () => {
    await expect(listen(connect(one, 'nobody'), TOY('toy_01')).end).resolves.toMatchObject({ code: 4403 });
    await expect(listen(connect(one, '', {}), TOY('toy_01')).end).resolves.toMatchObject({ code: 4403 });
  });

  const raw = (headers: Record<string, string>, path = '/graphql') =>
    new Promise<string>((resolve) => {
      const socket = new WebSocket(`ws://127.0.0.1:${portOf(one)}${path}`, 'graphql-transport-ws', { headers });
      socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
      socket.on('message', (data: Buffer) => {
        resolve(data.toString());
        socket.close();
      });
      socket.on('close', (code) => resolve(String(code)));
      socket.on('error', (error) => resolve(error.message));
    });

  it('counts a cookie on our own pages only', async () => {
    const own = `http://127.0.0.1:${portOf(one)}`;
    expect(await raw({ cookie: 'session=ana', origin: own })).toContain('connection_ack');
    expect(await raw({ cookie: 'session=ana', origin: 'https://evil.example' })).toBe('4403');
    expect(await raw({ cookie: 'session=ana' })).toBe('4403');
  });

  it('is nowhere but at /graphql', async () => expect(await raw({}, '/elsewhere')).toContain('404'));

  it('takes no message above 64 KiB', async () => {
    const query = `${TOY('toy_01')} # ${'x'.repeat(70_000)}`;
    await expect(listen(connect(one), query).end).resolves.toMatchObject({ code: 1009 });
  });

  it.each<[string, string, RegExp, string]>([
    ['a query', '{ toy(id: "toy_01") { id } }', /for subscriptions/, 'BAD_USER_INPUT'],
    [
      '1,000 aliases',
      `subscription { ${Array.from({ length: 300 }, (_, n) => `a${n}: toyChanged(id: "1") { fact }`).join(' ')} }`,
      /too long|aliases/,
      'BAD_USER_INPUT',
    ],
    ['an unknown field', 'subscription { toyChange(id: "1") { fact } }', /Cannot query field/, 'BAD_USER_INPUT'],
    [
      'two at once',
      'subscription { a: toyChanged(id: "1") { fact } b: toyChanged(id: "2") { fact } }',
      /one top level field/,
      'BAD_USER_INPUT',
    ],
    ['a syntax error', 'subscription {', /Syntax Error/, 'BAD_USER_INPUT'],
    ['nothing', '', /Syntax Error/, 'BAD_USER_INPUT'],
  ])('refuses %s with a sentence, and stays open', async (_, query, message, code) => {
    const client = connect(one);
    const [error] = (await listen(client, query).end) as { message: string; extensions: object }[];
    expect(error).toMatchObject({ message: expect.stringMatching(message), extensions: { code, requestId: expect.any(String) } });
    expect(error?.message).not.toContain('Did you mean');
    const listening = listen(client, TOY('toy_01'));
    await open(one, 1);
    listening.stop();
  });

  it('carries 20 subscriptions at most', async () => {
    const client = connect(one);
    const many = Array.from({ length: 20 }, () => listen(client, TOY('toy_01')));
    await open(one, 20);
    expect(await listen(client, TOY('toy_01')).end).toEqual([
      expect.objectContaining({ message: expect.stringContaining('20 subscriptions') }),
    ]);
    many.forEach(({ stop }) => stop());
  });

  it('is told "going away" when the process stops, while requests under way are answered', async () => {
    const house = await toyHouse({ databaseUrl: database.adminUrl });
    await house.app.listen(0, '127.0.0.1');
    const closed = new Promise<number>((resolve) => {
      const client = createClient({
        url: `ws://127.0.0.1:${portOf(house)}/graphql`,
        webSocketImpl: WebSocket,
        connectionParams: { authorization: 'Bearer ana' },
        retryAttempts: 0,
        on: { closed: (event) => resolve((event as { code: number }).code) },
      });
      client.subscribe({ query: TOY('toy_01') }, { next: () => undefined, error: () => undefined, complete: () => undefined });
    });
    await open(house, 1);
    const underWay = fetch(`http://127.0.0.1:${portOf(house)}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"query":"{ slow(ms: 1500) }"}',
    });
    await sleep(500); // until the request has come
    const start = performance.now();
    const closing = house.app.close();
    expect(await closed).toBe(1001);
    const answer = await underWay;
    expect([answer.status, await answer.json()]).toEqual([200, { data: { slow: 'done' } }]);
    await closing;
    expect(performance.now() - start).toBeLessThan(6_000);
  });
});

it('a line to a database that is not there does not stop the start, and is tried again', async () => {
  const house = await toyHouse({ databaseUrl: `postgres://nobody@127.0.0.1:9/${randomUUID()}` });
  const told = () => house.lines.filter(({ msg }) => msg === 'the line for facts is down');
  await sleep(300); // the next tries say nothing
  expect(await eventually(told, ({ length }) => length > 0)).toHaveLength(1);
  await house.app.close();
});
