import { compactVerify, errors } from 'jose';
import { SignInUnavailableError, UnauthenticatedError } from './token.errors.js';
import type { TokenKeys } from './token-keys.js';
import { ASYMMETRIC_ALGORITHMS, headerRefusal, readClaims, timesRefusal, type TokenClaims, type TokenExpectation } from './token.rules.js';

/** Who a token names: the pair by which people are known, never an e-mail address. */
export interface VerifiedToken {
  readonly issuer: string;
  readonly subject: string;
  /** When it was issued, in seconds since 1970: what began before the person's sessions were ended counts no more. */
  readonly issuedAt: number;
}

/** How many tokens are remembered as verified. One holds at most 8 KiB, usually 1. */
const REMEMBERED_MAX = 1000;

/**
 * Says who an OIDC access token names, or refuses it. A token says who, never what they may: rights are read from the database.
 * Verifying a signature costs about as much as answering a small query (0.14 to 0.2 ms), so that a token that was verified is remembered
 * until it expires or the keys are fetched anew; its times are judged again on each use.
 */
export class TokenVerifier {
  private readonly remembered = new Map<string, TokenClaims>();
  private generation = -1;

  /** @throws Error when an algorithm is configured that is not asymmetric: such a service must not start. */
  constructor(
    private readonly expected: TokenExpectation,
    private readonly keys: TokenKeys,
    private readonly nowMs: () => number = () => Date.now(),
  ) {
    const unfit = expected.algorithms.filter((name) => !ASYMMETRIC_ALGORITHMS.includes(name));
    if (unfit.length || !expected.algorithms.length)
      throw new Error(`OIDC_ALGORITHMS takes ${ASYMMETRIC_ALGORITHMS.join(', ')}; it cannot be "${unfit.join(', ')}".`);
  }

  /**
   * @throws UnauthenticatedError with the reason when the token is refused.
   * @throws SignInUnavailableError when the issuer's keys cannot be had just now.
   */
  async verify(token: string): Promise<VerifiedToken> {
    const claims = this.recall(token) ?? (await this.read(token));
    const refusal = timesRefusal(claims, this.expected, this.nowMs() / 1000);
    if (refusal) throw new UnauthenticatedError(refusal);
    return { issuer: claims.iss, subject: claims.subject, issuedAt: claims.iat };
  }

  private recall(token: string): TokenClaims | undefined {
    this.keys.keepFresh();
    if (this.generation !== this.keys.generation || !this.keys.believable) {
      this.remembered.clear();
      this.generation = this.keys.generation;
    }
    return this.remembered.get(token);
  }

  private async read(token: string): Promise<TokenClaims> {
    const refusal = headerRefusal(token, this.expected.algorithms);
    if (refusal) throw new UnauthenticatedError(refusal);
    const { generation } = this.keys;
    const payload = await this.signedPayload(token);
    const claims = readClaims(payload, this.expected, this.nowMs() / 1000);
    if (typeof claims === 'string') throw new UnauthenticatedError(claims);
    if (generation === this.keys.generation) this.remember(token, claims); // Else the key may have been withdrawn meanwhile.
    return claims;
  }

  private async signedPayload(token: string): Promise<Uint8Array> {
    try {
      const algorithms = [...this.expected.algorithms];
      return (await compactVerify(token, (header) => this.keys.keyFor(header), { algorithms })).payload;
    } catch (cause) {
      if (cause instanceof SignInUnavailableError) throw cause;
      if (cause instanceof errors.JOSEError || cause instanceof TypeError) throw new UnauthenticatedError('SIGNATURE', { cause });
      throw cause;
    }
  }

  /** Keeps the newest; a Map lists its keys in the order in which they came. */
  private remember(token: string, claims: TokenClaims): void {
    this.remembered.set(token, claims);
    const [oldest] = this.remembered.keys();
    if (this.remembered.size > REMEMBERED_MAX && oldest !== undefined) this.remembered.delete(oldest);
  }
}
