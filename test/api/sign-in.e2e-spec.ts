import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestBrowser } from '../support/browser.js';
import { IdentityHouse } from './identity-house.js';

let house: IdentityHouse;
beforeAll(async () => {
  house = await IdentityHouse.open();
});
afterAll(() => house.close());

describe('signing in by browser', () => {
  it('goes to the provider and back, and the cookie then stands for the person', async () => {
    const browser = new TestBrowser();
    const page = await house.toNames(browser, '/sign-in?to=/explorer%3Ftab=2');
    expect(await page.response.text()).toContain('Who are you today?');
    const { response } = await browser.follow(await browser.go(page.url, { handle: 'priya' }), '/explorer');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/explorer?tab=2']);
    const session = response.headers.getSetCookie().find((line) => line.startsWith(`__Host-countersign-${house.port}=`));
    expect(session).toMatch(/^[^=]+=[\w-]{43}; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/);
    expect((await house.ask(house.asPage(browser))).data?.who).toBe('per_priya');
    expect(house.lines).toContainEqual(expect.objectContaining({ level: 'info', msg: 'signed in', actorId: 'per_priya' }));
  });

  it('lets one browser change to another person, and ends the session before', async () => {
    const browser = new TestBrowser();
    await house.signIn(browser, 'priya');
    const before = house.asPage(browser);
    await house.signIn(browser, 'wei');
    expect((await house.ask(house.asPage(browser))).data?.who).toBe('per_wei');
    expect(await house.codeFor(before)).toBe('UNAUTHENTICATED');
  });

  it('tells somebody who is not known here, on a page, by which subject an admin would link them', async () => {
    const { response } = await house.signIn(new TestBrowser(), 'nobody');
    expect(response.status).toBe(403);
    const words = await response.text();
    expect(words).toContain('nobody here is linked to it');
    expect(words).toContain('your subject: &#34;nobody&#34;');
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/%09/evil.example',
    '/a%0d%0aSet-Cookie:x=1',
    '',
    `/${'x'.repeat(600)}`,
  ])('goes to the first page, and nowhere else, when asked to go to "%s"', async (to) => {
    const browser = new TestBrowser();
    const { url } = await house.toNames(browser, `/sign-in?to=${to}`);
    const visit = await browser.follow(await browser.go(url, { handle: 'priya' }), '/');
    expect(visit.response.headers.get('location')).toBe('/');
    expect(visit.url.pathname).toBe('/sign-in/callback');
  });

  it('refuses to finish what was not begun here, was changed on the way, or is finished twice', async () => {
    const callback = `${house.api}/sign-in/callback`;
    const [browser, other] = [new TestBrowser(), new TestBrowser()];
    const finish = async (who: TestBrowser, url: string | URL): Promise<number> => (await who.go(url)).response.status;
    expect(await finish(browser, `${callback}?code=x&state=y`)).toBe(400);
    const page = await house.toNames(browser);
    const back = await browser.follow(await browser.go(page.url, { handle: 'priya' }), '/sign-in/callback');
    const url = new URL(back.response.headers.get('location') ?? '');
    expect(await finish(other, url)).toBe(400);
    await other.go(`${house.api}/sign-in`);
    expect(await finish(other, url)).toBe(400);
    const changed = new URL(url);
    changed.searchParams.set('state', 'other');
    expect(await finish(browser, changed)).toBe(400);
    const stranger = new URL(url);
    stranger.searchParams.set('iss', 'https://evil.example');
    expect(await finish(browser, stranger)).toBe(400);
    expect(await finish(browser, url)).toBe(303);
    expect(await finish(browser, url)).toBe(400);
  });

  it('names nobody by a claim that the provider does not send', async () => {
    await house.app.close();
    house.app = await house.startApi(house.port, { OIDC_SUBJECT: 'oid' });
    const { response } = await house.signIn(new TestBrowser(), 'priya');
    expect([response.status, await response.text()]).toEqual([400, expect.stringContaining('OIDC_SUBJECT')]);
    expect(await house.codeFor(await house.bearer('priya'))).toBe('UNAUTHENTICATED');
    await house.app.close();
    house.app = await house.startApi(house.port);
    expect((await house.ask(await house.bearer('priya'))).data?.who).toBe('per_priya');
  });

  it('says so when the person or the provider said no', async () => {
    const browser = new TestBrowser();
    const begun = await browser.go(`${house.api}/sign-in`);
    const state = new URL(begun.response.headers.get('location') ?? '').searchParams.get('state');
    const { response } = await browser.go(`${house.api}/sign-in/callback?error=access_denied&state=${state}&iss=${house.issuer}`);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('You did not finish the sign-in.');
  });

  it('says it in German to a browser that asks for German first', async () => {
    const response = await fetch(`${house.api}/sign-in/callback?error=access_denied`, { headers: { 'accept-language': 'de-AT,en;q=0.5' } });
    const text = await response.text();
    expect([response.status, response.headers.get('vary')]).toEqual([400, expect.stringMatching(/accept-language/i)]);
    expect(text).toContain('<html lang="de">');
    expect(text).toContain(
      '<p>Die Anmeldung hat zu lange gedauert oder wurde in einem anderen Browser begonnen. Es ist nichts geschehen.</p>',
    );
    expect(text).toContain('<a href="/sign-in">Neu anmelden</a>');
  });
});

describe('a sign-in by cookie', () => {
  it.each([
    ['a page of another site', { 'sec-fetch-site': 'cross-site' }],
    ['a page of a neighbour', { 'sec-fetch-site': 'same-site' }],
    ['an older browser on another site', { origin: 'https://evil.example' }],
    ['a page without origin', { origin: 'null' }],
    ['no browser at all', {}],
  ])('counts for nothing when the request comes from %s', async (_story, headers) => {
    const browser = new TestBrowser();
    await house.signIn(browser, 'priya');
    const cookie = browser.cookiesFor(house.api);
    const { errors, data } = await house.ask({ cookie, ...(headers as Record<string, string>) });
    expect([errors?.[0]?.extensions['code'], data ?? null]).toEqual(['UNAUTHENTICATED', null]);
    expect((await house.ask({ cookie, origin: house.api })).data?.who).toBe('per_priya');
  });

  it('is judged after the token: whoever sends one does not act by cookie', async () => {
    const browser = new TestBrowser();
    await house.signIn(browser, 'priya');
    expect((await house.ask({ ...house.asPage(browser), ...(await house.bearer('wei')) })).data?.who).toBe('per_wei');
    expect(await house.codeFor({ ...house.asPage(browser), authorization: 'Bearer nonsense' })).toBe('UNAUTHENTICATED');
  });

  it('ends by signing out, which no other site can do', async () => {
    const browser = new TestBrowser();
    await house.signIn(browser, 'priya');
    const cookie = house.asPage(browser);
    expect((await browser.go(`${house.api}/sign-out`, undefined, 'cross-site')).response.status).toBe(403);
    expect((await house.ask(cookie)).data?.who).toBe('per_priya');
    const { response } = await browser.go(`${house.api}/sign-out`, undefined, 'same-origin');
    expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
    expect(browser.cookiesFor(house.api)).toBe('');
    expect(house.lines).toContainEqual(expect.objectContaining({ msg: 'signed out', actorId: 'per_priya' }));
    expect(await house.codeFor(cookie)).toBe('UNAUTHENTICATED');
  });
});
