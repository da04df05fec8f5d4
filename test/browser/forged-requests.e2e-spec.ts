import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { CONSOLE_IS_READY, ConsoleHouse, WHY_NO_CONSOLE } from '../support/console.js';
import { eventually } from '../support/eventually.js';
import { fingerprint } from '../support/fingerprint.js';
import { type ForeignSite, foreignSite } from '../support/foreign-site.js';

jest.setTimeout(180_000);

const suite = CONSOLE_IS_READY ? describe : describe.skip;

const MUTATION = JSON.stringify({
  query:
    'mutation { openCase(input: { need: "Forged.", customer: { name: "A", contact: "a@b.example", timeZone: "UTC" } }) { case { id } } }',
});
const PEOPLE = 'name,handle,email\nMallory,mallory,mallory@evil.example\n';
const BOOK = JSON.stringify({ files: [{ name: 'forged.md', text: '# Forged' }] });
/** Every address at which something is changed by whoever has a cookie, with what would change something there. */
const BODIES: Readonly<Record<string, string>> = {
  '/graphql': MUTATION,
  '/sign-out': '',
  '/people/import': PEOPLE,
  '/policies/import': BOOK,
};
/** Those for machines, which know no cookie. */
const FOR_MACHINES = /^(?:path|`\$\{path\}\/:id`|`\$\{BASE\}\/\*`)$/;
const PLACES = Object.keys(BODIES);
/** What is taken out of the house tells a fact, and so is a change. */
const FILES = ['/export/exceptions.csv', '/policies/export'];
/** What is counted of whoever sends much, also when it is refused. */
const COUNTED = 'shares_used';

/** How a page of somebody else sends something and goes there, so that its reader sees what comes of it. */
const FORMS: readonly [name: string, type: string][] = [
  ['a form', 'application/x-www-form-urlencoded'],
  ['a form of plain text that reads as JSON', 'text/plain'],
  ['a form of parts', 'multipart/form-data'],
];
const TYPES = ['', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x'];
const NOT_SIMPLE = ['application/json', 'text/csv'];

suite(CONSOLE_IS_READY ? 'forged requests' : `forged requests (skipped: ${WHY_NO_CONSOLE})`, () => {
  let front: ConsoleHouse;
  let foreign: ForeignSite;
  /** Of Wei, who may do everything here that needs a role. */
  let page: Page;

  beforeAll(async () => {
    foreign = await foreignSite();
    front = await ConsoleHouse.open({ workers: 0 }); // whose work would change rows meanwhile
    await front.house.ground.admin.query(`UPDATE people SET roles = '{ADMIN,REVIEWER,AGENT}', faces_customers = true WHERE handle = 'wei'`);
    page = await front.window('wei', '/me');
    await page.waitForLoadState('networkidle');
  });
  afterAll(async () => {
    await front.close();
    await foreign.close();
  });

  const state = async (): Promise<object> => ({ ...(await fingerprint(front.house.ground)), [COUNTED]: undefined });
  /** Does something in a page of somebody else, and expects that nothing came of it. */
  async function fromForeign<T>(host: 'localhost' | '127.0.0.1', work: () => Promise<T>): Promise<T> {
    const before = await state();
    await page.goto(foreign.at(host));
    const outcome = await work();
    expect(await state()).toEqual(before);
    return outcome;
  }
  const forge = <T>(how: string, ...given: readonly string[]): Promise<T> =>
    page.evaluate<T>(`forge.${how}(${given.map((one) => JSON.stringify(one)).join(', ')})`);
  /** Goes somewhere by a forgery: with which cookie, and what the reader then sees. */
  async function goneTo(
    path: string,
    how: string,
    ...given: readonly string[]
  ): Promise<{ status: number; text: string; cookie: string; site?: string }> {
    const answered = page.waitForResponse(
      (response) => new URL(response.url()).pathname === path && response.request().isNavigationRequest(),
    );
    await forge(how, `${front.origin}${path}`, ...given);
    const response = await answered;
    await page.waitForURL(`${front.origin}${path}*`);
    const { cookie = '', 'sec-fetch-site': site } = await response.request().allHeaders();
    await page.waitForLoadState();
    return { status: response.status(), text: await page.locator('body').innerText(), cookie, site };
  }

  it('are tried at every address at which something is changed', () => {
    const sources = readdirSync('apps/api/src', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
    const routes = sources.flatMap((name) => {
      const text = readFileSync(`apps/api/src/${name}`, 'utf8');
      return [...text.matchAll(/server\.(?:post|put|patch|delete|all|route)\b(?:<[^>]*>)?\(\s*(?:'([^']*)'|([^,]+))/g)].map(
        ([, path, other]) => path ?? other ?? '',
      );
    });
    const changing = routes.filter((route) => !FOR_MACHINES.test(route));
    expect([...new Set(changing), '/graphql'].sort()).toEqual([...PLACES].sort()); // that one route is Apollo's own
  });

  describe.each([
    ['of the same site, to which a browser sends the cookie', 'localhost', 'same-site'],
    ['of another site', '127.0.0.1', 'cross-site'],
  ] as const)('of a page %s', (_, host, site) => {
    it.each(PLACES.flatMap((path) => FORMS.map(([name, type]) => [path, name, type] as const)))(
      'do nothing at %s by %s, and say why',
      async (path, _name, type) => {
        const [name, value] = type === 'text/plain' ? [`${BODIES[path]?.slice(0, -1)},"x":"`, '"}'] : ['query', BODIES[path] ?? ''];
        const seen = await fromForeign(host, () => goneTo(path, 'form', type, name, value));
        expect(seen.site).toBe(site);
        expect(seen.cookie.includes('__Host-countersign')).toBe(host === 'localhost');
        expect(seen.status).toBeGreaterThanOrEqual(400);
        expect(seen.status).toBeLessThan(500);
        expect(seen.text).toMatch(/[A-Z].*[.?:]/);
      },
    );

    it.each(['/people/import', '/graphql'])('do nothing at %s by a file', async (path) => {
      const seen = await fromForeign(host, () => goneTo(path, 'upload', PEOPLE));
      expect(seen.status).toBeGreaterThanOrEqual(400);
    });

    it.each([
      `/graphql?query=${encodeURIComponent('mutation { retractFromException(input: {exceptionId: "x"}) { replayed } }')}`,
      '/sign-out',
      ...FILES,
    ])('do nothing by a link to %s', async (address) => {
      const [path = ''] = address.split('?');
      const before = await state();
      await page.goto(foreign.at(host));
      const answered = page.waitForResponse((response) => new URL(response.url()).pathname === path);
      await forge('link', `${front.origin}${address}`);
      const response = await answered;
      await page.waitForURL(`${front.origin}${address}`); // a page that still comes would break the next one off
      expect(await response.request().headerValue('cookie')).toMatch(/__Host-countersign/); // links are what such cookies are sent with
      expect([401, 403, 405]).toContain(response.status());
      expect(await state()).toEqual(before);
    });

    it.each(PLACES)('do nothing at %s by a script, whatever it sends and however', async (path) => {
      const [address, body] = [`${front.origin}${path}`, BODIES[path] ?? ''];
      await fromForeign(host, async () => {
        for (const type of TYPES) expect({ type, got: await forge('send', address, type, body) }).toEqual({ type, got: 'nothing' });
        for (const type of NOT_SIMPLE)
          for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'])
            expect({ type, method, got: await forge('ask', address, method, type, body) }).toEqual({ type, method, got: 'nothing' });
        await forge('beacon', address, body);
        expect(await forge('picture', address)).toBe('nothing');
        await page.waitForTimeout(200);
      });
    });

    it('open no socket, though the cookie comes along', async () => {
      const socket = `${front.origin.replace(/^http/, 'ws')}/graphql`;
      expect(await fromForeign(host, () => forge('socket', socket))).toEqual({ heard: [], code: 4403, reason: 'Forbidden' });
    });

    it.each(['/inbox', '/sign-out', '/ops'])('frame no page: %s', async (path) => {
      await fromForeign(host, async () => {
        await forge('frame', `${front.origin}${path}`);
        const inside = (): string => page.frames()[1]?.url() ?? '';
        expect(await eventually(inside, (url) => url !== '')).toMatch(/^chrome-error:/);
      });
    });
  });

  it('would have done all that from a page of the house, as whoever is signed in', async () => {
    await page.goto(`${front.origin}/me`);
    const own = (path: string, type: string, body: string): Promise<{ status: number; text: string }> =>
      page.evaluate(
        `fetch(${JSON.stringify(path)}, { method: 'POST', headers: { 'content-type': ${JSON.stringify(type)} }, body: ${JSON.stringify(body)} })
          .then(async (answer) => ({ status: answer.status, text: await answer.text() }))`,
      );
    expect((await own('/graphql', 'application/json', MUTATION)).text).toMatch(/"openCase":\{"case":\{"id":"cas_/);
    for (const [path, type] of [
      ['/people/import', 'text/csv'],
      ['/policies/import', 'application/json'],
    ] as const)
      expect([200, 422]).toContain((await own(path, type, BODIES[path] ?? '')).status);
    const heard = await page.evaluate(
      `new Promise((done) => { const socket = new WebSocket(location.origin.replace(/^http/, 'ws') + '/graphql', 'graphql-transport-ws');
        socket.onopen = () => socket.send('{"type":"connection_init"}'); socket.onmessage = ({ data }) => done(JSON.parse(data).type); socket.onclose = ({ code }) => done(code); })`,
    );
    expect(heard).toBe('connection_ack');
    await page.goto(`${front.origin}/sign-out`);
    await page.locator('a[href^="/sign-in"]').waitFor();
  });
});
