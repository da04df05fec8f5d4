import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  forgedTokens,
  forgeryCast,
  goodClaims,
  goodHeader,
  makeSigner,
  mint,
  publicJwk,
  type Signer,
} from '../../test/support/forged-tokens.js';
import { TokenKeys } from './token-keys.js';
import { TokenVerifier } from './token-verifier.js';
import type { AsymmetricAlgorithm, SubjectClaim } from './token.rules.js';

const NOW = 1_790_000_000;
const AUDIENCE = 'countersign';
const LIMITS = { lifeSecondsMax: 3600, toleranceSeconds: 5 };
const ALGORITHMS: AsymmetricAlgorithm[] = ['RS256', 'ES256'];

/** The key endpoint of the pretended issuer: what it answers can be changed, and its callers are counted. */
let published: unknown;
let status = 200;
let calls = 0;
let hang = false;
let server: Server;
let jwksUrl: URL;

beforeAll(async () => {
  server = createServer((_request, response) => {
    calls++;
    if (!hang) response.writeHead(status, { 'content-type': 'application/json', location: '/elsewhere' }).end(JSON.stringify(published));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  jwksUrl = new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`);
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ISSUER = 'https://login.example';
const cast = forgeryCast(ISSUER, AUDIENCE, NOW);
const publish = (...signers: Signer[]): void => void (published = { keys: signers.map(publicJwk) });
const good = (more: object = {}, signer = cast.rsa): string => mint(goodHeader(signer), { ...goodClaims(cast), ...more }, signer);

/** A verifier on two clocks of its own: the wall's (seconds) and the one that measures ages (milliseconds). */
function stage(subjectClaim: SubjectClaim = 'sub'): { verifier: TokenVerifier; wall: { now: number }; age: { ms: number } } {
  [status, calls, hang] = [200, 0, false];
  publish(cast.rsa, cast.ec, cast.unwanted);
  const [wall, age] = [{ now: NOW }, { ms: 0 }];
  const times = { refreshMs: 600_000, believeMs: 3_600_000, cooldownMs: 30_000, failedCooldownMs: 3_000, timeoutMs: 1_000 };
  const keys = new TokenKeys(jwksUrl, times, () => age.ms);
  const expected = { issuer: ISSUER, audience: AUDIENCE, algorithms: ALGORITHMS, subjectClaim, ...LIMITS };
  return { verifier: new TokenVerifier(expected, keys, () => wall.now * 1000), wall, age };
}

describe('access tokens: who they name', () => {
  it('is said by `sub`, and by `oid` where that is configured; the other one is not looked at', async () => {
    const both = good({ sub: 'of-one-application', oid: 'of-the-directory' });
    await expect(stage().verifier.verify(both)).resolves.toMatchObject({ subject: 'of-one-application' });
    await expect(stage('oid').verifier.verify(both)).resolves.toMatchObject({ subject: 'of-the-directory' });
    await expect(stage('oid').verifier.verify(good())).rejects.toMatchObject({ reason: 'CLAIMS' });
    await expect(stage('oid').verifier.verify(good({ oid: ['two', 'names'] }))).rejects.toMatchObject({ reason: 'CLAIMS' });
  });
});

describe('access tokens: forged ones', () => {
  const forgeries = forgedTokens(cast);

  it('are at least sixty', () => expect(forgeries.length).toBeGreaterThanOrEqual(60));

  it.each(forgeries)('refuses %s', async (_story, token, reason) => {
    await expect(stage().verifier.verify(token)).rejects.toMatchObject({ code: 'UNAUTHENTICATED', reason });
  });

  it.each(['none', 'HS256', 'HS512', 'dir'])('cannot be let in by configuring the algorithm %s', (name) => {
    const expected = {
      issuer: ISSUER,
      audience: AUDIENCE,
      algorithms: ['RS256', name] as AsymmetricAlgorithm[],
      subjectClaim: 'sub' as const,
      ...LIMITS,
    };
    expect(() => new TokenVerifier(expected, new TokenKeys(jwksUrl))).toThrow(name);
  });
});

describe('access tokens: good ones', () => {
  const stories: [string, string][] = [
    ['RS256', good()],
    ['ES256', good({}, cast.ec)],
    ['the type JWT', mint({ ...goodHeader(cast.rsa), typ: 'JWT' }, goodClaims(cast), cast.rsa)],
    ['the type application/at+jwt', mint({ ...goodHeader(cast.rsa), typ: 'application/at+jwt' }, goodClaims(cast), cast.rsa)],
    ['no key id where only one key fits', mint({ alg: 'RS256', typ: 'JWT' }, goodClaims(cast), cast.rsa)],
    ['a thumbprint in the header', mint({ ...goodHeader(cast.rsa), x5t: 'abc' }, goodClaims(cast), cast.rsa)],
    ['a list of audiences with ours', good({ aud: ['userinfo', AUDIENCE] })],
    ['a life of exactly one hour', good({ exp: NOW + 3600 })],
    ['expired within the tolerance', good({ iat: NOW - 900, exp: NOW - 4 })],
    ['issued within the tolerance', good({ iat: NOW + 5 })],
    ['a beginning that has come', good({ nbf: NOW - 1 })],
    ['more claims than we know', good({ scope: 'openid', roles: ['ADMIN'] })],
  ];

  it.each(stories)('accepts %s', async (_story, token) => {
    expect(await stage().verifier.verify(token)).toEqual({ issuer: ISSUER, subject: 'priya', issuedAt: expect.any(Number) });
  });

  it('are verified once and still expire', async () => {
    const { verifier, wall } = stage();
    const token = good();
    await verifier.verify(token);
    wall.now += 904;
    await verifier.verify(token);
    wall.now += 1;
    await expect(verifier.verify(token)).rejects.toMatchObject({ reason: 'EXPIRED' });
  });
});

describe('the keys of the issuer', () => {
  it('are fetched once for many tokens', async () => {
    const { verifier } = stage();
    await Promise.all(Array.from({ length: 50 }, (_, i) => verifier.verify(good({ jti: String(i) }))));
    expect(calls).toBe(1);
  });

  it('are fetched anew for an unknown key, but not within thirty seconds', async () => {
    const { verifier, age } = stage();
    await verifier.verify(good());
    const fresh = makeSigner('RS256', 'rsa-2');
    publish(cast.rsa, fresh);
    await expect(verifier.verify(good({}, fresh))).rejects.toMatchObject({ reason: 'SIGNATURE' });
    expect(calls).toBe(1);
    age.ms += 30_001;
    expect(await verifier.verify(good({}, fresh))).toMatchObject({ subject: 'priya' });
    expect(calls).toBe(2);
  });

  it('are refreshed in the background, and a withdrawn key then counts no more, not even for a token seen before', async () => {
    const { verifier, age } = stage();
    await verifier.verify(good());
    publish(cast.ec);
    age.ms += 600_001;
    await verifier.verify(good());
    while (calls < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await expect(verifier.verify(good())).rejects.toMatchObject({ reason: 'SIGNATURE' });
  });

  it('serve for up to an hour when the issuer falls silent, and no longer', async () => {
    const { verifier, age } = stage();
    await verifier.verify(good());
    status = 503;
    age.ms += 3_599_000;
    expect(await verifier.verify(good({ jti: 'other' }))).toMatchObject({ subject: 'priya' });
    age.ms += 3_700;
    await expect(verifier.verify(good())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  });

  const outages: [string, () => void][] = [
    ['answers with an error', () => (status = 500)],
    ['redirects', () => (status = 302)],
    ['answers with something else', () => (published = ['keys'])],
    ['answers with far too much', () => (published = { keys: [], x: 'x'.repeat(300_000) })],
    ['does not answer', () => (hang = true)],
  ];

  it.each(outages)('are a typed outage when the issuer %s', async (_story, breakIt) => {
    const { verifier, age } = stage();
    breakIt();
    const begin = performance.now();
    await expect(verifier.verify(good())).rejects.toMatchObject({ code: 'UNAVAILABLE', retryAfterSeconds: 5 });
    expect(performance.now() - begin).toBeLessThan(2_000);
    const before = calls;
    await expect(verifier.verify(good())).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(calls).toBe(before);
    [status, hang] = [200, false];
    publish(cast.rsa);
    age.ms += 3_001;
    expect(await verifier.verify(good())).toMatchObject({ subject: 'priya' });
  });
});
