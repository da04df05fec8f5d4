import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { SETTINGS, type Settings } from '#settings';
import { type CryptoKey, importJWK } from 'jose';
import { type KeptKey, makeKey, publicHalf, readKeys } from './receipt-key-files.js';
import { RECEIPT_ALGORITHM } from './receipt.rules.js';
import type { PublicReceiptKey } from './receipt.types.js';

/** What signs, and under which id. */
export interface SigningKey {
  readonly kid: string;
  readonly key: CryptoKey;
}

/** A rotation, which another process may have made, is taken up after so long; in milliseconds. */
const FRESH_MS = 5_000;

/**
 * The keys that sign receipts: files in a folder that all api processes of a house share. The newest private key signs; every public half
 * that was ever kept there is published, so that old receipts still verify after a rotation.
 */
@Injectable()
export class ReceiptKeys implements OnModuleInit {
  private read?: Promise<readonly KeptKey[]>;
  private readAt = 0;
  private signer?: { readonly of: KeptKey; readonly key: Promise<CryptoKey> };

  constructor(@Inject(SETTINGS) private readonly settings: Pick<Settings, 'receiptKeysDir'>) {}

  /**
   * A house without a key to sign with makes its first one now, so that a folder that cannot be written is told at the start.
   * @throws ReceiptKeysError in one sentence
   */
  async onModuleInit(): Promise<void> {
    await this.signingKey();
  }

  /** The published keys as a JWK set (RFC 7517), the newest first. Never holds a private half. */
  async publicJwks(): Promise<{ keys: PublicReceiptKey[] }> {
    return { keys: (await this.kept()).map(publicHalf) };
  }

  /**
   * The newest private key; made when there is none.
   * @throws ReceiptKeysError in one sentence
   */
  async signingKey(): Promise<SigningKey> {
    const newest = newestPrivate(await this.kept()) ?? (await this.first());
    if (this.signer?.of.kid !== newest.kid) this.signer = { of: newest, key: imported(newest) };
    return { kid: newest.kid, key: await this.signer.key };
  }

  /**
   * Makes a new key, which signs from now on (in other processes: within five seconds); older ones stay published. Answers its id.
   * @throws ReceiptKeysError in one sentence
   */
  async rotate(): Promise<string> {
    const number = nextNumber(await this.reread());
    if (!(await makeKey(this.settings.receiptKeysDir, number))) return this.rotate(); // a twin took the number for its own rotation
    return newestPrivate(await this.reread())?.kid ?? '';
  }

  /** Made by whichever process is first; the others find its number taken, and use it. */
  private async first(): Promise<KeptKey> {
    const known = await this.reread();
    const before = newestPrivate(known);
    if (before) return before;
    await makeKey(this.settings.receiptKeysDir, nextNumber(known));
    const made = newestPrivate(await this.reread());
    return made ?? this.first();
  }

  private kept(): Promise<readonly KeptKey[]> {
    return this.read && performance.now() - this.readAt < FRESH_MS ? this.read : this.reread();
  }

  private reread(): Promise<readonly KeptKey[]> {
    const read = readKeys(this.settings.receiptKeysDir);
    [this.read, this.readAt] = [read, performance.now()];
    read.catch(() => (this.read = undefined)); // the next call looks again; this one tells
    return read;
  }
}

async function imported({ kid, x, d }: KeptKey): Promise<CryptoKey> {
  const key = await importJWK({ kty: 'OKP', crv: 'Ed25519', kid, x, d }, RECEIPT_ALGORITHM);
  if (key instanceof Uint8Array) throw new Error('A key pair is never a symmetric key.');
  return key;
}

function newestPrivate(kept: readonly KeptKey[]): KeptKey | undefined {
  return kept.find(({ d }) => d !== undefined);
}

function nextNumber(kept: readonly KeptKey[]): number {
  return (kept[0]?.number ?? 0) + 1;
}
