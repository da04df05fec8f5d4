import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { compactVerify, exportJWK, importJWK, SignJWT } from 'jose';
import type { ReceiptFault } from './receipt.errors.js';
import { receiptClaims } from './receipt.rules.js';
import { checkReceipt, readKeyRing } from './receipt-check.rules.js';
import type { ApprovedRemedy, ReceiptClaims } from './receipt.types.js';

type Json = Record<string, unknown>;

const APPROVED: ApprovedRemedy = {
  exceptionId: 'exc_01jd',
  ref: 'EX-1041',
  caseRef: 'CASE-7',
  approvedAt: new Date('2026-11-16T23:06:00.123Z'),
  useBy: new Date('2026-12-16T23:06:00.000Z'),
  quorum: 1,
  revision: 2,
  digest: 'ab'.repeat(32),
  remedyKind: 'FEE_WAIVER',
  amountMinor: 20_240,
  currency: 'AUD',
  hasDeed: false,
  proposerId: 'per_priya',
  signers: [{ id: 'per_tom', signedAt: '2026-11-16T23:06:00.123+00:00' }],
  policyVersionId: 'pve_fees1',
};
const CLAIMS = receiptClaims(APPROVED, 'http://localhost:3000');
const [own, stranger] = [generateKeyPairSync('ed25519'), generateKeyPairSync('ed25519')];
const KID = 'own';
const HEADER = { alg: 'EdDSA', typ: 'receipt+jwt', kid: KID };
const published = (key: KeyObject, kid = KID): Json => ({ ...key.export({ format: 'jwk' }), kid, alg: 'EdDSA', use: 'sig' });
const KEYS = JSON.stringify({ keys: [published(own.publicKey), published(generateKeyPairSync('ed25519').publicKey, 'older')] });
const ring = readKeyRing(KEYS);

const part = (value: unknown): string => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
const mint = (header: unknown, payload: unknown, key = own.privateKey): string => {
  const signed = `${part(header)}.${part(payload)}`;
  return `${signed}.${sign(null, Buffer.from(signed), key).toString('base64url')}`;
};
const GOOD = mint(HEADER, CLAIMS);
const faultOf = (receipt: string, keys = ring): ReceiptFault | 'HOLDS' => {
  try {
    checkReceipt(receipt, keys);
    return 'HOLDS';
  } catch (error) {
    return (error as { fault: ReceiptFault }).fault;
  }
};

describe('a receipt', () => {
  it('states what was approved, in ids and numbers only', () => {
    expect(CLAIMS).toEqual({
      iss: 'http://localhost:3000',
      sub: 'exc_01jd',
      ref: 'EX-1041',
      jti: 'exc_01jd.2',
      iat: 1794870360,
      remedy: { kind: 'FEE_WAIVER', amountMinor: 20_240, currency: 'AUD', deed: false },
      quorum: 1,
      revision: 2,
      digest: 'ab'.repeat(32),
      proposer: { id: 'per_priya' },
      signers: [{ id: 'per_tom', signedAt: '2026-11-16T23:06:00.123Z' }],
      policyVersion: 'pve_fees1',
      useBy: '2026-12-16T23:06:00.000Z',
      caseRef: 'CASE-7',
    } satisfies ReceiptClaims);
  });

  it('that holds is believed, with what it states', () => {
    expect(checkReceipt(GOOD, ring)).toEqual({ claims: CLAIMS, kid: KID });
  });

  it('is believed of any library, and any library believes it', async () => {
    const key = await importJWK({ ...own.privateKey.export({ format: 'jwk' }) }, 'EdDSA');
    expect(await new SignJWT({ ...CLAIMS }).setProtectedHeader(HEADER).sign(key)).toBe(GOOD);
    const { payload } = await compactVerify(GOOD, await importJWK(await exportJWK(own.publicKey), 'EdDSA'));
    expect(JSON.parse(Buffer.from(payload).toString())).toEqual(CLAIMS);
  });

  it('may state more than is known today', () => {
    expect(faultOf(mint(HEADER, { ...CLAIMS, laterClaim: true }))).toBe('HOLDS');
  });

  it.each<[story: string, change: Json]>([
    ['no policy existed', { policyVersion: null }],
    ['a deed without money', { remedy: { kind: 'DEED', amountMinor: null, currency: null, deed: true } }],
    ['money and a deed', { remedy: { kind: 'REFUND', amountMinor: 1, currency: 'AUD', deed: true } }],
    ['more signers than were needed', { signers: [...CLAIMS.signers, { id: 'per_mia', signedAt: '2026-11-16T23:00:00.000Z' }] }],
  ])('holds where %s', (_, change) => {
    expect(faultOf(mint(HEADER, { ...CLAIMS, ...change }))).toBe('HOLDS');
  });
});

describe('an altered receipt is refused', () => {
  it('at every single character, whatever class of character takes its place', () => {
    const others = ['A', 'z', '7', '-', '_', '.', '=', '+', '/', ' ', '\n', '\u0000', 'é', '😀'];
    const believed = [...GOOD].flatMap((original, index) =>
      others.filter((other) => other !== original && faultOf(GOOD.slice(0, index) + other + GOOD.slice(index + 1)) === 'HOLDS'),
    );
    expect(believed).toEqual([]);
  });

  it('at every single bit of header, claims and signature', () => {
    const believed = GOOD.split('.').flatMap((_, which) => {
      const parts = GOOD.split('.');
      const bytes = Buffer.from(parts[which] ?? '', 'base64url');
      return Array.from({ length: bytes.length * 8 }, (_bit, bit) => {
        const turned = Buffer.from(bytes);
        turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        return parts.with(which, turned.toString('base64url')).join('.');
      }).filter((receipt) => faultOf(receipt) === 'HOLDS');
    });
    expect(believed).toEqual([]);
  });

  it('when a character is left out, doubled, or put at either end', () => {
    const believed = [...GOOD].flatMap((character, index) =>
      [GOOD.slice(0, index) + GOOD.slice(index + 1), GOOD.slice(0, index) + character + GOOD.slice(index)].filter(
        (receipt) => faultOf(receipt) === 'HOLDS',
      ),
    );
    expect(believed).toEqual([]);
    for (const receipt of [`${GOOD}=`, `${GOOD}\n`, ` ${GOOD}`, `${GOOD}.`, `.${GOOD}`]) expect(faultOf(receipt)).toBe('NO_RECEIPT');
  });

  it('when the same signature is spelt in another way', () => {
    // 64 bytes leave four bits of the last character unused.
    const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const spellings = [...last].map((character) => GOOD.slice(0, -1) + character).filter((receipt) => receipt !== GOOD);
    expect(new Set(spellings.map((receipt) => faultOf(receipt)))).toEqual(new Set(['NO_RECEIPT', 'SIGNATURE']));
  });
});

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const withHeader = (header: Json): string => mint({ ...HEADER, ...header }, CLAIMS);
const withClaims = (claims: Json): string => mint(HEADER, { ...CLAIMS, ...claims });
const signer = CLAIMS.signers[0];

describe('a forged receipt is refused', () => {
  it.each<[story: string, receipt: string, fault: ReceiptFault]>([
    ['nothing at all', '', 'NO_RECEIPT'],
    ['two parts', GOOD.split('.', 2).join('.'), 'NO_RECEIPT'],
    ['no signature', `${GOOD.split('.', 2).join('.')}.`, 'NO_RECEIPT'],
    ['a header that is a list', mint(['EdDSA'], CLAIMS), 'NO_RECEIPT'],
    ['a header that is not UTF-8', `${Buffer.from([0xff, 0xfe]).toString('base64url')}.e30.${GOOD.split('.')[2]}`, 'NO_RECEIPT'],
    ['a receipt of a million characters', `${'A'.repeat(1_000_000)}.e30.AA`, 'NO_RECEIPT'],
    ['a photograph', '\u0089PNG\r\n', 'NO_RECEIPT'],
    ['algorithm none', `${part({ ...HEADER, alg: 'none' })}.${part(CLAIMS)}.AA`, 'ALGORITHM'],
    ['HS256, keyed with the public key', withHeader({ alg: 'HS256' }), 'ALGORITHM'],
    ['RS256', withHeader({ alg: 'RS256' }), 'ALGORITHM'],
    ['ES256', withHeader({ alg: 'ES256' }), 'ALGORITHM'],
    ['eddsa in small letters', withHeader({ alg: 'eddsa' }), 'ALGORITHM'],
    ['the algorithm by its newer name', withHeader({ alg: 'Ed25519' }), 'ALGORITHM'],
    ['no algorithm', withHeader({ alg: undefined }), 'ALGORITHM'],
    ['a list of algorithms', withHeader({ alg: ['EdDSA'] }), 'ALGORITHM'],
    ['another type of token', withHeader({ typ: 'at+jwt' }), 'HEADER'],
    ['no type', withHeader({ typ: undefined }), 'HEADER'],
    ['no key id', withHeader({ kid: undefined }), 'HEADER'],
    ['a key id that is a number', withHeader({ kid: 1 }), 'HEADER'],
    ['an empty key id', withHeader({ kid: '' }), 'HEADER'],
    ['its own key in the header', withHeader({ jwk: published(own.publicKey) }), 'HEADER'],
    ['its own key address in the header', withHeader({ jku: 'https://evil.example/keys' }), 'HEADER'],
    ['a critical extension', withHeader({ crit: ['b64'], b64: false }), 'HEADER'],
    ['a key that nobody published', mint({ ...HEADER, kid: 'mine' }, CLAIMS, stranger.privateKey), 'UNKNOWN_KEY'],
    ['a key id that every object has', withHeader({ kid: '__proto__' }), 'UNKNOWN_KEY'],
    ["a stranger's key under our id", mint(HEADER, CLAIMS, stranger.privateKey), 'SIGNATURE'],
    ['the right key under the id of another', withHeader({ kid: 'older' }), 'SIGNATURE'],
    [
      'an RSA signature that calls itself EdDSA',
      `${GOOD.split('.', 2).join('.')}.${sign('sha256', Buffer.from(GOOD), rsa.privateKey).toString('base64url')}`,
      'SIGNATURE',
    ],
    ['a signature of zeros', `${GOOD.split('.', 2).join('.')}.${part('\0'.repeat(64))}`, 'SIGNATURE'],
    ['half a signature', `${GOOD.split('.', 2).join('.')}.${part('s'.repeat(32))}`, 'SIGNATURE'],
    ['claims that are a list', mint(HEADER, []), 'CLAIMS'],
    ['claims that are no JSON', mint(HEADER, 'priya'), 'CLAIMS'],
    ['a quorum of none', withClaims({ quorum: 0 }), 'CLAIMS'],
    ['a quorum in words', withClaims({ quorum: '1' }), 'CLAIMS'],
    ['fewer signers than the quorum', withClaims({ quorum: 2 }), 'CLAIMS'],
    ['no signer', withClaims({ signers: [] }), 'CLAIMS'],
    ['one signer twice', withClaims({ quorum: 2, signers: [signer, signer] }), 'CLAIMS'],
    ['the proposer as signer', withClaims({ signers: [{ ...signer, id: 'per_priya' }] }), 'CLAIMS'],
    ['a signer without a time', withClaims({ signers: [{ id: 'per_tom' }] }), 'CLAIMS'],
    ['a time without a zone', withClaims({ signers: [{ id: 'per_tom', signedAt: '2026-11-16T23:06:00' }] }), 'CLAIMS'],
    ['an amount of 0', withClaims({ remedy: { ...CLAIMS.remedy, amountMinor: 0 } }), 'CLAIMS'],
    ['a negative amount', withClaims({ remedy: { ...CLAIMS.remedy, amountMinor: -1 } }), 'CLAIMS'],
    ['half a cent', withClaims({ remedy: { ...CLAIMS.remedy, amountMinor: 0.5 } }), 'CLAIMS'],
    ['an amount above 2^53', withClaims({ remedy: { ...CLAIMS.remedy, amountMinor: 2 ** 53 } }), 'CLAIMS'],
    ['an amount without a currency', withClaims({ remedy: { ...CLAIMS.remedy, currency: null } }), 'CLAIMS'],
    ['neither amount nor deed', withClaims({ remedy: { ...CLAIMS.remedy, amountMinor: null, currency: null } }), 'CLAIMS'],
    ['half a digest', withClaims({ digest: 'ab'.repeat(16) }), 'CLAIMS'],
    ['a use-by time that is no time', withClaims({ useBy: 'soon' }), 'CLAIMS'],
    ['an id of another kind of thing', withClaims({ sub: 'per_priya' }), 'CLAIMS'],
    ['a line break in what is shown', withClaims({ ref: 'EX-1\nApproved' }), 'CLAIMS'],
    ...Object.keys(CLAIMS).map((claim): [string, string, ReceiptFault] => [`no ${claim}`, withClaims({ [claim]: undefined }), 'CLAIMS']),
  ])('%s', (_, receipt, fault) => {
    expect(faultOf(receipt)).toBe(fault);
  });
});

describe('published keys', () => {
  const faultOfKeys = (text: string): string => {
    try {
      readKeyRing(text);
      return 'READ';
    } catch (error) {
      return (error as { fault: string }).fault;
    }
  };

  it('of other kinds are passed over', () => {
    const mixed = JSON.stringify({ keys: [published(rsa.publicKey, 'rsa'), null, 'key', {}, published(own.publicKey)] });
    expect([...readKeyRing(mixed).keys()]).toEqual([KID]);
    expect(faultOf(GOOD, readKeyRing(mixed))).toBe('HOLDS');
  });

  it.each([
    ['no JSON', 'keys'],
    ['a list', '[]'],
    ['no list of keys', '{"keys":{}}'],
    ['no keys', '{"keys":[]}'],
    ['RSA keys only', JSON.stringify({ keys: [published(rsa.publicKey)] })],
    ['a key without an id', JSON.stringify({ keys: [{ ...published(own.publicKey), kid: undefined }] })],
    ['a key that is too short', JSON.stringify({ keys: [{ ...published(own.publicKey), x: 'AAAA' }] })],
    ['one id for two keys', JSON.stringify({ keys: [published(own.publicKey), published(stranger.publicKey)] })],
  ])('are refused: %s', (_, text) => {
    expect(faultOfKeys(text)).toBe('NO_KEYS');
  });
});
