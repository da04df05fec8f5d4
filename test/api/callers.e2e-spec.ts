import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Database } from '#database';
import { ApiTokens, Identities } from '#people';
import { type Client, createClient } from 'graphql-ws';
import WebSocket from 'ws';
import { Feed } from '../../apps/api/src/graphql/feed.js';
import { TestBrowser } from '../support/browser.js';
import { eventually } from '../support/eventually.js';
import { freePort } from '../support/server.mjs';
import { IdentityHouse } from './identity-house.js';

/** Promise 11 says 5 s; the rest is for a machine that is busy with other tests. */
const LOST_WITHIN_MS = 8_000;

let house: IdentityHouse;
beforeAll(async () => {
  house = await IdentityHouse.open();
});
afterAll(() => house.close());

describe('a bearer token', () => {
  it('stands for its person, with the database asked once for all fields of a query', async () => {
    const asked = jest.spyOn(house.app.get(Identities), 'actorOf');
    expect(await house.ask(await house.bearer('priya'), '{ who again: who once: who }')).toEqual({
      data: { who: 'per_priya', again: 'per_priya', once: 'per_priya' },
    });
    expect(asked).toHaveBeenCalledTimes(1);
    asked.mockRestore();
  });

  it.each([
    ['nothing', {}],
    ['another scheme', { authorization: 'Basic cHJpeWE6eA==' }],
    ['an empty token', { authorization: 'Bearer ' }],
    ['two tokens', { authorization: 'Bearer a b' }],
    ['nonsense', { authorization: 'Bearer nonsense' }],
    ['a mistyped API token', { authorization: `Bearer cst_${'a'.repeat(49)}` }],
  ])('is missed when there is %s', async (_story, headers) => {
    expect(await house.codeFor(headers as Record<string, string>)).toBe('UNAUTHENTICATED');
  });

  it('that is refused is in the log with the reason, and never with the token', async () => {
    const bearer = `cst_${'a'.repeat(49)}`;
    expect(await house.codeFor({ authorization: `Bearer ${bearer}`, 'x-request-id': 'mistyped-token' })).toBe('UNAUTHENTICATED');
    const line = await eventually(
      () => house.lines.find(({ requestId }) => requestId === 'mistyped-token'),
      (found) => found !== undefined,
    );
    expect(line).toMatchObject({ msg: 'request', codes: ['UNAUTHENTICATED'], refusedFor: 'API_TOKEN_MISTYPED' });
    expect(JSON.stringify(house.lines)).not.toContain(bearer);
  });

  it('of a machine acts within the same door', async () => {
    const wei = await house.app.get(Identities).actorOf({ bearer: await house.token('wei') });
    const { node, secret } = await new ApiTokens(new Database(house.pool)).create(
      { name: 'pay-1', scopes: ['READ'], expiresAt: new Date(Date.now() + 3_600_000) },
      wei,
    );
    expect((await house.ask({ authorization: `Bearer ${secret}` })).data?.who).toBe(node.personId);
  });

  it('promise 11: of somebody who was switched off is FORBIDDEN from the next request on', async () => {
    const sam = await house.bearer('sam');
    expect((await house.ask(sam)).data?.who).toBe('per_sam');
    await house.admin.query(`UPDATE people SET active = false WHERE id = 'per_sam'`);
    expect(await house.codeFor(sam)).toBe('FORBIDDEN');
    await house.admin.query(`UPDATE people SET active = true WHERE id = 'per_sam'`);
  });
});

describe('a socket', () => {
  const open = (params?: Record<string, unknown>, headers?: Record<string, string>): Client => {
    const webSocketImpl = class extends WebSocket {
      constructor(url: string, protocol: string) {
        super(url, protocol, { headers });
      }
    };
    return createClient({
      url: `${house.api.replace('http', 'ws')}/graphql`,
      webSocketImpl,
      retryAttempts: 0,
      ...(params ? { connectionParams: params } : {}),
    });
  };

  /** Listens until the stream ends; what was heard, and why it ended. */
  function listen(client: Client): { heard: unknown[]; ended: Promise<unknown> } {
    const heard: unknown[] = [];
    const ended = new Promise((resolve) => {
      client.subscribe(
        { query: 'subscription { heard }' },
        { next: (event) => heard.push(event), error: resolve, complete: () => resolve('complete') },
      );
    });
    return { heard, ended };
  }

  const publish = (): void => house.app.get(Feed).publish([{ subjectId: 'exc_1', name: 'exception.proposed', seq: 1 }]);

  it('promise 11: is opened by a token, hears, and is cut within five seconds when the person is switched off', async () => {
    const client = open(await house.bearer('sam'));
    const { heard, ended } = listen(client);
    await eventually(
      () => house.app.get(Feed).size,
      (size) => size === 1,
    );
    publish();
    expect(
      await eventually(
        () => heard,
        ({ length }) => length === 1,
      ),
    ).toEqual([{ data: { heard: 'exc_1' } }]);
    await house.admin.query(`UPDATE people SET active = false WHERE id = 'per_sam'`);
    const begin = performance.now();
    expect(JSON.stringify(await ended)).toContain('FORBIDDEN');
    expect(performance.now() - begin).toBeLessThan(LOST_WITHIN_MS);
    await house.admin.query(`UPDATE people SET active = true WHERE id = 'per_sam'`);
    await client.dispose();
  });

  it('promise 11: is cut when the session is signed out', async () => {
    const browser = new TestBrowser();
    await house.signIn(browser, 'priya');
    const client = open(undefined, { cookie: browser.cookiesFor(house.api), origin: house.api });
    const { ended } = listen(client);
    await eventually(
      () => house.app.get(Feed).size,
      (size) => size === 1,
    );
    await browser.go(`${house.api}/sign-out`);
    expect(JSON.stringify(await ended)).toContain('FORBIDDEN');
    await client.dispose();
  });

  it.each([
    ['nobody', undefined, undefined],
    ['a bad token', { authorization: 'Bearer nonsense' }, undefined],
    ['a cookie on a page of another site', undefined, 'https://evil.example'],
  ])('is not opened for %s', async (_story, params, origin) => {
    const browser = new TestBrowser();
    if (origin) await house.signIn(browser, 'priya');
    const client = open(params, origin ? { cookie: browser.cookiesFor(house.api), origin } : undefined);
    const { heard, ended } = listen(client);
    expect(await ended).toMatchObject({ code: 4403 });
    expect(heard).toEqual([]);
    await client.dispose();
  });
});

describe('without its provider', () => {
  let silent: Server;
  let lonely: NestFastifyApplication;
  let at: string;

  beforeAll(async () => {
    const [port, silentPort] = [await freePort(), await freePort()];
    silent = createServer((_, response) => response.writeHead(503).end()).listen(silentPort, '127.0.0.1');
    at = `http://localhost:${port}`;
    const issuer = `http://localhost:${silentPort}`;
    lonely = await house.startApi(port, { OIDC_ISSUER: issuer, OIDC_JWKS_URL: `${issuer}/jwks` });
  });

  afterAll(async () => {
    await lonely.close();
    silent.close();
  });

  it('says that nobody can be recognised just now, and when to try again', async () => {
    const { errors } = await house.ask(await house.bearer('priya'), '{ who }', at);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'THROTTLED', retryAfterSeconds: 5 });
    expect(errors?.[0]?.message).toContain('try again in 5 seconds');
  });

  it('says on a page that the provider does not answer', async () => {
    const { response } = await new TestBrowser().go(`${at}/sign-in`);
    expect(response.status).toBe(503);
    expect(await response.text()).toContain('does not answer');
  });
});

describe('without a client of its own at the provider', () => {
  it('takes tokens, and says on a page that there is no sign-in by browser', async () => {
    const port = await freePort();
    const plain = await house.startApi(port, { OIDC_CLIENT_ID: '', OIDC_CLIENT_SECRET: '' });
    const at = `http://localhost:${port}`;
    expect((await house.ask(await house.bearer('priya'), '{ who }', at)).data?.who).toBe('per_priya');
    const { response } = await new TestBrowser().go(`${at}/sign-in`);
    expect(response.status).toBe(501);
    expect(await response.text()).toContain('OIDC_CLIENT_ID');
    await plain.close();
  });
});
