import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import WebSocket from 'ws';
import { act, propose, readAndCoSign } from '../support/acts.js';
import { eventually } from '../support/eventually.js';
import { House, type HousePerson } from '../support/house.js';
import { hasRedis, startRedis, type TestRedis } from '../support/redis.js';

jest.setTimeout(180_000);

/** What came back, with what only the head says. */
interface Reply {
  status: number;
  retryAfter: string | null;
  body: {
    data?: unknown;
    errors?: { message: string; extensions: { code: string; retryAfterSeconds?: number } }[];
    extensions?: { cost: { requestedQueryCost: number; throttleStatus?: Record<string, number> } };
  };
}

const APIS = 2;
/** Twenty-six objects: the list, and each of its rows. */
const PAGE = { query: '{ exceptions(first: 25) { nodes { id } } }', cost: 26 };
const LITTLE = { query: '{ me { id } }', cost: 1 };

let house: House;
let redis: TestRedis | undefined;

async function ask(authorization: string, query: string, api = 0): Promise<Reply> {
  const headers = { 'content-type': 'application/json', 'x-cost': '1', ...(authorization ? { authorization } : {}) };
  const answer = await fetch(`${house.urls[api] ?? ''}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query }) });
  return { status: answer.status, retryAfter: answer.headers.get('retry-after'), body: (await answer.json()) as Reply['body'] };
}

const bearer = async (person: HousePerson): Promise<string> => `Bearer ${await person.bearer()}`;

/** Asks for pages at both apis in turn until it is too much. Answers what the others cost, and the refusal. */
async function useUp(authorization: string): Promise<{ cost: number; refused: Reply }> {
  for (let [cost, turn] = [0, 0]; ; turn++) {
    const reply = await ask(authorization, PAGE.query, turn % APIS);
    if (reply.status !== 200) return { cost, refused: reply };
    cost += reply.body.extensions?.cost.requestedQueryCost ?? NaN;
  }
}

async function tokenOf(machineId: string): Promise<string> {
  const input = { name: 'robot', scopes: ['READ'], expiresAt: new Date(Date.now() + 86_400_000).toISOString(), machineId };
  return `Bearer ${(await house.person('wei').run<{ secret: string }>('createApiToken', input, 'secret')).secret}`;
}

describe.each(['Postgres', ...(hasRedis() ? ['Redis'] : [])])('promise 13: shares of two apis, counted in %s', (engine) => {
  beforeAll(async () => {
    redis = engine === 'Redis' ? await startRedis() : undefined;
    const env = {
      PERSON_COST_PER_MINUTE: '2000',
      TOKEN_COST_PER_MINUTE: '1000',
      PROPOSALS_PER_HOUR: '2',
      SIGNATURES_PER_HOUR: '3',
      REFUSALS_PER_MINUTE: '40',
    };
    house = await House.open({ apis: APIS, workers: 0, env, redisUrl: redis?.url });
    await eventually(
      () => fetch(`${house.urls[0] ?? ''}/healthz`),
      ({ ok }) => ok,
    );
  });
  afterAll(async () => {
    await house?.close();
    await redis?.stop();
  });

  it('tell whoever asks what it cost and what is left', async () => {
    const { status, body } = await ask(await bearer(house.person('ivy')), PAGE.query);
    expect([status, body.extensions?.cost]).toEqual([
      200,
      {
        requestedQueryCost: PAGE.cost,
        throttleStatus: { maximumAvailable: 2_000, currentlyAvailable: 2_000 - PAGE.cost, resetAfterSeconds: 60 },
      },
    ]);
  });

  it('let one person ask for so much a minute and at most a lump more for each api, then say when to come again', async () => {
    const noor = await bearer(house.person('noor'));
    const { cost, refused } = await useUp(noor);
    const lump = 2_000 / 20;
    expect(cost).toBeGreaterThan(2_000 - APIS * lump - PAGE.cost);
    expect(cost).toBeLessThanOrEqual(2_000 + APIS * lump);
    const seconds = Number(refused.retryAfter);
    expect(refused).toMatchObject({ status: 429, body: { errors: [{ extensions: { code: 'THROTTLED', retryAfterSeconds: seconds } }] } });
    expect(refused.body.errors?.[0]?.message).toMatch(
      /^This is more than your share: at most 2000 objects within a minute\..* try again in \d+ seconds\.$/,
    );
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect((await ask(await bearer(house.person('jack')), LITTLE.query)).status).toBe(200);
  });

  it('hold each token to less than its machine', async () => {
    const [one, other] = [await tokenOf('per_pay-1'), await tokenOf('per_pay-1')];
    const first = await useUp(one);
    expect(first.cost).toBeLessThanOrEqual(1_000 + APIS * 50);
    expect(first.refused.body.errors?.[0]?.message).toContain('1000 objects with this token');
    const second = await useUp(other);
    expect(first.cost + second.cost).toBeLessThanOrEqual(2_000 + APIS * 100);
    expect(second.cost).toBeGreaterThan(0);
  });

  it('let a human propose so often an hour, by whichever account and api, and write nothing of one more', async () => {
    const [own, other] = [house.person('lachlan'), house.person('lach2')];
    await propose(own);
    await propose(other);
    const before = await house.ground.rows('SELECT count(*) FROM policy_exceptions');
    for (const [person, api] of [
      [own, 0],
      [own, 1],
      [other, 0],
      [other, 1],
    ] as const) {
      await expect(
        act(
          person,
          'proposeException',
          {
            caseId: 'cas_none',
            noPolicyExists: true,
            cause: 'x',
            whatHappened: 'x',
            whatPolicySays: 'x',
            whatWeDo: 'x',
            whyFair: 'x',
            remedy: { kind: 'DEED', deed: 'x' },
          },
          api,
        ),
      ).rejects.toThrow('THROTTLED: This is more than your share: at most 2 proposals within an hour.');
    }
    expect(await house.ground.rows('SELECT count(*) FROM policy_exceptions')).toEqual(before);
  });

  it('let a human sign so often an hour', async () => {
    const tom = house.person('tom');
    for (const proposer of ['priya', 'priya', 'mia']) await readAndCoSign(tom, (await propose(house.person(proposer))).id);
    const { id } = await propose(house.person('sam'));
    await expect(readAndCoSign(tom, id)).rejects.toThrow('at most 3 signatures within an hour');
    expect(await house.ground.factsOf(id)).toHaveLength(1);
  });

  describe('of strangers', () => {
    const bad = (api: number): Promise<Reply> => ask('Bearer nonsense', LITTLE.query, api);

    it('end with the fortieth refusal and a lump for each api; whoever was known a moment ago goes on', async () => {
      const mia = await bearer(house.person('mia'));
      for (const api of [0, 1]) expect((await ask(mia, LITTLE.query, api)).status).toBe(200);
      let refusals = 0;
      for (let turn = 0; (await bad(turn % APIS)).status === 401; turn++) refusals += 1;
      expect(refusals).toBeLessThanOrEqual(40 + APIS * (2 + 1)); // the lump of each, and the one that is counted when it was answered
      expect(refusals).toBeGreaterThan(30);
      for (const api of [0, 1]) {
        await eventually(
          () => bad(api),
          ({ status }) => status === 429,
        );
        expect(await bad(api)).toMatchObject({
          status: 429,
          retryAfter: expect.stringMatching(/^\d+$/),
          body: { errors: [{ extensions: { code: 'THROTTLED' } }] },
        });
        expect((await ask(mia, LITTLE.query, api)).status).toBe(200);
      }
    });

    it('hold for signing in and for opening sockets; health is told to everybody', async () => {
      const page = await fetch(`${house.urls[0] ?? ''}/sign-in`, { headers: { accept: 'text/html' }, redirect: 'manual' });
      expect([page.status, page.headers.get('content-type')]).toEqual([429, 'text/html; charset=utf-8']);
      expect(page.headers.get('retry-after')).toMatch(/^\d+$/);
      const opened = await new Promise<string>((resolve) => {
        const socket = new WebSocket(`${house.urls[0]?.replace('http', 'ws') ?? ''}/graphql`, 'graphql-transport-ws');
        socket.on('error', (error) => resolve(error.message)).on('open', () => resolve('open'));
      });
      expect(opened).toBe('Unexpected server response: 429');
      for (const path of ['/healthz', '/', '/.well-known/jwks.json'])
        expect((await fetch(`${house.urls[0] ?? ''}${path}`)).status).toBe(200);
    });
  });
});
