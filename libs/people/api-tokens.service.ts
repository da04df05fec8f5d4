import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Database, type Done, failedOn, newId, once, type Once, onlyOnce, takeKey } from '#database';
import { BusyError, InvalidError, NotAllowedError, NotFoundError, say } from '#errors';
import { recordFacts } from '#facts';
import sql, { type Sql } from 'sql-template-tag';
import { type Actor, TOKEN_SCOPES } from './actor.js';
import { apiTokenHash, machineHandle, type NewApiToken, newTokenRefusal, writeApiToken } from './api-token.rules.js';
import { API_TOKEN_COLUMNS, type KnownApiToken } from './api-tokens.reads.js';
import { adminNow } from './people.look.js';

/** A token that was made. A call that is repeated gets the token again, but never its secret: that was shown once. */
export interface CreatedApiToken extends Done<KnownApiToken> {
  readonly secret: string | null;
}

type WithSecret = { readonly token: KnownApiToken; readonly secret: string | null };

/** Which token to revoke. */
export interface RevokeApiToken {
  readonly tokenId: string;
  readonly idempotencyKey?: string | null;
}

/** Keys for machines: made and taken back by admins, worth something only within their scopes and until they expire. */
@Injectable()
export class ApiTokens {
  constructor(private readonly db: Database) {}

  /**
   * Makes a token for a machine, and the machine too when none is named. The secret is in this answer and nowhere else.
   * @throws NotAllowedError when the caller is no admin
   * @throws InvalidError for the name, the scopes, or an expiry that has passed or is more than a year away
   * @throws NotFoundError when the machine that was named is none, or is switched off
   */
  async create(input: NewApiToken, actor: Actor): Promise<CreatedApiToken> {
    const keyed = { ...input, expiresAt: input.expiresAt.toISOString() };
    const taken = once(actor.personId, 'createApiToken', keyed);
    const find = async (id: string): Promise<WithSecret> => ({ token: await this.get(id), secret: null });
    const { node, replayed } = await onlyOnce(this.db, taken, () => this.createNow(input, actor, taken), find);
    return { node: node.token, secret: node.secret, replayed };
  }

  /**
   * Takes a token back: the very next request with it is refused. Revoking one that was revoked before changes nothing.
   * @throws NotAllowedError when the caller is no admin
   * @throws NotFoundError
   */
  async revoke(input: RevokeApiToken, actor: Actor): Promise<Done<KnownApiToken>> {
    const taken = once(actor.personId, 'revokeApiToken', input);
    const find = (id: string): Promise<KnownApiToken> => this.get(id);
    return onlyOnce(this.db, taken, () => this.revokeNow(input.tokenId, actor, taken), find);
  }

  /**
   * One token by its id.
   * @throws NotFoundError
   */
  async get(id: string): Promise<KnownApiToken> {
    const [token] = await this.db.query<KnownApiToken>(sql`SELECT ${API_TOKEN_COLUMNS} FROM api_tokens WHERE id = ${id}`, 'apiTokens.get');
    if (!token) throw new NotFoundError('API token', ['tokenId']);
    return token;
  }

  private async createNow(input: NewApiToken, actor: Actor, taken: Once | undefined): Promise<WithSecret> {
    const refusal = newTokenRefusal(input, TOKEN_SCOPES);
    if (refusal) throw refusal;
    const secret = writeApiToken(randomBytes(32));
    const [token] = await this.db.query<KnownApiToken>(creation(input, actor, secret, taken)).catch((error: unknown) => {
      throw failedOn(error, 'a_person_has_their_own_handle') ? new BusyError() : error;
    });
    if (!token) throw await this.whyNotCreated(input, actor);
    return { token, secret };
  }

  private async revokeNow(tokenId: string, actor: Actor, taken: Once | undefined): Promise<KnownApiToken> {
    const fact = { subjectId: tokenId, actorId: actor.personId, name: 'apiToken.revoked', body: {} } as const;
    const [revoked] = await this.db.query<KnownApiToken>(sql`WITH
      admin AS (${adminNow(actor)}),
      revoked AS (UPDATE api_tokens SET revoked_at = house_now() WHERE id = ${tokenId} AND revoked_at IS NULL AND EXISTS (SELECT FROM admin) RETURNING *),
      over AS (SELECT * FROM revoked UNION ALL
        SELECT * FROM api_tokens WHERE id = ${tokenId} AND revoked_at IS NOT NULL AND EXISTS (SELECT FROM admin)),
      fact AS (${recordFacts([fact], sql`revoked`)}),
      key AS (${takeKey(taken, tokenId, sql`over`)})
      SELECT ${API_TOKEN_COLUMNS} FROM over`);
    if (revoked) return revoked;
    if (!(await this.isAdminNow(actor))) throw notAnAdmin();
    return this.get(tokenId);
  }

  /** The statement wrote nothing: look once more, at leisure, to say why. */
  private async whyNotCreated({ machineId, expiresAt }: NewApiToken, actor: Actor): Promise<Error> {
    if (!(await this.isAdminNow(actor))) return notAnAdmin();
    const [expiry] = await this.db.query<{ fits: boolean }>(sql`SELECT EXISTS (${expiryThatFits(expiresAt)}) AS fits`);
    if (!expiry?.fits)
      return new InvalidError(['expiresAt'], say`A token has to expire: choose an instant from now on to one year from now.`);
    return machineId ? new NotFoundError('machine', ['machineId']) : new BusyError();
  }

  private async isAdminNow(actor: Actor): Promise<boolean> {
    return (await this.db.query(adminNow(actor))).length > 0;
  }
}

function expiryThatFits(expiresAt: Date): Sql {
  return sql`SELECT WHERE ${expiresAt}::timestamptz > house_now() AND ${expiresAt}::timestamptz <= house_now() + interval '1 year'`;
}

function notAnAdmin(): NotAllowedError {
  return new NotAllowedError(say`Only an admin may make or revoke API tokens. Ask one.`);
}

/** Machine, token, fact and idempotency key in one statement; nothing of it when the admin, the expiry or the machine does not hold. */
function creation({ name, scopes, expiresAt, machineId }: NewApiToken, actor: Actor, secret: string, taken: Once | undefined): Sql {
  const [tokenId, newMachineId, handle] = [newId('tok'), newId('per'), machineHandle(name)];
  const spare = `${handle}-${newMachineId.slice(-8)}`;
  const fact = { subjectId: tokenId, actorId: actor.personId, name: 'apiToken.created', body: { scopes: [...scopes] } } as const;
  return sql`WITH
    allowed AS (SELECT id FROM (${adminNow(actor)}) AS admin WHERE EXISTS (${expiryThatFits(expiresAt)})),
    made AS (INSERT INTO people (id, human_id, kind, name, handle, email)
      SELECT ${newMachineId}, ${newId('hum')}, 'MACHINE', ${name}, free.handle, free.handle || '@localhost' FROM allowed,
        LATERAL (SELECT CASE WHEN EXISTS (SELECT FROM people WHERE handle = ${handle}) THEN ${spare} ELSE ${handle} END AS handle) AS free
      WHERE ${machineId ?? null}::text IS NULL RETURNING id),
    machine AS (SELECT id FROM made UNION ALL
      SELECT p.id FROM people p, allowed WHERE p.id = ${machineId ?? null} AND p.kind = 'MACHINE' AND p.active AND p.id <> 'per_house'),
    token AS (INSERT INTO api_tokens (id, person_id, name, hash, scopes, expires_at, created_by)
      SELECT ${tokenId}, machine.id, ${name}, ${apiTokenHash(secret)}, ${scopes}::text[], ${expiresAt}, allowed.id FROM machine, allowed RETURNING *),
    fact AS (${recordFacts([fact], sql`token`)}),
    key AS (${takeKey(taken, tokenId, sql`token`)})
    SELECT ${API_TOKEN_COLUMNS} FROM token`;
}
