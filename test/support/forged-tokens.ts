import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** A key pair of the pretended issuer, or of somebody who would like to be it. */
export interface Signer {
  readonly alg: 'RS256' | 'ES256' | 'EdDSA';
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** What the verifier under test was configured with, and the keys that play a part. */
export interface ForgeryCast {
  readonly issuer: string;
  readonly audience: string;
  /** Seconds since 1970. */
  readonly now: number;
  readonly rsa: Signer;
  readonly ec: Signer;
  /** A key that the issuer does not publish, under the very key id of one that it does. */
  readonly stranger: Signer;
  /** A key that the issuer publishes, for an algorithm that is not configured. */
  readonly unwanted: Signer;
}

type Json = Record<string, unknown>;

/** Makes a key pair for one algorithm. */
export function makeSigner(alg: Signer['alg'], kid: string): Signer {
  const pair =
    alg === 'RS256'
      ? generateKeyPairSync('rsa', { modulusLength: 2048 })
      : alg === 'ES256'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('ed25519');
  return { alg, kid, ...pair };
}

/** The public half as the issuer lists it. */
export function publicJwk({ alg, kid, publicKey }: Signer): Json {
  return { ...publicKey.export({ format: 'jwk' }), alg, kid, use: 'sig' };
}

/** The cast for one issuer and audience, at an instant in seconds since 1970. */
export function forgeryCast(issuer: string, audience: string, now: number): ForgeryCast {
  const rsa = makeSigner('RS256', 'rsa-1');
  const [ec, stranger, unwanted] = [makeSigner('ES256', 'ec-1'), makeSigner('RS256', 'rsa-1'), makeSigner('EdDSA', 'ed-1')];
  return { issuer, audience, now, rsa, ec, stranger, unwanted };
}

/** The claims of a token that is in order. */
export function goodClaims({ issuer, audience, now }: ForgeryCast): Json {
  return { iss: issuer, aud: audience, sub: 'priya', iat: now, exp: now + 900 };
}

/** The header of a token that is in order. */
export function goodHeader({ alg, kid }: Pick<Signer, 'alg' | 'kid'>): Json {
  return { alg, kid, typ: 'at+jwt' };
}

const base64url = (bytes: string | Buffer): string => Buffer.from(bytes).toString('base64url');
const text = (part: Json | string): string => (typeof part === 'string' ? part : JSON.stringify(part));

/** A compact token over any header and payload, also such as no library would sign. */
export function mint(header: Json | string, payload: Json | string | Buffer, signer: Signer): string {
  const signed = `${base64url(text(header))}.${base64url(Buffer.isBuffer(payload) ? payload : text(payload))}`;
  return `${signed}.${base64url(signature(signed, signer))}`;
}

function signature(signed: string, { alg, privateKey }: Signer): Buffer {
  if (alg === 'EdDSA') return sign(null, Buffer.from(signed), privateKey);
  return sign('sha256', Buffer.from(signed), alg === 'ES256' ? { key: privateKey, dsaEncoding: 'ieee-p1363' } : privateKey);
}

/** A token under a shared secret: the classic confusion is to use the issuer's public key as that secret. */
function hmacToken(header: Json, payload: Json, secret: string | Buffer): string {
  const signed = `${base64url(text(header))}.${base64url(text(payload))}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

/** One forgery: what was tried, the token, and the reason for which it must be refused. */
export type Forgery = readonly [story: string, token: string, reason: string];

/** Every forged token that the verifier must refuse. A verifier with the default options of its library accepts many of them. */
export function forgedTokens(cast: ForgeryCast): Forgery[] {
  return [...forgedShapes(cast), ...forgedAlgorithms(cast), ...forgedHeaders(cast), ...forgedClaims(cast), ...forgedTimes(cast)];
}

function forgedShapes(cast: ForgeryCast): Forgery[] {
  const good = mint(goodHeader(cast.rsa), goodClaims(cast), cast.rsa);
  const [header = '', payload = '', signed = ''] = good.split('.');
  const tampered = base64url(text({ ...goodClaims(cast), sub: 'wei' }));
  const invalidUtf8 = Buffer.concat([
    Buffer.from(text(goodClaims(cast)).slice(0, -1) + ',"x":"'),
    Buffer.from([0xff, 0xfe]),
    Buffer.from('"}'),
  ]);
  return [
    ['nothing at all', '', 'MALFORMED'],
    ['two parts', `${header}.${payload}`, 'MALFORMED'],
    ['an empty signature', `${header}.${payload}.`, 'MALFORMED'],
    ['four parts', `${good}.${signed}`, 'MALFORMED'],
    ['five parts, as an encrypted token has', `${good}.${signed}.${signed}`, 'MALFORMED'],
    ['padding after the signature', `${good}=`, 'MALFORMED'],
    ['a line break in the middle', `${header}.\n${payload}.${signed}`, 'MALFORMED'],
    ['a space at the end', `${good} `, 'MALFORMED'],
    ['a header that is not JSON', mint('{"alg":"RS256"', goodClaims(cast), cast.rsa), 'MALFORMED'],
    ['a header that is a list', mint('["RS256"]', goodClaims(cast), cast.rsa), 'MALFORMED'],
    ['a payload that is not JSON', mint(goodHeader(cast.rsa), 'priya', cast.rsa), 'MALFORMED'],
    ['a payload that is a list', mint(goodHeader(cast.rsa), '[]', cast.rsa), 'MALFORMED'],
    ['a payload that is null', mint(goodHeader(cast.rsa), 'null', cast.rsa), 'MALFORMED'],
    ['a payload with bytes that are not UTF-8', mint(goodHeader(cast.rsa), invalidUtf8, cast.rsa), 'MALFORMED'],
    ['a payload after a byte order mark', mint(goodHeader(cast.rsa), `\ufeff${text(goodClaims(cast))}`, cast.rsa), 'MALFORMED'],
    ['more than 8 KiB, well signed', mint(goodHeader(cast.rsa), { ...goodClaims(cast), x: 'x'.repeat(8192) }, cast.rsa), 'TOO_LARGE'],
    ['another subject under the old signature', `${header}.${tampered}.${signed}`, 'SIGNATURE'],
    [
      'another key id under the old signature',
      `${base64url(text({ ...goodHeader(cast.rsa), kid: 'ec-1' }))}.${payload}.${signed}`,
      'SIGNATURE',
    ],
    ['one bit of the signature turned', `${header}.${payload}.${turnBit(signed)}`, 'SIGNATURE'],
    ['half a signature', `${header}.${payload}.${signed.slice(0, 172)}`, 'SIGNATURE'],
  ];
}

function turnBit(part: string): string {
  const bytes = Buffer.from(part, 'base64url');
  bytes[10] = (bytes[10] ?? 0) ^ 1;
  return bytes.toString('base64url');
}

function forgedAlgorithms(cast: ForgeryCast): Forgery[] {
  const claims = goodClaims(cast);
  const pem = cast.rsa.publicKey.export({ type: 'spki', format: 'pem' });
  const unsigned = (alg: string): string => `${base64url(text({ alg, typ: 'JWT' }))}.${base64url(text(claims))}.`;
  const asHmac = (alg: string): string => hmacToken({ ...goodHeader(cast.rsa), alg }, claims, pem);
  return [
    ['algorithm none, unsigned', unsigned('none'), 'MALFORMED'],
    ['algorithm none under a real signature', mint({ ...goodHeader(cast.rsa), alg: 'none' }, claims, cast.rsa), 'ALGORITHM'],
    ['algorithm NoNe', `${unsigned('NoNe')}AA`, 'ALGORITHM'],
    ['HS256 keyed with the public key', asHmac('HS256'), 'ALGORITHM'],
    ['HS384', asHmac('HS384'), 'ALGORITHM'],
    ['HS512', asHmac('HS512'), 'ALGORITHM'],
    ['an HMAC that calls itself RS256', asHmac('RS256'), 'SIGNATURE'],
    ['an HMAC under an empty secret that calls itself ES256', hmacToken(goodHeader(cast.ec), claims, ''), 'SIGNATURE'],
    ['a published key of an algorithm that is not configured', mint(goodHeader(cast.unwanted), claims, cast.unwanted), 'ALGORITHM'],
    ['PS256, not configured', mint({ ...goodHeader(cast.rsa), alg: 'PS256' }, claims, cast.rsa), 'ALGORITHM'],
    ['rs256 in small letters', mint({ ...goodHeader(cast.rsa), alg: 'rs256' }, claims, cast.rsa), 'ALGORITHM'],
    ['no algorithm', mint({ kid: 'rsa-1', typ: 'JWT' }, claims, cast.rsa), 'ALGORITHM'],
    ['a list of algorithms', mint({ ...goodHeader(cast.rsa), alg: ['RS256'] }, claims, cast.rsa), 'ALGORITHM'],
    ['an RSA signature that calls itself ES256', mint({ ...goodHeader(cast.ec) }, claims, cast.rsa), 'SIGNATURE'],
    [
      'an all-zero ES256 signature (CVE-2022-21449)',
      `${mint(goodHeader(cast.ec), claims, cast.ec).split('.', 2).join('.')}.${base64url(Buffer.alloc(64))}`,
      'SIGNATURE',
    ],
    ["a stranger's key under a known key id", mint(goodHeader(cast.rsa), claims, cast.stranger), 'SIGNATURE'],
    ["a stranger's key under an unknown key id", mint({ ...goodHeader(cast.rsa), kid: 'mine' }, claims, cast.stranger), 'SIGNATURE'],
    ["a stranger's key without a key id", mint({ alg: 'RS256', typ: 'JWT' }, claims, cast.stranger), 'SIGNATURE'],
  ];
}

function forgedHeaders(cast: ForgeryCast): Forgery[] {
  const withHeader = (more: Json, signer = cast.stranger): string => mint({ ...goodHeader(cast.rsa), ...more }, goodClaims(cast), signer);
  const { rsa, stranger } = cast;
  return [
    ['its own key in jwk', withHeader({ jwk: publicJwk(stranger) }), 'HEADER'],
    ['its own key set in jku', withHeader({ jku: 'https://evil.example/jwks.json' }), 'HEADER'],
    ['its own chain in x5c', withHeader({ x5c: ['MIIB'] }), 'HEADER'],
    ['its own chain in x5u', withHeader({ x5u: 'https://evil.example/chain.pem' }), 'HEADER'],
    ['jwk beside a good signature', withHeader({ jwk: publicJwk(rsa) }, rsa), 'HEADER'],
    ['jku that points at the true issuer', withHeader({ jku: `${cast.issuer}/jwks` }, rsa), 'HEADER'],
    ['crit with an unknown extension', withHeader({ crit: ['exp'] }, rsa), 'HEADER'],
    ['crit with nothing in it', withHeader({ crit: [] }, rsa), 'HEADER'],
    ['an unencoded payload (b64)', withHeader({ b64: false, crit: ['b64'] }, rsa), 'HEADER'],
    ['a compressed payload (zip)', withHeader({ zip: 'DEF' }, rsa), 'HEADER'],
    ['a token within a token (cty)', withHeader({ cty: 'JWT' }, rsa), 'HEADER'],
    ['an encryption method', withHeader({ enc: 'A256GCM' }, rsa), 'HEADER'],
    ['a key id that is a number', withHeader({ kid: 1 }, rsa), 'HEADER'],
    ['a key id that is an object', withHeader({ kid: { toString: 'rsa-1' } }, rsa), 'HEADER'],
    ['a key id of 4,000 characters', withHeader({ kid: 'k'.repeat(4000) }, rsa), 'HEADER'],
    ['a key id that is a path', withHeader({ kid: '../../../../dev/null' }, rsa), 'SIGNATURE'],
    ['no type', withHeader({ typ: undefined }, rsa), 'TYPE'],
    ['a logout token', withHeader({ typ: 'logout+jwt' }, rsa), 'TYPE'],
    ['a proof of possession', withHeader({ typ: 'dpop+jwt' }, rsa), 'TYPE'],
    ['a type that is a list', withHeader({ typ: ['JWT'] }, rsa), 'TYPE'],
  ];
}

function forgedClaims(cast: ForgeryCast): Forgery[] {
  const withClaims = (more: Json): string => mint(goodHeader(cast.rsa), { ...goodClaims(cast), ...more }, cast.rsa);
  const { issuer, audience } = cast;
  return [
    ['no issuer', withClaims({ iss: undefined }), 'ISSUER'],
    ['another issuer', withClaims({ iss: 'https://evil.example' }), 'ISSUER'],
    ['the issuer with a slash more', withClaims({ iss: `${issuer}/` }), 'ISSUER'],
    ['the issuer in capitals', withClaims({ iss: issuer.toUpperCase() }), 'ISSUER'],
    ['an issuer that only begins like ours', withClaims({ iss: `${issuer}.evil.example` }), 'ISSUER'],
    ['a list of issuers with ours in it', withClaims({ iss: [issuer] }), 'ISSUER'],
    ['no audience', withClaims({ aud: undefined }), 'AUDIENCE'],
    ['another audience', withClaims({ aud: 'payroll' }), 'AUDIENCE'],
    ['an audience that contains ours', withClaims({ aud: `${audience}-staging` }), 'AUDIENCE'],
    ['an audience in capitals', withClaims({ aud: audience.toUpperCase() }), 'AUDIENCE'],
    ['an empty list of audiences', withClaims({ aud: [] }), 'AUDIENCE'],
    ['a list of other audiences', withClaims({ aud: ['payroll', 'crm'] }), 'AUDIENCE'],
    ['a list within a list', withClaims({ aud: [[audience]] }), 'AUDIENCE'],
    ['an audience that is an object', withClaims({ aud: { 0: audience } }), 'AUDIENCE'],
    ['no subject', withClaims({ sub: undefined }), 'CLAIMS'],
    ['an empty subject', withClaims({ sub: '' }), 'CLAIMS'],
    ['a subject that is a number', withClaims({ sub: 1 }), 'CLAIMS'],
    ['a subject with a zero byte', withClaims({ sub: 'wei\u0000' }), 'CLAIMS'],
    ['a subject with a hidden character', withClaims({ sub: 'priya\u200b' }), 'CLAIMS'],
    ['a subject of 4,000 characters', withClaims({ sub: 'p'.repeat(4000) }), 'CLAIMS'],
    ['an ID token, by the digest of its access token', withClaims({ nonce: 'n', at_hash: 'x' }), 'ID_TOKEN'],
    ['an ID token, by the digest of its code', withClaims({ c_hash: 'x' }), 'ID_TOKEN'],
    ['bound to a key of its holder', withClaims({ cnf: { jkt: 'x' } }), 'BOUND'],
  ];
}

function forgedTimes(cast: ForgeryCast): Forgery[] {
  const { now } = cast;
  const withTimes = (times: Json): string => mint(goodHeader(cast.rsa), { ...goodClaims(cast), ...times }, cast.rsa);
  const written = (iat: string, exp: string): string =>
    mint(
      goodHeader(cast.rsa),
      text({ ...goodClaims(cast), iat: 0, exp: 1 }).replace('"iat":0,"exp":1', `"iat":${iat},"exp":${exp}`),
      cast.rsa,
    );
  return [
    ['expired long ago', withTimes({ iat: now - 7200, exp: now - 6300 }), 'EXPIRED'],
    ['expired beyond the tolerance', withTimes({ iat: now - 900, exp: now - 6 }), 'EXPIRED'],
    ['no expiry', withTimes({ exp: undefined }), 'CLAIMS'],
    ['an expiry in words', withTimes({ exp: String(now + 900) }), 'CLAIMS'],
    ['an expiry that is null', withTimes({ exp: null }), 'CLAIMS'],
    ['an endless expiry (1e999)', written(String(now), '1e999'), 'CLAIMS'],
    ['endless from start to end', written('1e999', '1e999'), 'CLAIMS'],
    ['an expiry in milliseconds', withTimes({ exp: (now + 900) * 1000 }), 'LIFE'],
    ['a life of an hour and a second', withTimes({ exp: now + 3601 }), 'LIFE'],
    ['a life of a year that ends in a minute', withTimes({ iat: now - 31_536_000, exp: now + 60 }), 'LIFE'],
    ['an end before its beginning', withTimes({ iat: now + 3, exp: now + 2 }), 'LIFE'],
    ['no time of issue', withTimes({ iat: undefined }), 'CLAIMS'],
    ['a time of issue in words', withTimes({ iat: 'yesterday' }), 'CLAIMS'],
    ['issued in the future', withTimes({ iat: now + 60 }), 'NOT_YET'],
    ['issued beyond the tolerance', withTimes({ iat: now + 6 }), 'NOT_YET'],
    ['valid only later', withTimes({ nbf: now + 60 }), 'NOT_YET'],
    ['a beginning in words', withTimes({ nbf: 'now' }), 'CLAIMS'],
    ['a beginning that never comes', mint(goodHeader(cast.rsa), text(goodClaims(cast)).replace('}', ',"nbf":1e999}'), cast.rsa), 'CLAIMS'],
  ];
}
