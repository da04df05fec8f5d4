import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type IncomingMessage, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { House } from '../support/house.js';

jest.setTimeout(60_000);

const BUILT = new URL('../../dist/console/', import.meta.url);
const isBuilt = existsSync(new URL('index.html', BUILT));
const suite = isBuilt ? describe : describe.skip;

/** In thousands of bytes: what comes over the line before the first page is there, without its font. */
const FIRST_KB_MAX = 270;

interface Got {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

suite(isBuilt ? 'what was built, over the line' : 'what was built, over the line (skipped: the console is not built)', () => {
  let house: House;
  const page = isBuilt ? readFileSync(new URL('index.html', BUILT), 'utf8') : '';
  const named = [...page.matchAll(/(?:src|href)="(\/console\/[^"]+)"/g)].map(([, path = '']) => path);
  const script = named.find((path) => path.endsWith('.js')) ?? '';

  beforeAll(async () => {
    house = await House.open({ workers: 0 });
  });
  afterAll(() => house?.close());

  /** As it comes: Node's fetch would unpack it. */
  async function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
    const asked = request(`${house.urls[0]}${path}`, { method, headers }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of answer) chunks.push(chunk as Buffer);
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks) };
  }

  it.each([
    ['br, gzip, deflate', 'br', brotliDecompressSync],
    ['gzip, deflate', 'gzip', gunzipSync],
  ])('is sent packed to whoever takes %s, and is the same file', async (accepted, coding, unpack) => {
    for (const path of [script, ...named.filter((name) => name.endsWith('.css'))]) {
      const plain = await get(path);
      const { status, headers, body } = await get(path, { 'accept-encoding': accepted });
      expect({ path, status, coding: headers['content-encoding'] }).toEqual({ path, status: 200, coding });
      expect(headers.vary).toMatch(/accept-encoding/i);
      expect(headers['content-length']).toBe(String(body.length));
      expect(headers['content-type']).toBe(plain.headers['content-type']);
      expect(body.length).toBeLessThan(plain.body.length);
      expect(unpack(body).equals(plain.body)).toBe(true);
    }
  });

  it('is sent as it is to whoever does not say that they unpack, and caches are told that this may differ', async () => {
    const { headers, body } = await get(script);
    expect(headers).not.toHaveProperty('content-encoding');
    expect(headers.vary).toMatch(/accept-encoding/i);
    expect(body.equals(readFileSync(new URL(script.slice(1), BUILT)))).toBe(true);
  });

  it('has an entity tag for each way it is sent, and is not sent again to whoever has it', async () => {
    for (const path of ['/inbox', script]) {
      const ways = ['identity', 'gzip', 'br'];
      const tags: string[] = [];
      for (const way of ways) tags.push((await get(path, { 'accept-encoding': way })).headers.etag ?? '');
      expect(new Set(tags).size).toBe(ways.length);
      for (const [at, way] of ways.entries()) {
        const again = await get(path, { 'accept-encoding': way, 'if-none-match': tags[at] ?? '' });
        expect({ path, way, status: again.status, length: again.body.length }).toEqual({ path, way, status: 304, length: 0 });
        expect(again.headers).toMatchObject({ etag: tags[at], vary: 'accept-encoding' });
        const other = await get(path, { 'accept-encoding': way, 'if-none-match': tags[(at + 1) % ways.length] ?? '' });
        expect({ path, way, status: other.status }).toEqual({ path, way, status: 200 });
      }
    }
  });

  it('answers HEAD with the same headers', async () => {
    const headers = { 'accept-encoding': 'br' };
    const [got, head] = [await get(script, headers), await get(script, headers, 'HEAD')];
    expect(head.body).toHaveLength(0);
    for (const name of ['etag', 'vary', 'content-encoding', 'content-length', 'cache-control'])
      expect(head.headers[name]).toBe(got.headers[name]);
  });

  it('is found by its own name only', async () => {
    for (const ending of ['br', 'gz']) {
      expect(existsSync(new URL(`${script.slice(1)}.${ending}`, BUILT))).toBe(true);
      expect((await get(`${script}.${ending}`)).status).toBe(404);
    }
  });

  it('comes light before the first page is there, and the explorer packed too', async () => {
    let bytes = 0;
    for (const path of ['/inbox', ...named]) bytes += (await get(path, { 'accept-encoding': 'br' })).body.length;
    expect(bytes / 1000).toBeLessThanOrEqual(FIRST_KB_MAX);
    const assets = readdirSync(new URL('../explorer/assets/', BUILT)).filter((name) => name.endsWith('.js'));
    expect((await get(`/explorer/assets/${assets[0]}`, { 'accept-encoding': 'br' })).headers['content-encoding']).toBe('br');
  });
});
