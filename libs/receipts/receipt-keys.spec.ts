import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { calculateJwkThumbprint } from 'jose';
import { ReceiptKeysError } from './receipt.errors.js';
import { ReceiptKeys } from './receipt-keys.js';

let root: string;
let folder: string;
/** A process of its own, as far as the folder is concerned: nothing is remembered between two. */
const keys = (): ReceiptKeys => new ReceiptKeys({ receiptKeysDir: folder });
const kidOf = async (): Promise<string> => (await keys().signingKey()).kid;
const publishedIds = async (): Promise<string[]> => (await keys().publicJwks()).keys.map(({ kid }) => kid);
const privateFile = (number: number): string => join(folder, `receipt-key-${number}.private.jwk`);
const publicFile = (number: number): string => join(folder, `receipt-key-${number}.public.jwk`);
const sentenceOf = async (work: Promise<unknown>): Promise<string> => {
  const error: unknown = await work.catch((failure: unknown) => failure);
  expect(error).toBeInstanceOf(ReceiptKeysError);
  return (error as Error).message;
};

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'receipt-keys-'));
  folder = join(root, 'data', 'receipt-keys');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('the keys of receipts', () => {
  it('are made on first use, for their owner only', async () => {
    await keys().onModuleInit();
    expect(readdirSync(folder).sort()).toEqual(['receipt-key-1.private.jwk', 'receipt-key-1.public.jwk']);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(privateFile(1)).mode & 0o777).toBe(0o600);
  });

  it('are made once, when many processes start at once', async () => {
    const kids = await Promise.all(Array.from({ length: 20 }, kidOf));
    expect(new Set(kids).size).toBe(1);
    expect(readdirSync(folder)).toHaveLength(2);
  });

  it('publish public halves only, each under the digest of the key', async () => {
    const kid = await kidOf();
    const { keys: published } = await keys().publicJwks();
    expect(published).toEqual([{ kty: 'OKP', crv: 'Ed25519', x: expect.any(String), kid, alg: 'EdDSA', use: 'sig' }]);
    expect(await calculateJwkThumbprint({ ...published[0] })).toBe(kid);
    expect(readFileSync(publicFile(1), 'utf8')).not.toContain('"d"');
  });

  it('publish nothing, and make nothing, where nothing was signed yet', async () => {
    expect(await keys().publicJwks()).toEqual({ keys: [] });
    expect(readdirSync(root)).toEqual([]);
  });

  it('after a rotation the newest signs and the older ones stay published', async () => {
    const first = await kidOf();
    const second = await keys().rotate();
    const third = await keys().rotate();
    expect(new Set([first, second, third]).size).toBe(3);
    expect(await kidOf()).toBe(third);
    expect(await publishedIds()).toEqual([third, second, first]);
  });

  it('of ten rotations at once each makes its own', async () => {
    await Promise.all(Array.from({ length: 10 }, () => keys().rotate()));
    expect(new Set(await publishedIds()).size).toBe(10);
  });

  it('a rotation is seen by the very object that made it', async () => {
    const one = keys();
    await one.signingKey();
    const kid = await one.rotate();
    expect((await one.signingKey()).kid).toBe(kid);
    expect((await one.publicJwks()).keys).toHaveLength(2);
  });

  it('without its private half a key no longer signs, and its receipts still verify', async () => {
    const first = await kidOf();
    const second = await keys().rotate();
    unlinkSync(privateFile(2));
    expect(await kidOf()).toBe(first);
    unlinkSync(privateFile(1));
    const third = await kidOf();
    expect(await publishedIds()).toEqual([third, second, first]);
    expect(readdirSync(folder)).toContain('receipt-key-3.private.jwk');
  });

  it('a public half that is missing is written again', async () => {
    const kid = await kidOf();
    unlinkSync(publicFile(1));
    expect(await publishedIds()).toEqual([kid]);
    expect(readdirSync(folder)).toContain('receipt-key-1.public.jwk');
  });

  it('a private half that others could read is closed to them', async () => {
    await kidOf();
    chmodSync(privateFile(1), 0o644);
    await kidOf();
    expect(statSync(privateFile(1)).mode & 0o777).toBe(0o600);
  });

  it('what else lies in the folder is left alone', async () => {
    const kid = await kidOf();
    writeFileSync(join(folder, 'notes.txt'), 'mine');
    writeFileSync(`${privateFile(7)}.draft`, 'half');
    expect(await publishedIds()).toEqual([kid]);
  });

  it.each([
    ['cut off', '{"kty":"OKP","crv":"Ed255'],
    ['of another kind', '{"kty":"EC","crv":"P-256","x":"AA","y":"AA"}'],
    ['without a private half', '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}'],
    [
      'of two keys',
      '{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"}',
    ],
  ])('a damaged file (%s) is told in one sentence, without what is in it', async (_, content) => {
    await kidOf();
    unlinkSync(privateFile(1));
    writeFileSync(privateFile(1), content);
    const sentence = await sentenceOf(kidOf());
    expect(sentence).toContain(privateFile(1));
    expect(sentence).not.toContain('AAECAw');
  });

  it('a folder that is a file is told in one sentence', async () => {
    mkdirSync(join(root, 'data'));
    writeFileSync(folder, '');
    expect(await sentenceOf(keys().onModuleInit())).toMatch(/receipt key.*ENOTDIR/);
  });

  it('a folder that cannot be written is told in one sentence', async () => {
    // Root writes everywhere, so the test acts as somebody who does not.
    const runs = process.getuid?.() === 0 && tryMount();
    if (!runs) chmodSync(root, 0o500);
    const sentence = await sentenceOf(keys().onModuleInit()).finally(() => runs && execFileSync('umount', [root]));
    expect(sentence).toMatch(/No receipt key can be kept in .*receipt-keys \((EROFS|EACCES)\)\. Make the folder writable/);
  });

  it('keys on a read-only disk sign and are published', async () => {
    const kid = await kidOf();
    unlinkSync(publicFile(1));
    const isReadOnly = process.getuid?.() === 0 && tryRemount();
    const seen = await Promise.all([kidOf(), publishedIds()]).finally(() => isReadOnly && execFileSync('umount', [root]));
    expect(seen).toEqual([kid, [kid]]);
    expect(readdirSync(folder).includes('receipt-key-1.public.jwk')).toBe(!isReadOnly);
  });
});

/** Mounts an empty read-only disk over the folder; false where nobody may. */
function tryMount(): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro,size=1m', 'tmpfs', root], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Shows the folder through a read-only mount of itself; false where nobody may. */
function tryRemount(): boolean {
  try {
    execFileSync('mount', ['--bind', root, root], { stdio: 'ignore' });
    execFileSync('mount', ['-o', 'remount,bind,ro', root], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
