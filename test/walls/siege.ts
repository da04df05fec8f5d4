import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { ExceptionsRoom } from '../support/exceptions-room.js';

/** One attempt to get past a wall with plain SQL, as somebody would who has the service's credentials, or the superuser's. */
export interface Attack<World> {
  /** Statements that would be committed together. */
  sql: (world: World) => string;
  /** What Postgres says, also to its superuser: an SQLSTATE of ours, or `SQLSTATE constraint`. */
  says: string;
  /** What it says to the api's role, where its rights stop it before the wall does. */
  api?: string;
  /** The wall that spoke: `table.trigger` or `table.constraint`. */
  wall: string;
  /**
   * What is said once that wall is taken down: `done`, so that the test is seen to hang on this wall alone, or what stands behind it;
   * `another` for many attacks of one kind, behind which stands now one wall and now another.
   */
  behind?: string;
  /** How far the clock of the house is moved for it. */
  clock?: string;
}

/** A story and its attack. */
export type Attacks<World> = readonly [story: string, attack: Attack<World>][];

/** A house under attack. */
export class Siege {
  private constructor(
    readonly room: ExceptionsRoom,
    private readonly api: pg.Client,
  ) {}

  /** Opens a house that will be attacked. */
  static async open(): Promise<Siege> {
    const room = await ExceptionsRoom.open();
    const api = new pg.Client({ connectionString: room.house.urls.apiUrl });
    await api.connect();
    return new Siege(room, api);
  }

  /** Ends it. */
  async close(): Promise<void> {
    await this.api.end();
    await this.room.house.close();
  }

  /** What one role is told that would commit these statements; nothing stays of them. */
  attempt(as: 'api' | 'superuser', sql: string): Promise<string> {
    return attempt(as === 'api' ? this.api : this.room.house.admin, sql);
  }

  /** What the superuser is told that first took one wall down; it stands again afterwards. */
  async attemptWithout(wall: string, sql: string): Promise<string> {
    return this.attempt('superuser', `${await this.dropOf(wall)}; ${sql}`);
  }

  private async dropOf(wall: string): Promise<string> {
    const [found] = await this.room.house.rows<{ statement: string }>(
      `SELECT format('ALTER TABLE %I DROP CONSTRAINT %I CASCADE', conrelid::regclass, conname) AS statement
         FROM pg_constraint WHERE contype <> 't' AND conrelid::regclass || '.' || conname = $1
       UNION ALL SELECT format('DROP TRIGGER %I ON %I', tgname, tgrelid::regclass) FROM pg_trigger WHERE tgrelid::regclass || '.' || tgname = $1
       UNION ALL SELECT format('DROP INDEX %I', indexrelid::regclass) FROM pg_index WHERE indrelid::regclass || '.' || indexrelid::regclass = $1`,
      [wall],
    );
    if (!found) throw new Error(`There is no wall ${wall}.`);
    return found.statement;
  }
}

async function attempt(client: pg.Client, sql: string): Promise<string> {
  await client.query('BEGIN');
  try {
    await client.query(`${sql}; SET CONSTRAINTS ALL IMMEDIATE`); // what a commit would check
    return 'done';
  } catch (error) {
    if (!(error instanceof pg.DatabaseError)) throw error;
    return [error.code, error.code?.startsWith('23') ? (error.constraint ?? error.column) : undefined].filter(Boolean).join(' ');
  } finally {
    await client.query('ROLLBACK');
  }
}

/**
 * Tells attacks as tests. Each is tried as the api, as the superuser, and once more with its wall taken down: an expectation that holds
 * without the wall would prove nothing.
 */
export function besieged<World>(name: string, build: (room: ExceptionsRoom) => Promise<World>, attacks: Attacks<World>): void {
  describe(name, () => {
    let siege: Siege;
    let world: World;
    beforeAll(async () => {
      siege = await Siege.open();
      world = await build(siege.room);
    });
    afterAll(() => siege.close());

    it.each(attacks)('%s', async (_, { sql, says, wall, api = says, behind = 'done', clock }) => {
      await siege.room.house.clock(clock ?? '0');
      const statements = sql(world);
      expect({
        superuser: await siege.attempt('superuser', statements),
        api: await siege.attempt('api', statements),
        [`without ${wall}`]: await siege.attemptWithout(wall, statements),
      }).toEqual({ superuser: says, api, [`without ${wall}`]: behind === 'another' ? expect.not.stringContaining(says) : behind });
    });
  });
}

/** A vote on the current revision, by somebody's account. */
export const vote = (table: 'co_signatures' | 'objections' | 'passes', id: string, handle: string): string =>
  `INSERT INTO ${table} (exception_id, revision, human_id, signer_id, digest${table === 'objections' ? ', words_id' : ''})
     SELECT r.exception_id, r.number, p.human_id, p.id, r.digest${table === 'objections' ? ', (SELECT id FROM remarks LIMIT 1)' : ''}
       FROM people p, policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision WHERE e.id = '${id}' AND p.handle = '${handle}'`;

/** A co-signature on the current revision. */
export const sign = (id: string, handle: string): string => vote('co_signatures', id, handle);

/** One more turn of an exception. */
export const turn = (id: string, set: string): string => `UPDATE policy_exceptions SET turn = turn + 1, ${set} WHERE id = '${id}'`;

/** The four parts of an approval. */
export const APPROVAL = {
  status: (id: string): string => turn(id, `status = 'APPROVED', approved_revision = revision, use_by = house_now() + interval '30 days'`),
  row: (id: string, counted: number, quorum = 'e.quorum'): string =>
    `INSERT INTO approvals (exception_id, revision, digest, quorum, counted) SELECT e.id, r.number, r.digest, ${quorum}, ${counted}
       FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision WHERE e.id = '${id}'`,
  counting: (id: string, humans: readonly string[]): string =>
    `INSERT INTO counted_signatures (exception_id, revision, human_id) SELECT e.id, e.revision, 'hum_' || human
       FROM policy_exceptions e, unnest(ARRAY[${humans.map((human) => `'${human}'`).join()}]::text[]) AS human WHERE e.id = '${id}'`,
  review: (id: string, reviewId = 'rev_siege'): string =>
    `INSERT INTO reviews (id, exception_id, due_at) VALUES ('${reviewId}', '${id}', house_now())`,
};

/** Everything that an approval is, which counts these humans. */
export const approve = (id: string, humans: readonly string[], quorum?: string): string =>
  [APPROVAL.status(id), APPROVAL.row(id, humans.length, quorum), APPROVAL.counting(id, humans), APPROVAL.review(id)].join(';');

/** What of the latest revision is otherwise in the next one, by column of `revisions` or `revision_texts`. */
export type Otherwise = Readonly<Record<string, string | number | boolean | null>>;

/** The next revision with its words, by somebody's account, with the digests that it really has. `number` is counted up unless told otherwise. */
export const revise = (id: string, handle: string, otherwise: Otherwise = {}, written = {}): string => {
  const json = JSON.stringify(otherwise).replaceAll("'", "''");
  const columns = { ...REVISION, ...written };
  return `WITH latest AS (SELECT r, t FROM revisions r JOIN revision_texts t ON t.exception_id = r.exception_id AND t.revision = r.number WHERE r.exception_id = '${id}' ORDER BY r.number DESC LIMIT 1),
    next AS (SELECT jsonb_populate_record(r, jsonb_build_object('number', (r).number + 1) || '${json}') AS r, jsonb_populate_record(t, jsonb_build_object('revision', (t).revision + 1) || '${json}') AS t FROM latest),
    revised AS (INSERT INTO revisions (${Object.keys(columns).join()}) SELECT ${Object.values(columns).join()} FROM next, people p WHERE p.handle = '${handle}' RETURNING 1)
    INSERT INTO revision_texts (exception_id, revision, salt, what_happened, what_policy_says, what_we_do, why_fair, deed)
      SELECT (t).exception_id, (t).revision, (t).salt, (t).what_happened, (t).what_policy_says, (t).what_we_do, (t).why_fair, (t).deed FROM next, revised`;
};

const REVISION = {
  exception_id: '(r).exception_id',
  number: '(r).number',
  digest: 'revision_digest(r, t)',
  material_digest: 'material_digest(r, t)',
  material: 'false',
  author_id: 'p.id',
  author_human: 'p.human_id',
  cause: '(r).cause',
  kind: '(r).kind',
  amount_minor: '(r).amount_minor',
  currency: '(r).currency',
  has_deed: '(r).has_deed',
  policy_version_id: '(r).policy_version_id',
};

/** An amendment: the next revision, and the exception that names it. */
export const amend = (...[id, handle, otherwise, written]: Parameters<typeof revise>): string =>
  `${turn(id, 'revision = revision + 1')}; ${revise(id, handle, otherwise, written)}`;

/** A new exception without a revision, of one of Priya's cases. */
export const propose = (columns: Otherwise): string => {
  const row = { id: 'exc_siege', status: 'PROPOSED', proposer_id: 'per_priya', proposer_human: 'hum_priya', base_quorum: 1, ...columns };
  const values = Object.values(row).map((value) => (typeof value === 'string' ? `'${value}'` : String(value)));
  return `INSERT INTO policy_exceptions (${Object.keys(row).join()}, expires_at) VALUES (${values.join()}, house_now() + interval '4 hours')`;
};

/** A proposal with its revision, by somebody, for a case; everything it must have. */
export const proposes = (by: string, caseId: string, amountMinor: number, { cause = 'flood', quorum = 2, beyond = false } = {}): string => {
  const words = `'{"what_happened":"Rain.","what_policy_says":"Fees stand.","what_we_do":"We take it back.","why_fair":"Nobody could."}'::jsonb`;
  const row = `jsonb_build_object('exception_id', 'exc_siege', 'number', 1, 'kind', 'FEE_WAIVER', 'amount_minor', ${amountMinor}, 'currency', 'AUD', 'cause', '${cause}')`;
  return `${propose({ case_id: caseId, proposer_id: `per_${by}`, proposer_human: `hum_${by}`, base_quorum: quorum, beyond_caps: beyond })};
    WITH t AS (SELECT jsonb_populate_record(NULL::revision_texts, ${words} || jsonb_build_object('exception_id', 'exc_siege', 'revision', 1, 'salt', sha256('s'))) AS texts),
      r AS (SELECT jsonb_populate_record(NULL::revisions, ${row}) AS revision),
      written AS (INSERT INTO revisions (exception_id, number, digest, material_digest, material, author_id, author_human, cause, kind, amount_minor, currency, has_deed)
        SELECT 'exc_siege', 1, revision_digest(revision, texts), material_digest(revision, texts), true, 'per_${by}', 'hum_${by}', '${cause}', 'FEE_WAIVER', ${amountMinor}, 'AUD', false FROM r, t RETURNING 1)
      INSERT INTO revision_texts (exception_id, revision, salt, what_happened, what_policy_says, what_we_do, why_fair)
        SELECT 'exc_siege', 1, (texts).salt, (texts).what_happened, (texts).what_policy_says, (texts).what_we_do, (texts).why_fair FROM t, written`;
};
