import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import sql from 'sql-template-tag';
import type { Actor } from './actor.js';
import { apiTokenHash, isApiToken } from './api-token.rules.js';
import { ApiTokenUse } from './api-token.use.js';
import { ActorLoader, type IdentityKey } from './identities.loader.js';
import { InactivePersonError, type SignInRefusal, UnauthenticatedError } from './token.errors.js';
import { TokenVerifier, type VerifiedToken } from './token-verifier.js';

/** What a request brings to say who sent it: a bearer token, or the secret of a browser session. */
export type Credential = { readonly bearer: string } | { readonly session: string };

/** A browser session that was just opened, and whose it is. The secret is for the cookie only; the database knows its SHA-256. */
export interface OpenedSession {
  readonly personId: string;
  readonly secret: string;
  readonly expiresAt: Date;
}

const UNKNOWN: Record<IdentityKey['by'], SignInRefusal> = {
  subject: 'UNKNOWN_PERSON',
  apiToken: 'API_TOKEN_UNKNOWN',
  session: 'SESSION_ENDED',
};

/** From what a request brings to who acts, and what they may do now. */
@Injectable()
export class Identities {
  private readonly loader: ActorLoader;
  private readonly tokenUse: ApiTokenUse;

  constructor(
    private readonly db: Database,
    private readonly verifier: TokenVerifier,
  ) {
    this.loader = new ActorLoader(db);
    this.tokenUse = new ApiTokenUse(db);
  }

  /**
   * Who acts, with the rights that the database gives them at this moment.
   * @throws UnauthenticatedError when the credential names nobody, or counts no more
   * @throws InactivePersonError when an admin switched the account off
   * @throws SignInUnavailableError when the issuer's keys cannot be had
   */
  async actorOf(credential: Credential): Promise<Actor> {
    return this.actorBehind(await this.keyOf(credential));
  }

  /**
   * Opens a session for whom the issuer's token names. It ends after twelve hours: a shift and what follows it.
   * @throws UnauthenticatedError when nobody here is linked to that subject
   * @throws InactivePersonError when an admin switched the account off
   */
  async openSession({ issuer, subject, issuedAt }: VerifiedToken): Promise<OpenedSession> {
    const { personId } = await this.actorBehind({ by: 'subject', issuer, subject, issuedAt });
    const secret = randomBytes(32).toString('base64url');
    const [row] = await this.db.query<{ expiresAt: Date }>(
      sql`INSERT INTO sessions (id_hash, person_id, expires_at) VALUES (${sha256(secret)}, ${personId}, house_now() + interval '12 hours')
        RETURNING expires_at AS "expiresAt"`,
    );
    if (!row) throw new Error('The session was not written.');
    return { personId, secret, expiresAt: row.expiresAt };
  }

  /** Ends the session with this secret, from the very next request on. Answers whose it was; undefined when there was none. */
  async endSession(secret: string): Promise<string | undefined> {
    const [ended] = await this.db.query<{ personId: string }>(
      sql`UPDATE sessions SET ended_at = house_now() WHERE id_hash = ${sha256(secret)} AND ended_at IS NULL RETURNING person_id AS "personId"`,
    );
    return ended?.personId;
  }

  private async keyOf(credential: Credential): Promise<IdentityKey> {
    if ('session' in credential) return { by: 'session', hash: sha256(credential.session) };
    if (!isApiToken(credential.bearer)) return { by: 'subject', ...(await this.verifier.verify(credential.bearer)) };
    const hash = apiTokenHash(credential.bearer);
    if (!hash) throw new UnauthenticatedError('API_TOKEN_MISTYPED');
    return { by: 'apiToken', hash };
  }

  private async actorBehind(key: IdentityKey): Promise<Actor> {
    const found = await this.loader.load(key);
    if (!found) throw unknown(key);
    if (found.refusal) throw new UnauthenticatedError(found.refusal);
    if (!found.actor.active) throw new InactivePersonError();
    if (found.actor.tokenId && found.useIsStale) this.tokenUse.note(found.actor.tokenId);
    return found.actor;
  }
}

function unknown(key: IdentityKey): UnauthenticatedError {
  return new UnauthenticatedError(UNKNOWN[key.by], key.by === 'subject' ? { subject: key.subject } : {});
}

function sha256(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
