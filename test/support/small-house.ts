import { Database } from '#database';
import { type Actor, ensureGuardrails } from '#people';
import pg from 'pg';
import { listCauses } from './known-causes.js';
import { cloneDatabase, type TestDatabase } from './postgres.js';

/** The people of scenarios.md, with the ids `per_<name>` and `hum_<name>`; Lachlan has a second account and a robot. */
const PEOPLE = `INSERT INTO people (id, human_id, kind, name, handle, email, roles, faces_customers, created_at)
  SELECT 'per_' || handle, 'hum_' || coalesce(human, handle), kind, initcap(handle), handle, handle || '@bank.example', roles::text[], faces,
    house_now() - interval '1 day' * (human IS NULL)::int FROM (VALUES
    ('priya', null, 'PERSON', '{AGENT}', true), ('tom', null, 'PERSON', '{AGENT}', true), ('lachlan', null, 'PERSON', '{AGENT}', true),
    ('mia', null, 'PERSON', '{AGENT}', true), ('sam', null, 'PERSON', '{AGENT}', true), ('ivy', null, 'PERSON', '{AGENT}', true),
    ('noor', null, 'PERSON', '{AGENT}', true), ('jack', null, 'PERSON', '{AGENT}', true),
    ('renee', null, 'PERSON', '{REVIEWER}', true), ('omar', null, 'PERSON', '{REVIEWER}', false),
    ('wei', null, 'PERSON', '{ADMIN}', false), ('ana', null, 'PERSON', '{ADMIN}', false),
    ('lach2', 'lachlan', 'PERSON', '{AGENT,REVIEWER}', true), ('desk', 'lachlan', 'MACHINE', '{}', false), ('pay-1', null, 'MACHINE', '{}', false)
  ) AS cast_of (handle, human, kind, roles, faces)`;

/** A remedy for which somebody proposes, and who signs it. */
export interface StoryOfAnException {
  proposer: string;
  signers?: readonly string[];
  /** Who edits the wording after the proposer. */
  editor?: string;
  /** Who takes over the case while the proposal is open. */
  handedTo?: string;
  cause?: string;
  amountMinor?: number;
  /** Of the first revision, when it was another. */
  amountFirstMinor?: number;
}

const ENDED = `UPDATE cases SET status = 'HONEST_NO', answered_at = house_now() WHERE id = $1`;

/** A house with its people on a database of its own, without any process: for the tests of one room. */
export class SmallHouse {
  private constructor(
    private readonly drop: () => Promise<void>,
    /** Where the database is, for each role. */
    readonly urls: Readonly<Omit<TestDatabase, 'drop'>>,
    /** As superuser: may move the clock and look everywhere. */
    readonly admin: pg.Client,
    private readonly pools: { admin: pg.Pool; api: pg.Pool; worker: pg.Pool },
  ) {}

  /** Clones the database and seeds the people. */
  static async open(): Promise<SmallHouse> {
    const database = await cloneDatabase();
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    const pool = (connectionString: string): pg.Pool => new pg.Pool({ connectionString, max: 10 }).on('error', () => undefined);
    const house = new SmallHouse(database.drop, database, admin, {
      admin: pool(database.adminUrl),
      api: pool(database.apiUrl),
      worker: pool(database.workerUrl),
    });
    await admin.query(PEOPLE);
    await ensureGuardrails(house.superuser, 'AUD'); // without any, nothing can be proposed
    return house;
  }

  /** The database as the api's role sees it. */
  get api(): Database {
    return new Database(this.pools.api);
  }

  /** The database as the worker's role sees it. */
  get worker(): Database {
    return new Database(this.pools.worker);
  }

  /** The database as its superuser sees it. */
  get superuser(): Database {
    return new Database(this.pools.admin);
  }

  /** Ends the connections and removes the database. */
  async close(): Promise<void> {
    await Promise.all([this.pools.admin.end(), this.pools.api.end(), this.pools.worker.end(), this.admin.end()]);
    await this.drop();
  }

  /** The rows of one query of the superuser. */
  async rows<Row extends pg.QueryResultRow>(query: string, values: unknown[] = []): Promise<Row[]> {
    return (await this.admin.query<Row>(query, values)).rows;
  }

  /** Who somebody is at this moment. */
  async actor(handle: string, more: Partial<Actor> = {}): Promise<Actor> {
    const [row] = await this.rows<{ actor: Actor }>(
      `SELECT jsonb_strip_nulls(jsonb_build_object('personId', id, 'humanId', human_id, 'kind', kind, 'roles', roles, 'facesCustomers', faces_customers, 'active', active,
        'away', coalesce(away_until > house_now(), false),
        'alsoHumans', CASE WHEN linked_human IS NOT NULL THEN array_remove(linked_humans(human_id), human_id) END)) AS actor FROM people WHERE handle = $1`,
      [handle],
    );
    if (!row) throw new Error(`Nobody is called ${handle}.`);
    return { ...row.actor, ...more };
  }

  /** Links accounts of one human: said by Wei, and confirmed by Ana unless it is left open. Answers the id of the link. */
  async link(one: string, other: string, isConfirmed = true): Promise<string> {
    const id = newIdFor('lnk');
    await this.admin.query(`INSERT INTO remarks (id, subject_id, body) VALUES ('${newIdFor('rmk')}', '${id}', 'One badge.');
      INSERT INTO account_links (id, person_id, human_id, to_person_id, to_human_id, reason_id, proposed_by, proposed_human)
        SELECT '${id}', p.id, p.human_id, o.id, o.human_id, (SELECT r.id FROM remarks r WHERE r.subject_id = '${id}'), 'per_wei', 'hum_wei'
          FROM people p, people o WHERE p.handle = '${one}' AND o.handle = '${other}'`);
    if (isConfirmed) await this.admin.query(confirmation(id));
    return id;
  }

  /** Ends a link that was confirmed: asked for by Wei, done by Ana. */
  async unlink(id: string): Promise<void> {
    await this.admin
      .query(`UPDATE account_links SET end_proposed_by = 'per_wei', end_proposed_human = 'hum_wei', end_reason_id = reason_id WHERE id = '${id}';
      UPDATE account_links SET ended_by = 'per_ana', ended_human = 'hum_ana' WHERE id = '${id}'`);
  }

  /** Moves the clock of the house by an interval, such as '2 days'. */
  async clock(by: string): Promise<void> {
    await this.admin.query(`CREATE OR REPLACE FUNCTION house_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS
      $$ SELECT date_trunc('milliseconds', clock_timestamp()) + interval '${by}' $$`);
  }

  /** The facts of a subject, oldest first. */
  factsOf(subjectId: string): Promise<{ name: string; actor_id: string | null; body: Record<string, unknown> }[]> {
    return this.rows('SELECT name, actor_id, body FROM facts WHERE subject_id = $1 ORDER BY seq', [subjectId]);
  }

  /** An open case of somebody's; answers its id. */
  async caseOf(owner: string): Promise<string> {
    const id = newIdFor('cas');
    await this.admin
      .query(`WITH customer AS (INSERT INTO customers (id, name, contact, time_zone) VALUES ('${newIdFor('cus')}', 'Adele', 'adele@example.org', 'Australia/Sydney') RETURNING id),
      opened AS (INSERT INTO cases (id, status, customer_id, opened_by) SELECT '${id}', 'OWNED', id, 'per_${owner}' FROM customer RETURNING id, opened_at),
      need AS (INSERT INTO case_texts (case_id, need) SELECT id, 'A fee that she should not pay.' FROM opened)
      INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT o.id, p.id, p.human_id, o.opened_at FROM opened o, people p WHERE p.handle = '${owner}'`);
    return id;
  }

  /** Puts a cause on the list of the house, as if it had come with it; answers it. */
  async cause(key: string): Promise<string> {
    await listCauses(this.admin, [key]);
    return key;
  }

  /** Many open cases of somebody's, each of another customer; answers their ids. */
  async casesOf(owner: string, count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, () => newIdFor('cas'));
    await this.admin.query(
      `WITH made AS (SELECT id, 'cus_' || id AS customer_id FROM unnest($1::text[]) AS c(id)),
        customers AS (INSERT INTO customers (id, name, contact, time_zone) SELECT customer_id, 'Adele', 'adele@example.org', 'Australia/Sydney' FROM made),
        opened AS (INSERT INTO cases (id, status, customer_id, opened_by) SELECT id, 'OWNED', customer_id, 'per_${owner}' FROM made RETURNING id, opened_at),
        needs AS (INSERT INTO case_texts (case_id, need) SELECT id, 'A fee that she should not pay.' FROM opened)
        INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT o.id, p.id, p.human_id, o.opened_at FROM opened o, people p WHERE p.handle = '${owner}'`,
      [ids],
    );
    return ids;
  }

  /** Makes these cases those of one customer: a change that walls refuse, done past them. */
  giveTo(customerId: string, caseIds: readonly string[]): Promise<void> {
    return this.past(`UPDATE cases SET customer_id = $1 WHERE id = ANY ($2)`, [customerId, caseIds]);
  }

  /** A case of somebody's that was answered with an honest no, past the walls: nothing stands of the answer itself. */
  async endedCaseOf(owner: string): Promise<string> {
    const id = await this.caseOf(owner);
    await this.past(ENDED, [id]);
    return id;
  }

  private async past(statement: string, values: unknown[]): Promise<void> {
    await this.admin.query(`SET session_replication_role = replica`);
    await this.admin.query(statement, values);
    await this.admin.query(`SET session_replication_role = DEFAULT`);
  }

  /** An open proposal with its signatures, written straight into the tables; answers its id. */
  async proposal(story: StoryOfAnException): Promise<string> {
    const id = newIdFor('exc');
    const caseId = await this.caseOf(story.proposer);
    return this.inTransaction(() => this.propose(id, caseId, story));
  }

  private async propose(id: string, caseId: string, story: StoryOfAnException): Promise<string> {
    await this.admin.query(`INSERT INTO policy_exceptions (id, status, case_id, proposer_id, proposer_human, base_quorum, expires_at)
      SELECT '${id}', 'PROPOSED', '${caseId}', id, human_id, ${Math.max(1, story.signers?.length ?? 1)}, house_now() + interval '4 hours' FROM people WHERE handle = '${story.proposer}'`);
    await this.revision(id, 1, story.proposer, story);
    if (story.editor) {
      await this.admin.query(`INSERT INTO helpers (exception_id, person_id, human_id, invited_by)
        SELECT '${id}', id, human_id, 'per_${story.proposer}' FROM people WHERE handle = '${story.editor}'`);
      await this.admin.query(`UPDATE policy_exceptions SET turn = turn + 1, revision = 2 WHERE id = '${id}'`);
      await this.revision(id, 2, story.editor, story);
    }
    for (const signer of story.signers ?? []) await this.sign(id, signer);
    return id;
  }

  /** A co-signature on the current revision. */
  async sign(exceptionId: string, signer: string): Promise<void> {
    await this.admin.query(`INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest)
      SELECT r.exception_id, r.number, p.human_id, p.id, r.digest FROM people p, policy_exceptions e
        JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision WHERE e.id = '${exceptionId}' AND p.handle = '${signer}'`);
  }

  /** An approved exception with its queued review, due in a week; answers the ids. */
  async approved(story: StoryOfAnException): Promise<{ exceptionId: string; reviewId: string }> {
    const exceptionId = await this.proposal({ signers: ['tom'], ...story });
    if (story.handedTo) await this.handOver(exceptionId, story.handedTo);
    const reviewId = newIdFor('rev');
    const which = `WHERE id = '${exceptionId}'`;
    await this.admin
      .query(`UPDATE policy_exceptions SET turn = turn + 1, status = 'APPROVED', approved_revision = revision, approved_at = house_now(), use_by = house_now() + interval '30 days' ${which};
      INSERT INTO approvals (exception_id, revision, digest, quorum, counted) SELECT e.id, e.revision, r.digest, e.quorum, e.quorum
        FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision WHERE e.id = '${exceptionId}';
      INSERT INTO counted_signatures (exception_id, revision, human_id) SELECT exception_id, revision, human_id FROM co_signatures WHERE exception_id = '${exceptionId}';
      INSERT INTO reviews (id, exception_id, due_at) VALUES ('${reviewId}', '${exceptionId}', house_now() + interval '7 days');
      INSERT INTO facts (subject_id, name, body) VALUES ('${reviewId}', 'review.queued', '{}')`);
    return { exceptionId, reviewId };
  }

  private async handOver(exceptionId: string, to: string): Promise<void> {
    const open = `case_id = (SELECT case_id FROM policy_exceptions WHERE id = '${exceptionId}') AND until_at IS NULL`;
    await this.inTransaction(async () => {
      const [ended] = await this.rows<{ case_id: string; until_at: Date }>(
        `UPDATE ownership SET until_at = house_now() WHERE ${open} RETURNING case_id, until_at`,
      );
      await this.admin.query(
        `INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT $1, id, human_id, $2 FROM people WHERE handle = '${to}'`,
        [ended?.case_id, ended?.until_at],
      );
    });
  }

  /** One transaction of the superuser; undone when the work fails. */
  async inTransaction<T>(work: () => Promise<T>): Promise<T> {
    await this.admin.query('BEGIN');
    try {
      const result = await work();
      await this.admin.query('COMMIT');
      return result;
    } catch (error) {
      await this.admin.query('ROLLBACK');
      throw error;
    }
  }

  private async revision(
    id: string,
    number: number,
    author: string,
    { cause = 'flood', amountMinor: last = 20_240, amountFirstMinor = last }: StoryOfAnException,
  ): Promise<void> {
    const amountMinor = number === 1 ? amountFirstMinor : last;
    const words = `'{"what_happened":"The branch was flooded.","what_policy_says":"Fees stand.","what_we_do":"We take it back.","why_fair":"Edit ${number}."}'::jsonb`;
    await this.admin.query(`WITH t AS (SELECT jsonb_populate_record(NULL::revision_texts, ${words}
          || jsonb_build_object('exception_id', '${id}', 'revision', ${number}, 'salt', sha256('${id}'))) AS texts),
      r AS (SELECT jsonb_populate_record(NULL::revisions, jsonb_build_object('exception_id', '${id}', 'number', ${number}, 'kind', 'FEE_WAIVER',
          'amount_minor', ${amountMinor}, 'currency', 'AUD', 'cause', '${cause}')) AS revision),
      written AS (INSERT INTO revisions (exception_id, number, digest, material_digest, material, author_id, author_human, cause, kind, amount_minor, currency, has_deed)
        SELECT '${id}', ${number}, revision_digest(revision, texts), material_digest(revision, texts), true, p.id, p.human_id, '${cause}', 'FEE_WAIVER', ${amountMinor}, 'AUD', false
          FROM r, t, people p WHERE p.handle = '${author}' RETURNING 1)
      INSERT INTO revision_texts (exception_id, revision, salt, what_happened, what_policy_says, what_we_do, why_fair)
        SELECT '${id}', ${number}, (texts).salt, (texts).what_happened, (texts).what_policy_says, (texts).what_we_do, (texts).why_fair FROM t, written`);
  }
}

/** The statement by which Ana confirms a link. */
export const confirmation = (linkId: string): string =>
  `UPDATE account_links SET confirmed_by = 'per_ana', confirmed_human = 'hum_ana' WHERE id = '${linkId}'`;

let made = 0;

/** Short ids, which a failing test shows well. */
function newIdFor(prefix: string): string {
  return `${prefix}_test${++made}`;
}
