import { hkdfSync } from 'node:crypto';
import { EncryptJWT, jwtDecrypt } from 'jose';

/** What must be remembered between leaving for the issuer and coming back. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  /** The verifier of PKCE: proves that whoever redeems the code also began the sign-in. */
  readonly verifier: string;
  /** The path on this service to which the person wanted to go. */
  readonly to: string;
}

/** How long a person may take at the issuer, in seconds. */
const PENDING_SECONDS = 600;
const DEFAULT_PORT = '3000';

/**
 * The name of a cookie that only this very host can set and read, never a neighbour below the same domain.
 * Browsers keep no cookies apart by port, so a house on a port of its own has a name of its own: two demos do not sign each other out.
 */
function hostCookie(name: string, publicUrl: string): string {
  const { port } = new URL(publicUrl);
  return `__Host-${name}${port && port !== DEFAULT_PORT ? `-${port}` : ''}`;
}

/** A Set-Cookie header. Values are base64url or dots, so nothing in them needs escaping; for the browser to forget one, `expires` is past. */
function written(name: string, value: string, expires: Date): string {
  return `${name}=${value}; Path=/; Expires=${expires.toUTCString()}; HttpOnly; Secure; SameSite=Lax`;
}

/** The value of a cookie in a Cookie header, if it is there and not empty. */
function readFrom(header: string | undefined, name: string): string | undefined {
  const pairs = (header ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1) || undefined;
}

const PAST = new Date(0);

/** The cookie that holds the secret of a browser session. */
export class SessionCookie {
  private readonly name: string;

  constructor(publicUrl: string) {
    this.name = hostCookie('countersign', publicUrl);
  }

  /** The secret in a Cookie header, if there is one. */
  read(header: string | undefined): string | undefined {
    return readFrom(header, this.name);
  }

  /** The Set-Cookie header that begins a session. */
  set(secret: string, expiresAt: Date): string {
    return written(this.name, secret, expiresAt);
  }

  /** The Set-Cookie header that ends it. */
  clear(): string {
    return written(this.name, '', PAST);
  }
}

/**
 * The cookie that holds a sign-in under way. Encrypted, so that what is in it can neither be read nor made up; its key comes from the
 * client secret, so that every process of the api can finish what another one began.
 */
export class PendingCookie {
  private readonly name: string;
  private readonly key: Uint8Array;

  constructor(publicUrl: string, clientSecret: string) {
    this.name = hostCookie('countersign-sign-in', publicUrl);
    this.key = new Uint8Array(hkdfSync('sha256', clientSecret, '', 'countersign: cookie of a sign-in under way', 32));
  }

  /** The Set-Cookie header that remembers it for ten minutes. */
  async set(pending: PendingSignIn): Promise<string> {
    const sealed = await new EncryptJWT({ ...pending })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
      .setExpirationTime(`${PENDING_SECONDS} seconds`)
      .encrypt(this.key);
    return written(this.name, sealed, new Date(Date.now() + PENDING_SECONDS * 1000));
  }

  /** The sign-in under way that a Cookie header holds; undefined when there is none, it is too old, or somebody changed it. */
  async read(header: string | undefined): Promise<PendingSignIn | undefined> {
    const sealed = readFrom(header, this.name);
    if (!sealed) return undefined;
    const algorithms = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };
    const opened = await jwtDecrypt<PendingSignIn>(sealed, this.key, { ...algorithms, requiredClaims: ['exp'] }).catch(() => undefined);
    return opened?.payload;
  }

  /** The Set-Cookie header that forgets it. */
  clear(): string {
    return written(this.name, '', PAST);
  }
}
