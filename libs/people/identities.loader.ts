import type { Database } from '#database';
import sql from 'sql-template-tag';
import type { Actor } from './actor.js';
import type { SignInRefusal } from './token.errors.js';

/** How somebody may be known: as a subject of the issuer, by an API token, or by a browser session (both by their SHA-256). */
export type IdentityKey =
  | { readonly by: 'subject'; readonly issuer: string; readonly subject: string; readonly issuedAt: number }
  | { readonly by: 'apiToken' | 'session'; readonly hash: Buffer };

/** What the database says about one key at the moment of the request. */
export interface Found {
  readonly actor: Actor;
  /** Why the token or session is worth nothing any more, where it is. */
  readonly refusal: SignInRefusal | null;
  /** An API token whose last use was recorded more than a minute ago, or never. */
  readonly useIsStale: boolean;
}

interface FoundRow extends Omit<Actor, 'scopes' | 'tokenId' | 'alsoHumans' | 'blindTo'> {
  alsoHumans: Actor['alsoHumans'] | null;
  blindTo: Actor['blindTo'] | null;
  place: number;
  scopes: Actor['scopes'] | null;
  tokenId: string | null;
  refusal: SignInRefusal | null;
  useIsStale: boolean;
}

interface Waiting {
  readonly key: IdentityKey;
  readonly resolve: (found: Found | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** As many requests share one statement at most; more are sent at once as a second one. */
const BATCH_MAX = 100;

/**
 * Reads who stands behind a key and what they may do now. Requests that arrive in the same turn of the event loop share one statement.
 * Nothing is kept: a right that an admin took away is gone for the very next request.
 */
export class ActorLoader {
  private waiting: Waiting[] = [];

  constructor(private readonly db: Database) {}

  /** What is known about the key now; undefined when it leads to nobody. */
  load(key: IdentityKey): Promise<Found | undefined> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ key, resolve, reject });
      if (this.waiting.length === 1) setImmediate(() => this.flush());
      if (this.waiting.length === BATCH_MAX) this.flush();
    });
  }

  private flush(): void {
    const batch = this.waiting;
    this.waiting = [];
    if (batch.length === 0) return; // A full batch was sent before its turn ended.
    this.read(batch.map(({ key }) => key)).then(
      (found) => batch.forEach(({ resolve }, place) => resolve(found.get(place))),
      (error: unknown) => batch.forEach(({ reject }) => reject(error)),
    );
  }

  private async read(keys: readonly IdentityKey[]): Promise<Map<number, Found>> {
    const placed = keys.map((key, place) => ({ key, place }));
    const subjects = placed.flatMap(({ key, place }) => (key.by === 'subject' ? [{ ...key, place }] : []));
    const tokens = placed.flatMap(({ key, place }) => (key.by === 'apiToken' ? [{ ...key, place }] : []));
    const sessions = placed.flatMap(({ key, place }) => (key.by === 'session' ? [{ ...key, place }] : []));
    const rows = await this.db.query<FoundRow>(
      sql`SELECT known.place, known.token_id AS "tokenId", known.scopes,
          coalesce(known.refusal, CASE WHEN known.began_at < p.sessions_ended_at THEN 'SESSION_ENDED' END) AS refusal, known.use_is_stale AS "useIsStale",
          p.id AS "personId", p.human_id AS "humanId",
          CASE WHEN p.linked_human IS NOT NULL THEN array_remove(linked_humans(p.human_id), p.human_id) END AS "alsoHumans", p.kind, p.roles, p.faces_customers AS "facesCustomers", p.active,
          coalesce(p.away_until > house_now(), false) AS away,
          (SELECT array_agg(n.name) FROM blind_looks b JOIN policy_exceptions e ON e.id = b.exception_id CROSS JOIN LATERAL (SELECT unnest(ARRAY[e.id, e.ref]) AS name
              UNION ALL SELECT r.id FROM reviews r WHERE r.exception_id = e.id UNION ALL SELECT d.id FROM disputes d WHERE d.exception_id = e.id) n
            WHERE b.peer_human = ANY (humans_of(p)) AND b.answered_at IS NULL AND is_blind(b)) AS "blindTo"
        FROM (
          SELECT asked.place, i.person_id, NULL AS token_id, NULL::text[] AS scopes, NULL AS refusal, false AS use_is_stale, to_timestamp(asked.issued_at) AS began_at
            FROM unnest(${subjects.map(({ issuer }) => issuer)}::text[], ${subjects.map(({ subject }) => subject)}::text[],
              ${subjects.map(({ issuedAt }) => issuedAt)}::float8[], ${subjects.map(({ place }) => place)}::int[]) AS asked (issuer, subject, issued_at, place)
            JOIN identities i USING (issuer, subject)
          UNION ALL
          SELECT asked.place, t.person_id, t.id, t.scopes,
              CASE WHEN t.revoked_at IS NOT NULL THEN 'API_TOKEN_REVOKED' WHEN t.expires_at <= house_now() THEN 'API_TOKEN_EXPIRED' END,
              coalesce(t.last_used_at < house_now() - interval '1 minute', true), NULL
            FROM unnest(${tokens.map(({ hash }) => hash)}::bytea[], ${tokens.map(({ place }) => place)}::int[]) AS asked (hash, place)
            JOIN api_tokens t USING (hash)
          UNION ALL
          SELECT asked.place, s.person_id, NULL, NULL, CASE WHEN s.ended_at IS NOT NULL OR s.expires_at <= house_now() THEN 'SESSION_ENDED' END, false, s.created_at
            FROM unnest(${sessions.map(({ hash }) => hash)}::bytea[], ${sessions.map(({ place }) => place)}::int[]) AS asked (id_hash, place)
            JOIN sessions s USING (id_hash)
        ) AS known JOIN people p ON p.id = known.person_id`,
      'identities.actors',
    );
    return new Map(rows.map((row) => [row.place, asFound(row)]));
  }
}

function asFound({ refusal, useIsStale, tokenId, scopes, alsoHumans, blindTo, place: _place, ...person }: FoundRow): Found {
  const actor = {
    ...person,
    ...(alsoHumans ? { alsoHumans } : {}),
    ...(blindTo ? { blindTo } : {}),
    ...(tokenId && scopes ? { tokenId, scopes } : {}),
  };
  return { refusal, useIsStale, actor };
}
