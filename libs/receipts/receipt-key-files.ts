import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ReceiptKeysError } from './receipt.errors.js';
import type { PublicReceiptKey } from './receipt.types.js';

/** A key as it is kept: its public half `x`, and `d`, the private one, unless that was taken away. */
export interface KeptKey {
  /** Counts the keys of a folder; the highest is the newest. */
  readonly number: number;
  readonly kid: string;
  readonly x: string;
  readonly d?: string;
}

type Half = 'private' | 'public';

const FILE = /^receipt-key-(\d{1,9})\.(private|public)\.jwk$/;
const fileOf = (number: number, half: Half): string => `receipt-key-${number}.${half}.jwk`;

/**
 * Every key of the folder, the newest first; none when there is no folder yet. A public half is written beside each private one that has
 * none, so that a private key can be taken away and its receipts still verify.
 * @throws ReceiptKeysError for a file that is no such key
 */
export async function readKeys(folder: string): Promise<KeptKey[]> {
  const names = await namesIn(folder);
  const files = names.flatMap((name) => {
    const [, number, half] = FILE.exec(name) ?? [];
    return number && half ? [{ number: Number(number), half: half as Half, path: join(folder, name) }] : [];
  });
  const halves = (await Promise.all(files.map(readHalf))).filter((half) => half !== undefined);
  const isAlone = ({ number, d }: KeptKey): boolean =>
    !halves.some((other) => other.number === number && (other.d === undefined) === (d !== undefined));
  await Promise.all(halves.filter((key) => key.d !== undefined && isAlone(key)).map((key) => keepPublicHalf(folder, key)));
  return halves.filter((key) => key.d !== undefined || isAlone(key)).sort((a, b) => b.number - a.number);
}

/**
 * Makes the key of this number, whole or not at all; false when another process made it first.
 * The folder and the private half can be entered and read by their owner only.
 * @throws ReceiptKeysError when it cannot be written
 */
export async function makeKey(folder: string, number: number): Promise<boolean> {
  const { x, d } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  const key: Required<KeptKey> = { number, kid: thumbprint(x ?? ''), x: x ?? '', d: d ?? '' };
  try {
    await makeFolder(folder, 0o700);
    const isMade = await writeOnce(join(folder, fileOf(number, 'private')), { ...publicHalf(key), d: key.d });
    if (isMade) await writeOnce(join(folder, fileOf(number, 'public')), publicHalf(key));
    return isMade;
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

/** Makes a folder and those above it. Node's own `recursive` says "no such file" on a read-only disk, which would send people looking in the wrong place. */
async function makeFolder(path: string, mode = 0o755): Promise<void> {
  try {
    await mkdir(path, { mode });
  } catch (error) {
    if (codeOf(error) === 'ENOENT') await makeFolder(dirname(path)).then(() => makeFolder(path, mode));
    else if (codeOf(error) !== 'EEXIST') throw error;
  }
}

/** The half that everybody may know. */
export function publicHalf({ kid, x }: Pick<KeptKey, 'kid' | 'x'>): PublicReceiptKey {
  return { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' };
}

/** The file appears with all of its content, or not at all; false when it was there before. */
async function writeOnce(path: string, jwk: object): Promise<boolean> {
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, `${JSON.stringify(jwk)}\n`, { mode: 0o600, flag: 'wx' });
    await link(draft, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return [];
    throw new ReceiptKeysError(
      `The folder of receipt keys ${folder} cannot be read (${codeOf(cause)}). Let this user read it, or set RECEIPT_KEYS_DIR.`,
      {
        cause,
      },
    );
  }
}

/** undefined when somebody took the file away meanwhile. */
async function readHalf({ number, half, path }: { number: number; half: Half; path: string }): Promise<KeptKey | undefined> {
  try {
    const jwk: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (half === 'private') await closeToOthers(path);
    return { number, ...asKey(jwk, half) };
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return undefined;
    const sentence = `The receipt key ${path} cannot be used (${codeOf(cause) ?? 'it is damaged'}). Put it back from a backup, or move it away and run "countersign receipt rotate".`;
    throw new ReceiptKeysError(sentence, { cause });
  }
}

/** The id is made from the key itself, so that no file can claim another's. A private half must be the one of its public half. */
function asKey(value: unknown, half: Half): Omit<KeptKey, 'number'> {
  const { kty, crv, x, d } = value as Record<string, unknown>;
  if (kty !== 'OKP' || crv !== 'Ed25519' || typeof x !== 'string') throw new Error('It is no Ed25519 key.');
  if (half === 'public') return { kid: thumbprint(publicX(createPublicKey({ key: { kty, crv, x }, format: 'jwk' }))), x };
  if (typeof d !== 'string') throw new Error('It has no private half.');
  if (publicX(createPublicKey(createPrivateKey({ key: { kty, crv, x, d }, format: 'jwk' }))) !== x)
    throw new Error('Its halves do not belong together.');
  return { kid: thumbprint(x), x, d };
}

function publicX(key: KeyObject): string {
  return key.export({ format: 'jwk' }).x ?? '';
}

async function closeToOthers(path: string): Promise<void> {
  if (process.platform === 'win32' || !((await stat(path)).mode & 0o077)) return;
  // A mounted secret cannot be changed; who mounted it decides who may read it.
  await chmod(path, 0o600).catch((error: unknown) => {
    if (!['EROFS', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
  });
}

/** Where the folder is mounted read-only, the private half itself is what is published from. */
async function keepPublicHalf(folder: string, key: KeptKey): Promise<void> {
  await writeOnce(join(folder, fileOf(key.number, 'public')), publicHalf(key)).catch((cause: unknown) => {
    if (!['EROFS', 'EACCES', 'EPERM'].includes(codeOf(cause) ?? '')) throw unwritable(folder, cause);
  });
}

/** The id of a key by RFC 7638: the digest of the key itself. */
function thumbprint(x: string): string {
  return createHash('sha256').update(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`).digest('base64url');
}

function unwritable(folder: string, cause: unknown): ReceiptKeysError {
  const code = codeOf(cause) ?? String(cause);
  const advice =
    code === 'ENOSPC' ? 'Free some space on its disk' : 'Make the folder writable for this user, or set RECEIPT_KEYS_DIR to another one';
  return new ReceiptKeysError(`No receipt key can be kept in ${folder} (${code}). ${advice}.`, { cause });
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
