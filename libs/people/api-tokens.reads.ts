import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import { NotAllowedError, say } from '#errors';
import { keyset, type Page, type Paged, type PageOrder, pageOf, type PageRequest } from '#pages';
import sql, { type Sql } from 'sql-template-tag';
import { isAdmin, isAuditor } from './access.rules.js';
import type { Actor } from './actor.js';
import type { ApiToken } from './api-token.entity.js';

/** A token without what proves it. */
export type KnownApiToken = Omit<ApiToken, 'hash'>;

/** The columns of a token under the names of its entity. Not its hash: that never leaves the database. */
export const API_TOKEN_COLUMNS = sql`id, person_id AS "personId", name, scopes, expires_at AS "expiresAt", last_used_at AS "lastUsedAt",
  revoked_at AS "revokedAt", created_by AS "createdBy", created_at AS "createdAt"`;

const NEWEST_FIRST: PageOrder = { key: sql`created_at`, kind: 'instant', id: sql`id`, descending: true };

/** Reads tokens of machines, for whoever looks after them. */
@Injectable()
export class ApiTokensReads {
  constructor(private readonly db: Database) {}

  /** Whether the caller may see which tokens there are. */
  mayRead(actor: Actor): boolean {
    return isAdmin(actor) || isAuditor(actor);
  }

  /** By their ids, in any order; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<KnownApiToken[]> {
    return this.db.query<KnownApiToken>(sql`SELECT ${API_TOKEN_COLUMNS} FROM api_tokens WHERE id = ANY (${ids})`, 'apiTokens.byIds');
  }

  /**
   * One page, the newest first: only those that were taken back or have expired, only the others, or (null) all.
   * @throws NotAllowedError for whoever is neither admin nor auditor
   */
  async list(hasEnded: boolean | null, request: PageRequest, actor: Actor): Promise<Page<KnownApiToken & Paged>> {
    if (!this.mayRead(actor)) throw new NotAllowedError(say`Only admins and auditors see the tokens of machines. Ask one of them.`);
    const { key, where, tail } = keyset(NEWEST_FIRST, request);
    const rows = await this.db.query<KnownApiToken & Paged>(
      sql`SELECT ${API_TOKEN_COLUMNS}, ${key} FROM api_tokens WHERE ${ended(hasEnded)} AND ${where} ${tail}`,
    );
    return pageOf(rows, request);
  }

  /** How many the whole list has. */
  async count(hasEnded: boolean | null): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(sql`SELECT count(*)::int AS count FROM api_tokens WHERE ${ended(hasEnded)}`);
    return row?.count ?? 0;
  }
}

function ended(hasEnded: boolean | null): Sql {
  return sql`coalesce((revoked_at IS NOT NULL OR expires_at <= house_now()) = ${hasEnded}::boolean, true)`;
}
