import { createLocalJWKSet, errors, type CryptoKey, type JSONWebKeySet, type JWSHeaderParameters } from 'jose';
import { SignInUnavailableError } from './token.errors.js';

/** When keys are fetched, and for how long they are believed. All in milliseconds, measured on a clock that nobody can set. */
export interface KeyTimes {
  /** After this the keys are fetched anew in the background while the known ones go on serving. */
  readonly refreshMs: number;
  /** Older keys are not used any more: a key that the issuer withdrew is dead here after this, even when the issuer is silent. */
  readonly believeMs: number;
  /** After a fetch, tokens with an unknown key cause no further one for this long: strangers cannot make us flood the issuer. */
  readonly cooldownMs: number;
  /** After a failed fetch no other one is tried for this long; whoever needs it is told at once. */
  readonly failedCooldownMs: number;
  /** One fetch ends within this. */
  readonly timeoutMs: number;
}

const KEY_TIMES: KeyTimes = { refreshMs: 600_000, believeMs: 3_600_000, cooldownMs: 30_000, failedCooldownMs: 3_000, timeoutMs: 3_000 };
const KEY_SET_BYTES_MAX = 256 * 1024;

type LocalKeys = ReturnType<typeof createLocalJWKSet>;

/** The public keys of the configured issuer. Their address comes from configuration and from nowhere else; redirects are not followed. */
export class TokenKeys {
  private keys: LocalKeys | undefined;
  private fetchedAt = -Infinity;
  private failedAt = -Infinity;
  private pending: Promise<void> | undefined;
  private fetches = 0;

  constructor(
    private readonly url: URL,
    private readonly times: KeyTimes = KEY_TIMES,
    private readonly clock: () => number = () => performance.now(),
  ) {}

  /** Rises whenever the keys were fetched: what was concluded from the keys of an earlier generation is to be concluded anew. */
  get generation(): number {
    return this.fetches;
  }

  /**
   * Starts a fetch in the background when the keys are due for one. Never throws and never waits.
   * Called for tokens that need no key any more, so that a withdrawn key is noticed even when every request brings a known token.
   */
  keepFresh(): void {
    if (this.age() > this.times.refreshMs && !this.failedLately()) this.fetchOnce().catch(() => undefined);
  }

  /** Whether keys are at hand that may still be believed. */
  get believable(): boolean {
    return this.keys !== undefined && this.age() <= this.times.believeMs;
  }

  /**
   * The one key that fits the header.
   * @throws SignInUnavailableError when the issuer does not answer in time, or not with keys.
   * @throws errors.JWKSNoMatchingKey (and its kin) when the issuer has no such key.
   */
  async keyFor(header: JWSHeaderParameters): Promise<CryptoKey> {
    const keys = await this.atHand();
    try {
      return await keys(header);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey) || this.age() < this.times.cooldownMs) throw error;
    }
    await this.fetchOnce(); // The issuer may have begun to use a new key.
    return (await this.atHand())(header);
  }

  private async atHand(): Promise<LocalKeys> {
    if (!this.believable) await this.fetchOnce();
    else this.keepFresh();
    if (!this.keys) throw new SignInUnavailableError();
    return this.keys;
  }

  private age(): number {
    return this.clock() - this.fetchedAt;
  }

  private failedLately(): boolean {
    return this.clock() - this.failedAt < this.times.failedCooldownMs;
  }

  private fetchOnce(): Promise<void> {
    if (this.failedLately()) return Promise.reject(new SignInUnavailableError());
    this.pending ??= this.fetchKeys().finally(() => (this.pending = undefined));
    return this.pending;
  }

  private async fetchKeys(): Promise<void> {
    try {
      const signal = AbortSignal.timeout(this.times.timeoutMs);
      const response = await fetch(this.url, {
        signal,
        redirect: 'error',
        headers: { accept: 'application/jwk-set+json, application/json' },
      });
      if (response.status !== 200) throw new Error(`The key set was answered with status ${response.status}.`);
      this.keys = createLocalJWKSet(JSON.parse(await boundedText(response)) as JSONWebKeySet);
      this.fetchedAt = this.clock();
      this.fetches++;
    } catch (cause) {
      this.failedAt = this.clock();
      throw new SignInUnavailableError({ cause });
    }
  }
}

/** The body as text, given up as soon as it is longer than a key set can be. */
async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > KEY_SET_BYTES_MAX) throw new Error('The key set is larger than 256 KiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
