import { readFileSync } from 'node:fs';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Settings } from '#settings';
import sql from 'sql-template-tag';
import { MIGRATIONS } from '../../migrations/index.js';
import type { Database, Queryable } from './database.js';
import { type Inspection, wallFaults, type Walls } from './self-check.rules.js';
import { wallsNow } from './walls-now.js';

/** Thrown at boot when the database lets through what it should refuse. The message has one sentence for each difference. */
export class WallsDownError extends Error {
  constructor(readonly faults: readonly string[]) {
    super(['The walls in the database are not as they should be, so this service does not start:', ...faults].join('\n- '));
  }
}

/** Thrown at boot when migrations are still to run; then nothing else is looked at. */
class SchemaBehindError extends Error {
  constructor(missing: readonly string[]) {
    super(`The database lacks ${missing.length} migrations (the first is ${missing[0]}): run "countersign migrate" before this service.`);
  }
}

/**
 * The service checks its own walls when it starts, and refuses to run without them: what it may do itself, and what the database enforces
 * for everybody, against the list that is committed with the code. Costs some ten milliseconds.
 */
@Injectable()
export class SelfCheck implements OnModuleInit {
  constructor(
    private readonly db: Database,
    private readonly settings: Pick<Settings, 'nodeEnv'>,
  ) {}

  /** @throws WallsDownError SchemaBehindError */
  async onModuleInit(): Promise<void> {
    const faults = wallFaults(await this.inspect());
    if (faults.length > 0) throw new WallsDownError(this.settings.nodeEnv === 'production' ? faults : [...faults, HINT]);
  }

  private inspect(): Promise<Inspection> {
    return this.db.transaction(async (tx) => {
      const [login] = await tx.query<{ role: string; isSuperuser: boolean; replicationRole: string }>(
        sql`SELECT current_user::text AS role, rolsuper AS "isSuperuser", current_setting('session_replication_role') AS "replicationRole"
              FROM pg_roles WHERE rolname = current_user`,
      );
      if (!login) throw new Error('Whoever is logged in is a role.');
      const expected = expectedWalls();
      // Without the rights of a service nothing more can be read, and the login alone is reason enough.
      const isJudged = !login.isSuperuser && login.role in expected.rights;
      const isAhead = isJudged && (await schemaIsAhead(tx));
      const found = isJudged ? await wallsNow(tx, [login.role]) : expected;
      return { ...login, expected, found, isAhead, mayDiffer: this.settings.nodeEnv === 'test' ? ['house_now()'] : [] };
    });
  }
}

/** For whoever writes a migration; in production the list came with the code and is right. */
const HINT = 'When a migration changed this on purpose, run "npm run walls-list" and commit the list with it.';

/** The list that is committed; made by `npm run walls-list` from a freshly migrated database. */
export function expectedWalls(): Walls {
  return JSON.parse(readFileSync(new URL('./walls.expected.json', import.meta.url), 'utf8')) as Walls;
}

async function schemaIsAhead(tx: Queryable): Promise<boolean> {
  const ran = (await tx.query<{ name: string }>(sql`SELECT name FROM migrations`)).map(({ name }) => name);
  const known = MIGRATIONS.map(({ name }) => name);
  const missing = known.filter((name) => !ran.includes(name));
  if (missing.length > 0) throw new SchemaBehindError(missing);
  return ran.some((name) => !known.includes(name));
}
