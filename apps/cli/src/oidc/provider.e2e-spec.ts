import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as oidc from 'openid-client';
import { TokenKeys, TokenVerifier } from '#people';
import { TestBrowser, type Visit } from '../../../../test/support/browser.js';
import { freePort } from '../../../../test/support/server.mjs';
import { demoToken } from '../token.command.js';
import { demoProviderPort } from './demo-issuer.js';
import { type RunningProvider, startProvider } from './provider.js';

const PEOPLE = [
  { handle: 'priya', name: 'Priya Raman', roles: ['AGENT'], about: 'proposes a fair remedy for Adele & her branch' },
  { handle: 'renee', name: 'Renee <Roux>', roles: ['REVIEWER', 'ADMIN'], about: 'reads what the front line had to invent' },
];

let [apiPort, port] = [0, 0];
let dataDir: string;
let provider: RunningProvider;
const onError = jest.fn();
const printed = (['warn', 'info', 'log', 'error'] as const).map((way) => jest.spyOn(console, way).mockImplementation(() => undefined));

beforeAll(async () => {
  [apiPort, port] = [await freePort(), await freePort()];
  dataDir = await mkdtemp(join(tmpdir(), 'countersign-oidc-'));
  provider = await startProvider({ port, apiPort, dataDir, people: PEOPLE, onError });
});

afterAll(async () => {
  await provider.stop();
  await rm(dataDir, { recursive: true });
});

const place = ({ response, url }: Visit): URL => new URL(response.headers.get('location') ?? '', url);

async function client(): Promise<oidc.Configuration> {
  return oidc.discovery(new URL(provider.issuer), provider.clientId, undefined, oidc.ClientSecretBasic(provider.clientSecret), {
    // The demo's issuer is on this very machine.
    execute: [oidc.allowInsecureRequests],
  });
}

interface Begun {
  readonly config: oidc.Configuration;
  readonly verifier: string;
  readonly page: URL;
}

async function begin(browser: TestBrowser, more: Record<string, string> = {}): Promise<Begun> {
  const [config, verifier] = [await client(), oidc.randomPKCECodeVerifier()];
  const url = oidc.buildAuthorizationUrl(config, {
    redirect_uri: `http://localhost:${apiPort}/sign-in/callback`,
    scope: 'openid',
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...more,
  });
  return { config, verifier, page: place(await browser.go(url)) };
}

async function signIn(browser: TestBrowser, handle: string): Promise<oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers> {
  const { config, verifier, page } = await begin(browser);
  const resume = place(await browser.go(page, { handle }));
  const back = place(await browser.go(resume));
  expect(back.href).toContain(`http://localhost:${apiPort}/sign-in/callback?code=`);
  return oidc.authorizationCodeGrant(config, back, { expectedState: 'state-1', expectedNonce: 'nonce-1', pkceCodeVerifier: verifier });
}

function verifier(): TokenVerifier {
  const expected = {
    issuer: provider.issuer,
    audience: 'countersign',
    algorithms: ['ES256'] as const,
    subjectClaim: 'sub' as const,
    lifeSecondsMax: 3600,
    toleranceSeconds: 5,
  };
  return new TokenVerifier(expected, new TokenKeys(new URL(provider.jwksUrl)));
}

describe("the demo's sign-in provider", () => {
  it('signs a person in by code and PKCE, with a token that the api believes', async () => {
    const tokens = await signIn(new TestBrowser(), 'priya');
    expect(await verifier().verify(tokens.access_token)).toEqual({
      issuer: provider.issuer,
      subject: 'priya',
      issuedAt: expect.any(Number),
    });
    expect(decodeJwt(tokens.access_token)).toMatchObject({ aud: 'countersign', sub: 'priya' });
    expect(tokens.claims()).toMatchObject({ iss: provider.issuer, aud: provider.clientId, sub: 'priya', nonce: 'nonce-1' });
    expect(onError).not.toHaveBeenCalled();
  });

  it('asks anew who you are each time, and lets one browser change to another person, also from an old window', async () => {
    const browser = new TestBrowser();
    const old = await begin(browser);
    expect(decodeJwt((await signIn(browser, 'priya')).access_token).sub).toBe('priya');
    expect(decodeJwt((await signIn(browser, 'renee')).access_token).sub).toBe('renee');
    const back = place(await browser.go(place(await browser.go(old.page, { handle: 'priya' }))));
    expect(back.searchParams.get('code')).toBeTruthy();
  });

  it('shows its people on one page without script, picture or foreign request', async () => {
    const browser = new TestBrowser();
    const { page } = await begin(browser);
    const { response } = await browser.go(page);
    const html = await response.text();
    expect(response.status).toBe(200);
    expect(html).toContain(
      '<strong>Priya Raman</strong> <small>Agent</small><span>proposes a fair remedy for Adele &#38; her branch</span>',
    );
    expect(html).toContain('<strong>Renee &#60;Roux&#62;</strong> <small>Reviewer, Admin</small>');
    expect(html).toContain('<html lang="en">');
    expect(html).not.toMatch(/<script|<img|@import|\bon\w+=/);
    expect(html.match(/https?:\/\/[^"]+/g)).toEqual([`http://localhost:${apiPort}/`]);
    const policy = response.headers.get('content-security-policy');
    expect(policy).toMatch(/^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; form-action 'self' http:\/\/localhost:\d+; /);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  it('refuses a name that nobody has, a page of another browser, and a code without its verifier', async () => {
    const browser = new TestBrowser();
    const { page, config } = await begin(browser);
    expect((await browser.go(page, { handle: 'mallory' })).response.status).toBe(400);
    expect((await browser.go(page, { handle: 'x'.repeat(5000) })).response.status).toBe(400);
    expect((await new TestBrowser().go(page)).response.status).toBe(400);
    expect((await new TestBrowser().go(page, { handle: 'priya' })).response.status).toBe(400);
    const back = place(await browser.go(place(await browser.go(page, { handle: 'priya' }))));
    const checks = { expectedState: 'state-1', expectedNonce: 'nonce-1', pkceCodeVerifier: oidc.randomPKCECodeVerifier() };
    await expect(oidc.authorizationCodeGrant(config, back, checks)).rejects.toMatchObject({ error: 'invalid_grant' });
  });

  it('refuses another place to return to, and a sign-in without PKCE, on a page of its own', async () => {
    const config = await client();
    const foreign = oidc.buildAuthorizationUrl(config, { redirect_uri: 'http://evil.example/', scope: 'openid' });
    const { response } = await new TestBrowser().go(foreign);
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('Sign in again');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    const plain = oidc.buildAuthorizationUrl(config, {
      redirect_uri: `http://localhost:${apiPort}/sign-in/callback`,
      scope: 'openid',
      state: 's',
    });
    expect(place(await new TestBrowser().go(plain)).searchParams.get('error')).toBe('invalid_request');
  });

  it('does not answer under a foreign name that points at this machine', async () => {
    const status = await new Promise((resolve, reject) => {
      request({ port, host: '127.0.0.1', path: '/auth', headers: { host: `evil.example:${port}` } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(421);
  });

  it('publishes no private part of its key', async () => {
    const { keys } = (await (await fetch(provider.jwksUrl)).json()) as { keys: Record<string, unknown>[] };
    expect(keys).toHaveLength(1);
    expect(keys[0]).toMatchObject({ kty: 'EC', alg: 'ES256', use: 'sig' });
    expect(keys[0]).not.toHaveProperty('d');
  });

  it('keeps its keys for the next start, readable by its owner only, and tells when they are damaged', async () => {
    const file = join(dataDir, 'secrets', 'demo-sign-in.json');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    const before = decodeProtectedHeader((await signIn(new TestBrowser(), 'priya')).access_token).kid;
    await provider.stop();
    provider = await startProvider({ port, apiPort, dataDir, people: PEOPLE, onError });
    expect(decodeProtectedHeader((await signIn(new TestBrowser(), 'priya')).access_token).kid).toBe(before);
    const broken = await mkdtemp(join(tmpdir(), 'countersign-oidc-'));
    await (await startProvider({ port: await freePort(), apiPort, dataDir: broken, people: PEOPLE })).stop();
    await writeFile(join(broken, 'secrets', 'demo-sign-in.json'), '{"signingKey":');
    await expect(startProvider({ port: await freePort(), apiPort, dataDir: broken, people: PEOPLE })).rejects.toMatchObject({
      exitCode: 65,
    });
    await rm(broken, { recursive: true });
  });

  it('says that its port is taken', async () => {
    const taken = await freePort();
    const squatter = createServer().listen(taken, '127.0.0.1');
    await expect(startProvider({ port: taken, apiPort, dataDir, people: PEOPLE })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    squatter.close();
  });

  it('has printed nothing until here, not even that it wants another Node', () => {
    expect(printed.flatMap(({ mock }) => mock.calls)).toEqual([]);
  });
});

describe('countersign token --as NAME', () => {
  const house = (more: object = {}): Parameters<typeof demoToken>[1] => ({ port: port - 10_000, dataDir, people: PEOPLE, ...more });

  it('makes the token that the sign-in page would give, for fifteen minutes', async () => {
    const token = await demoToken('priya', house());
    const page = (await signIn(new TestBrowser(), 'priya')).access_token;
    expect(Object.keys(decodeJwt(token)).sort()).toEqual(Object.keys(decodeJwt(page)).sort());
    expect({ ...decodeJwt(token), iat: 0, exp: 0, jti: '' }).toEqual({ ...decodeJwt(page), iat: 0, exp: 0, jti: '' });
    expect(decodeProtectedHeader(token)).toEqual(decodeProtectedHeader(page));
    const { iat = 0, exp = 0 } = decodeJwt(token);
    expect(exp - iat).toBe(900);
    expect(await verifier().verify(token)).toMatchObject({ subject: 'priya' });
  });

  it('refuses outside the demo, and lists the names when nobody is called so', async () => {
    await expect(demoToken('priya', house({ dataDir: tmpdir() }))).rejects.toMatchObject({ exitCode: 78 });
    await expect(demoToken('Priya', house())).rejects.toThrow('Nobody in the demo is called "Priya"; choose one of priya, renee.');
    await expect(demoToken('mallory\u001b[2J', house())).rejects.toMatchObject({ exitCode: 64 });
  });

  it.each([
    [3000, 13000],
    [55_535, 65_535],
    [55_536, 45_536],
  ])('puts the provider of an api on port %i on port %i', (api, expected) => expect(demoProviderPort(api)).toBe(expected));
});
