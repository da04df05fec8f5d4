/**
 * What an access token must look like before anybody is believed to be who it names. Pure: no clock, no keys, no network.
 * The rules are those of RFC 8725 (best current practice for JSON Web Tokens) and RFC 9068 (access tokens), read strictly.
 */

/** Signature algorithms with a private and a public half. Anything else (`none`, HS256 …) can never be configured. */
export const ASYMMETRIC_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

/** One of the algorithms that may be configured. */
export type AsymmetricAlgorithm = (typeof ASYMMETRIC_ALGORITHMS)[number];

/** The longest token that is looked at, in bytes. A longer one is refused unread. */
const TOKEN_BYTES_MAX = 8192;

const SUBJECT_LENGTH_MAX = 255;
const AUDIENCES_MAX = 20;

/** Why a token was refused, each with the sentence that is told to whoever sent it. The words never quote the token. */
export const TOKEN_REFUSALS = {
  MISSING: 'Sign in first: send an access token as "Authorization: Bearer …", or open /sign-in in a browser.',
  TOO_LARGE: 'The access token is larger than 8 KiB. Ask the issuer for one with fewer claims.',
  MALFORMED: 'The access token is not a signed JSON Web Token in compact form.',
  ALGORITHM: 'The access token is signed with an algorithm that this service does not accept.',
  HEADER: 'The header of the access token brings its own keys or extensions; only the configured keys count.',
  TYPE: 'The access token must say that it is one: its header "typ" has to be "JWT" or "at+jwt".',
  SIGNATURE: 'The signature of the access token does not fit any key of the configured issuer.',
  ISSUER: 'The access token comes from another issuer than the configured one.',
  AUDIENCE: 'The access token was made for another service.',
  CLAIMS:
    'The access token lacks a claim that it must have (exp, iat, and sub or oid as configured), or one of its claims has a wrong form.',
  BOUND: 'The access token is bound to a key of its holder, which this service cannot check. Ask for a plain bearer token.',
  ID_TOKEN: 'This is an ID token, which tells a client who signed in. Send the access token that came with it.',
  LIFE: 'The access token lives longer than this service allows. Ask the issuer for a shorter one, of an hour at most.',
  EXPIRED: 'The access token has expired. Sign in again.',
  NOT_YET: 'The access token is not valid yet. Check the clock of the issuer.',
} as const satisfies Record<string, string>;

/** One of the reasons for which a token is refused. */
export type TokenRefusal = keyof typeof TOKEN_REFUSALS;

/** What the configuration demands of the times of a token. */
export interface TimeLimits {
  /** The longest life from `iat` to `exp`, in seconds. A leaked token is worth no more than that. */
  readonly lifeSecondsMax: number;
  /** How far the clocks of the issuer and of this service may stand apart, in seconds. */
  readonly toleranceSeconds: number;
}

/**
 * Claims by which a provider may name a person: each is of one person for ever, and chosen by the provider alone. An address is neither,
 * so that none can be configured. `oid` is how Entra names somebody in its directory; its `sub` is of one application.
 */
export const SUBJECT_CLAIMS = ['sub', 'oid'] as const;

/** One of the claims that may name a person. */
export type SubjectClaim = (typeof SUBJECT_CLAIMS)[number];

/** What the configuration demands of each token; issuer, audience and algorithm are compared exactly. */
export interface TokenExpectation extends TimeLimits {
  readonly issuer: string;
  readonly audience: string;
  readonly algorithms: readonly AsymmetricAlgorithm[];
  readonly subjectClaim: SubjectClaim;
}

/** The times of a token, in seconds since 1970 as RFC 7519 writes them. */
export interface TokenTimes {
  readonly iat: number;
  readonly exp: number;
  readonly nbf?: number;
}

/** What remains of a token whose signature and claims hold. */
export interface TokenClaims extends TokenTimes {
  readonly iss: string;
  readonly subject: string;
}

type JsonObject = Record<string, unknown>;

/** Header parameters by which a token would choose its own keys, or change what the signature covers. */
const FORBIDDEN_HEADERS = ['jku', 'jwk', 'x5u', 'x5c', 'crit', 'b64', 'zip', 'enc', 'cty'];
/** Claims that OpenID Connect puts into ID tokens only: what such a token says is meant for the client, whoever its audience is. */
const ID_TOKEN_CLAIMS = ['at_hash', 'c_hash', 's_hash'];
const TYPES = ['jwt', 'at+jwt', 'application/at+jwt'];

/** Why the outside of a token (size, form, header) is refused, or undefined when its signature may be looked at. Costs no cryptography. */
export function headerRefusal(token: string, algorithms: readonly string[]): TokenRefusal | undefined {
  if (Buffer.byteLength(token) > TOKEN_BYTES_MAX) return 'TOO_LARGE';
  const parts = token.split('.');
  if (parts.length !== 3 || !parts.every(isCanonicalBase64url)) return 'MALFORMED';
  const header = jsonObject(Buffer.from(parts[0] ?? '', 'base64url'));
  return header ? parametersRefusal(header, algorithms) : 'MALFORMED';
}

function parametersRefusal(header: JsonObject, algorithms: readonly string[]): TokenRefusal | undefined {
  if (typeof header['alg'] !== 'string' || !algorithms.includes(header['alg'])) return 'ALGORITHM';
  if (FORBIDDEN_HEADERS.some((name) => Object.hasOwn(header, name))) return 'HEADER';
  if (typeof header['typ'] !== 'string' || !TYPES.includes(header['typ'].toLowerCase())) return 'TYPE';
  return isKeyId(header['kid']) ? undefined : 'HEADER';
}

function isKeyId(kid: unknown): boolean {
  return kid === undefined || (typeof kid === 'string' && kid.length <= SUBJECT_LENGTH_MAX);
}

/** The claims of a token whose signature holds, or why they are refused at this instant (`now` in seconds since 1970). */
export function readClaims(payload: Uint8Array, expected: TokenExpectation, now: number): TokenClaims | TokenRefusal {
  const claims = jsonObject(payload);
  if (!claims) return 'MALFORMED';
  const refusal = originRefusal(claims, expected);
  if (refusal) return refusal;
  const subject = claims[expected.subjectClaim];
  if (!isSubject(subject) || !hasTimes(claims)) return 'CLAIMS';
  const { iat, exp, nbf } = claims;
  const read: TokenClaims = { iss: expected.issuer, subject, iat, exp, ...(nbf === undefined ? {} : { nbf }) };
  return timesRefusal(read, expected, now) ?? read;
}

function originRefusal(claims: JsonObject, expected: TokenExpectation): TokenRefusal | undefined {
  if (claims['iss'] !== expected.issuer) return 'ISSUER';
  if (!namesAudience(claims['aud'], expected.audience)) return 'AUDIENCE';
  if (ID_TOKEN_CLAIMS.some((name) => Object.hasOwn(claims, name))) return 'ID_TOKEN';
  return Object.hasOwn(claims, 'cnf') ? 'BOUND' : undefined;
}

/** Why a token is refused at this instant (`now` in seconds since 1970): too long a life, expired, or not valid yet. */
export function timesRefusal({ iat, exp, nbf }: TokenTimes, limits: TimeLimits, now: number): TokenRefusal | undefined {
  if (exp <= iat || exp - iat > limits.lifeSecondsMax) return 'LIFE';
  if (exp <= now - limits.toleranceSeconds) return 'EXPIRED';
  return Math.max(iat, nbf ?? iat) > now + limits.toleranceSeconds ? 'NOT_YET' : undefined;
}

/** Whether the three times are finite numbers: JSON can write 1e999, which reads as infinity and would pass every comparison. */
function hasTimes(claims: JsonObject): claims is JsonObject & TokenTimes {
  return (
    Number.isFinite(claims['iat']) && Number.isFinite(claims['exp']) && (claims['nbf'] === undefined || Number.isFinite(claims['nbf']))
  );
}

function namesAudience(claim: unknown, audience: string): boolean {
  if (!Array.isArray(claim)) return claim === audience;
  return claim.length <= AUDIENCES_MAX && claim.every((one) => typeof one === 'string') && claim.includes(audience);
}

/** Whether a claim can name a person: some text, neither empty nor long nor with characters that nobody sees. */
export function isSubject(claim: unknown): claim is string {
  return typeof claim === 'string' && claim.length > 0 && claim.length <= SUBJECT_LENGTH_MAX && !/\p{C}/u.test(claim);
}

/** Whether a part is base64url in the one form that encodes its bytes: no padding, no loose last bits, nothing between. */
function isCanonicalBase64url(part: string): boolean {
  return part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;
}

function jsonObject(bytes: Uint8Array): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
  } catch {
    return undefined; // Not JSON: the caller says MALFORMED, which is all there is to say.
  }
}
