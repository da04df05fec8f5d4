import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { type ReceiptFault, ReceiptRefusedError } from './receipt.errors.js';
import { RECEIPT_ALGORITHM, RECEIPT_TYPE } from './receipt.rules.js';
import { claimsFault } from './receipt-claims.rules.js';
import type { ReceiptClaims } from './receipt.types.js';

/** A receipt is about 1,200 characters long; with nine signers about 2,000. */
const RECEIPT_CHARACTERS_MAX = 16_384;
const SIGNATURE_BYTES = 64;
const X_BYTES = 32;

/** The key ids of Ed25519 keys, and the keys. */
export type ReceiptKeyRing = ReadonlyMap<string, KeyObject>;

/** A receipt that holds: what it states, and the id of the key that signed it. */
export interface CheckedReceipt {
  claims: ReceiptClaims;
  kid: string;
}

/**
 * Reads published keys, as /.well-known/jwks.json answers them. Keys of other kinds are passed over.
 * @throws ReceiptRefusedError `NO_KEYS` when it is no JWK set, has no Ed25519 key, or two of them under one id
 */
export function readKeyRing(text: string): ReceiptKeyRing {
  const { keys } = (objectIn(text) ?? {}) as { keys?: unknown };
  if (!Array.isArray(keys)) refuse('NO_KEYS', 'This is not a set of keys: a JSON object with a list "keys" was expected.');
  const ring = new Map<string, KeyObject>();
  for (const [kid, key] of keys.flatMap(ed25519Key)) {
    if (ring.has(kid)) refuse('NO_KEYS', `Two keys of this set have the id ${kid}, so neither can be trusted.`);
    ring.set(kid, key);
  }
  if (ring.size === 0) refuse('NO_KEYS', 'There is no Ed25519 key with an id in this set of keys.');
  return ring;
}

/**
 * Checks a receipt, with nothing but the keys: no network, no clock. One accepted form for each receipt: another spelling of the same bytes is
 * refused too, so that two texts can never stand for one receipt.
 * @throws ReceiptRefusedError with its fault and a sentence
 */
export function checkReceipt(text: string, ring: ReceiptKeyRing): CheckedReceipt {
  const [header, payload, signature] = partsOf(text);
  const kid = keyIdIn(header);
  const key =
    ring.get(kid) ?? refuse('UNKNOWN_KEY', `None of these keys has the id ${shown(kid)} that the receipt names. Are they the newest ones?`);
  const signed = Buffer.from(text.slice(0, text.lastIndexOf('.')), 'ascii');
  if (signature.length !== SIGNATURE_BYTES || !verify(null, signed, key, signature)) {
    refuse('SIGNATURE', 'The signature does not fit: the receipt was altered, or another key signed it.');
  }
  return { claims: claimsIn(payload), kid };
}

function partsOf(text: string): [header: Buffer, payload: Buffer, signature: Buffer] {
  const parts = text.length > RECEIPT_CHARACTERS_MAX ? [] : text.split('.').map(bytesOf);
  if (parts.length === 3 && parts.every((part) => part !== undefined)) return parts as [Buffer, Buffer, Buffer];
  return refuse('NO_RECEIPT', 'This is not a receipt: three parts in base64url, joined by dots, were expected.');
}

function keyIdIn(bytes: Buffer): string {
  const header = objectIn(utf8(bytes) ?? '') ?? refuse('NO_RECEIPT', 'This is not a receipt: its header is not a JSON object.');
  const { alg, typ, kid, ...others } = header;
  const [other] = Object.keys(others);
  if (alg !== RECEIPT_ALGORITHM) refuse('ALGORITHM', `A receipt is signed with ${RECEIPT_ALGORITHM}; this one says ${shown(alg)}.`);
  if (typ !== RECEIPT_TYPE) refuse('HEADER', `A receipt is of the type ${RECEIPT_TYPE}; this one says ${shown(typ)}.`);
  if (other !== undefined) refuse('HEADER', `A receipt's header has alg, typ and kid only; this one has ${shown(other)}.`);
  return isKeyId(kid) ? kid : refuse('HEADER', 'The receipt does not name the key that signed it.');
}

function claimsIn(bytes: Buffer): ReceiptClaims {
  const claims = objectIn(utf8(bytes) ?? '');
  const fault = claims ? claimsFault(claims) : 'what it states is not a JSON object';
  if (fault) refuse('CLAIMS', `The signature fits, but this is no receipt of an approval: ${fault}.`);
  return claims as unknown as ReceiptClaims;
}

function ed25519Key(jwk: unknown): [string, KeyObject][] {
  const { kty, crv, x, kid } = (jwk ?? {}) as Record<string, unknown>;
  const isOurs = kty === 'OKP' && crv === 'Ed25519' && typeof x === 'string' && bytesOf(x)?.length === X_BYTES;
  return isOurs && isKeyId(kid) ? [[kid, createPublicKey({ key: { kty, crv, x }, format: 'jwk' })]] : [];
}

function isKeyId(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** The bytes of canonical base64url: no padding, no foreign characters, no bits beyond the last byte. */
function bytesOf(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.length > 0 && bytes.toString('base64url') === text ? bytes : undefined;
}

function utf8(bytes: Buffer): string | undefined {
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : undefined;
}

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** A word of a stranger's, fit to be printed. */
function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value);
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 80);
}

function refuse(fault: ReceiptFault, sentence: string): never {
  throw new ReceiptRefusedError(fault, sentence);
}
