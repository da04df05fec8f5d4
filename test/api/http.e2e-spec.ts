import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import request from 'supertest';
import { Readiness } from '../../apps/api/src/http/readiness.js';
import { eventually } from '../support/eventually.js';
import { toyHouse, type ToyHouse } from './toy.js';

let house: ToyHouse;
beforeAll(async () => {
  house = await toyHouse();
  // Else supertest opens and closes the server around each request, and a request may be cut before its line is in the log.
  await house.app.listen(0, '127.0.0.1');
});
afterAll(() => house.app.close());

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

/** The types of supertest say `any` where anything may come. */
const answer = async (path: string): Promise<Answer> => get(path);

const get = (path: string) => request(house.app.getHttpServer()).get(path);

describe('health', () => {
  it('says that the process lives, whatever else is dead', async () => {
    const { status, body, headers } = await answer('/healthz');
    expect([status, body, headers['cache-control']]).toEqual([200, { status: 'alive' }, 'no-store']);
  });

  it('promise 17: names what is missing, and nothing more', async () => {
    const { status, body } = await answer('/readyz');
    expect([status, body]).toEqual([503, { status: 'not ready', failing: ['database', 'schema', 'facts', 'outbox', 'canary', 'clock'] }]);
  });

  it('waits 800 ms at most for a check that never ends, asks at most once a second, and is well when all checks are', async () => {
    let asked = 0;
    const readiness = new Readiness(house.app.get(Readiness)['log']);
    readiness.add({ name: 'quick', check: async () => void (asked += 1) });
    const reports = await Promise.all([readiness.report(), readiness.report(), readiness.report()]);
    expect(reports.every(({ isReady }) => isReady)).toBe(true);
    expect(asked).toBe(1);
    const hanging = new Readiness(house.app.get(Readiness)['log']);
    hanging.add({ name: 'hangs', check: () => new Promise(() => undefined) }, { name: 'well', check: async () => undefined });
    const start = performance.now();
    expect(await hanging.report()).toEqual({ isReady: false, failing: ['hangs'] });
    expect(performance.now() - start).toBeLessThan(3_000); // 800 ms, on a machine that is busy with other tests
  });
});

describe('the pages', () => {
  it.each(['/', '/inbox', '/exceptions/exc_1'])(
    'are the console at %s: a program of this house alone, with nothing inline',
    async (path) => {
      const { status, text, headers } = await get(path);
      expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'text/html; charset=utf-8', 'no-cache']);
      expect(headers['content-security-policy']).toMatch(/default-src 'none'; script-src 'self';.*connect-src 'self'/);
      expect(text).not.toMatch(/<script>|<style|style=|\son\w+=|https?:/);
      const named = [...text.matchAll(/(?:href|src)="([^"]+)"/g)].map(([, address]) => address ?? '');
      expect(named.length).toBeGreaterThan(2);
      for (const address of named) expect([address, (await get(address)).status]).toEqual([address, 200]);
    },
  );

  it('are no others', async () => {
    for (const path of ['/inbox/x', '/console/no-such-file.js', '/console/../index.html', '/console/%2e%2e/index.html'])
      expect([path, (await get(path)).status]).toEqual([path, 404]);
  });

  it('load nothing that is not served here', async () => {
    expect((await get('/assets/mark.svg')).headers['content-type']).toBe('image/svg+xml; charset=utf-8');
    expect((await get('/assets/house.css')).text).not.toMatch(/url\(|@import/);
  });

  it('give the keys of receipts to everybody', async () => {
    const { body, headers } = await answer('/.well-known/jwks.json');
    expect([body, headers['content-type']]).toEqual([{ keys: [{ kty: 'OKP', kid: 'one' }] }, 'application/jwk-set+json; charset=utf-8']);
    expect(headers['cache-control']).toContain('max-age=300');
  });

  it('are missing in words: to people as a page, to programs as JSON', async () => {
    const forPeople = await get('/no-such-thing/<script>').set('accept', 'text/html,*/*');
    expect([forPeople.status, forPeople.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expect(forPeople.text).not.toContain('<script');
    const forPrograms = await get('/no-such-thing');
    expect(forPrograms.status).toBe(404);
    expect(forPrograms.body).toEqual({
      errors: [
        {
          message: 'There is nothing at this address.',
          extensions: { code: 'BAD_USER_INPUT', requestId: forPrograms.headers['x-request-id'] },
        },
      ],
    });
  });

  it.each([
    '/explorer/../package.json',
    '/explorer/..%2f..%2fpackage.json',
    '/explorer/%2e%2e/%2e%2e/package.json',
    '/explorer/no-such-file.js',
  ])('keep %s to themselves', async (path) => {
    const { status, text } = await get(path);
    expect([404, 503]).toContain(status);
    expect(text).not.toContain('"countersign"');
  });
});

describe('a message whose end can be read in two ways', () => {
  const HEAD = 'POST /graphql HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n';
  const HIDDEN = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
  let listening: ToyHouse;
  beforeAll(async () => {
    listening = await toyHouse();
    await listening.app.listen(0, '127.0.0.1');
  });
  afterAll(() => listening.app.close());

  it.each([
    ['two lengths', `${HEAD}Content-Length: 2\r\nContent-Length: ${HIDDEN.length}\r\n\r\n{}${HIDDEN}`],
    ['a length and chunks', `${HEAD}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['chunks under another name', `${HEAD}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['a blank before the colon', `${HEAD}Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['a line that is folded', `${HEAD}Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n${HIDDEN}`],
    ['a chunk of no number', `${HEAD}Transfer-Encoding: chunked\r\n\r\n+0\r\n\r\n${HIDDEN}`],
  ])('is refused, and what is hidden behind it is not read: %s', async (_, bytes) => {
    const told = await sent((listening.app.getHttpServer().address() as AddressInfo).port, bytes);
    expect(told).toMatch(/^HTTP\/1\.1 400 /);
    expect(told).not.toContain('alive');
  });
});

/** What comes back for these very bytes, until the other side hangs up. */
async function sent(port: number, bytes: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.end(bytes);
  return (await socket.toArray()).join('');
}

describe('promise 13: a request that takes too long', () => {
  let hasty: ToyHouse;
  beforeAll(async () => {
    hasty = await toyHouse({ env: { REQUEST_MS_MAX: '1000' } });
  });
  afterAll(() => hasty.app.close());

  it('is told to come again, with a time, whatever became of it', async () => {
    let isDone = false;
    let end: (nothing: null) => void = () => undefined;
    jest.spyOn(hasty.toys, 'rename').mockImplementation(async () => {
      await new Promise((resolve) => (end = resolve));
      isDone = true;
      throw new Error('It is too late to say why.');
    });
    const query = 'mutation { renameToy(input: { toyId: "toy_01", title: "Bear" }) { toy { id } } }';
    const { status, body, headers } = (await request(hasty.app.getHttpServer()).post('/graphql').send({ query })) as Answer;
    expect([status, headers['retry-after']]).toEqual([503, '2']);
    expect(body).toMatchObject({ errors: [{ extensions: { code: 'THROTTLED', retryAfterSeconds: 2 } }] });
    expect(isDone).toBe(false);
    end(null);
    expect(await eventually(() => isDone, Boolean)).toBe(true);
  });
});

describe('every answer', () => {
  it.each(['/', '/healthz', '/explorer/', '/no-such-thing', '/graphql'])(
    'at %s keeps browsers from guessing, framing and telling',
    async (path) => {
      const { headers } = await get(path);
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'x-frame-options': 'DENY' });
      const policy = headers['content-security-policy'] ?? '';
      expect(policy).toMatch(/^default-src 'none';/);
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe-inline/);
      expect(headers['x-request-id']).toMatch(/^[\w-]{36}$/);
      expect(headers['server'] ?? headers['x-powered-by']).toBeUndefined();
    },
  );

  it.each([
    ['keeps', 'abc-12345678', true],
    ['replaces', 'a"b\nc', false],
    ['replaces', 'short', false],
    ['replaces', 'x'.repeat(101), false],
  ])('%s the request id %j', async (_, given, isKept) => {
    const sent = given.includes('\n') ? given.replace('\n', ' ') : given;
    expect((await get('/healthz').set('x-request-id', sent)).headers['x-request-id'] === sent).toBe(isKept);
  });

  it('is logged by the pattern of its route, since an address may hold what somebody typed', async () => {
    await get('/explorer/?query=Adele').set('x-request-id', 'log-of-a-route');
    const line = await eventually(
      () => house.lines.find(({ requestId }) => requestId === 'log-of-a-route'),
      (found) => found !== undefined,
    );
    expect(line).toMatchObject({
      msg: 'request',
      method: 'GET',
      route: '/explorer/*',
    });
    expect(JSON.stringify(house.lines)).not.toContain('Adele');
  });
});
