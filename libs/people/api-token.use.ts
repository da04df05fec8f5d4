import { Logger } from '@nestjs/common';
import type { Database } from '#database';
import sql from 'sql-template-tag';

/** How long uses are gathered before they are written together, in milliseconds. */
const GATHER_MS = 1000;

/**
 * Writes down when API tokens were last used, so that an admin sees which ones nobody needs. Beside the request, never within it: at most
 * once a minute for each token, and a process that dies loses one second of it at most.
 */
export class ApiTokenUse {
  private readonly logger = new Logger(ApiTokenUse.name);
  private readonly used = new Set<string>();

  constructor(private readonly db: Database) {}

  /** Notes that the token was used now. Returns at once and never throws. */
  note(tokenId: string): void {
    if (this.used.size === 0) setTimeout(() => void this.write(), GATHER_MS).unref();
    this.used.add(tokenId);
  }

  private async write(): Promise<void> {
    const ids = [...this.used].sort(); // One order, so that two processes never wait for each other.
    this.used.clear();
    const statement = sql`UPDATE api_tokens SET last_used_at = house_now()
      WHERE id IN (SELECT id FROM api_tokens WHERE id = ANY (${ids}) ORDER BY id FOR UPDATE)
        AND coalesce(last_used_at < house_now() - interval '1 minute', true)`;
    await this.db.query(statement).catch((error: unknown) => this.logger.warn({ error }, 'The last use of API tokens was not recorded.'));
  }
}
