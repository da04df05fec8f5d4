import type pg from 'pg';

/** A proposal that is to be there: by whom, needing how many signatures, for how long. */
export interface Scene {
  readonly proposerId: string;
  readonly quorum: number;
  readonly expiresInMs: number;
  /** In one word; `flood` unless it is told. */
  readonly cause?: string;
  /** A colleague who may amend. */
  readonly helperId?: string;
}

/** A proposal that is there. */
export interface SetScene {
  readonly id: string;
  /** Hex, of the first revision. */
  readonly digest: string;
}

/** Adds so many people who face customers, each with an account and a human of their own; answers their ids. */
export async function hire(admin: pg.Client, name: string, count: number): Promise<string[]> {
  const { rows } = await admin.query<{ id: string }>(
    `INSERT INTO people (id, human_id, kind, name, handle, email, roles, faces_customers)
       SELECT 'per_' || h, 'hum_' || h, 'PERSON', h, h, h || '@bank.example', '{AGENT}', true
         FROM (SELECT $1 || n AS h FROM generate_series(1, $2::int) AS n) AS named RETURNING id`,
    [name, count],
  );
  return rows.map(({ id }) => id);
}

/** Amounts of the first bands of a house that need one, two and three signatures. */
const AMOUNTS = [20_240, 120_000, 900_000];

let made = 0;

/** Puts proposals into the tables as the services would have, with their cases and facts, in one transaction. */
export async function setScenes(admin: pg.Client, scenes: readonly Scene[]): Promise<SetScene[]> {
  const plans = scenes.map((scene) => {
    const number = (++made).toString(36);
    return {
      ...scene,
      id: `exc_p${number}`,
      caseId: `cas_p${number}`,
      customerId: `cus_p${number}`,
      amount: AMOUNTS[scene.quorum - 1],
      cause: scene.cause ?? 'flood',
    };
  });
  const given = JSON.stringify(plans);
  await admin.query('BEGIN');
  try {
    for (const statement of STATEMENTS) await admin.query(`${PLAN} ${statement}`, [given]);
    const { rows } = await admin.query<SetScene>(
      `${PLAN} SELECT r.exception_id AS id, encode(r.digest, 'hex') AS digest FROM plan JOIN revisions r ON r.exception_id = plan.id ORDER BY plan.n`,
      [given],
    );
    await admin.query('COMMIT');
    return rows;
  } catch (error) {
    await admin.query('ROLLBACK');
    throw error;
  }
}

const PLAN = `WITH plan AS (SELECT * FROM ROWS FROM (json_to_recordset($1::json) AS (id text, "caseId" text, "customerId" text, "proposerId" text, quorum int,
  "expiresInMs" int, amount bigint, cause text, "helperId" text)) WITH ORDINALITY AS x(id, case_id, customer_id, proposer_id, quorum, expires_ms, amount, cause, helper_id, n))`;

const REVISION = `SELECT jsonb_populate_record(NULL::revisions, jsonb_build_object('exception_id', plan.id, 'number', 1, 'kind', 'FEE_WAIVER', 'amount_minor', plan.amount,
    'currency', 'AUD', 'cause', plan.cause)) AS r, jsonb_populate_record(NULL::revision_texts, jsonb_build_object('exception_id', plan.id, 'revision', 1,
    'salt', sha256(plan.id::bytea), 'what_happened', 'The branch was flooded.', 'what_policy_says', 'A late fee stands.', 'what_we_do', 'We take it back.',
    'why_fair', 'Nobody could have paid there.')) AS t, plan.proposer_id FROM plan`;

const STATEMENTS = [
  `INSERT INTO customers (id, name, contact, time_zone) SELECT customer_id, 'Adele', 'adele@example.org', 'Australia/Sydney' FROM plan`,
  `, moment AS MATERIALIZED (SELECT house_now() AS at),
    opened AS (INSERT INTO cases (id, status, customer_id, opened_by, opened_at) SELECT case_id, 'OWNED', customer_id, proposer_id, moment.at FROM plan, moment),
    told AS (INSERT INTO case_texts (case_id, need) SELECT case_id, 'A fee that she should not pay.' FROM plan)
    INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT plan.case_id, p.id, p.human_id, moment.at FROM moment, plan JOIN people p ON p.id = plan.proposer_id`,
  `INSERT INTO policy_exceptions (id, status, case_id, proposer_id, proposer_human, base_quorum, expires_at)
    SELECT plan.id, 'PROPOSED', case_id, p.id, p.human_id, quorum, house_now() + expires_ms * interval '1 ms' FROM plan JOIN people p ON p.id = plan.proposer_id`,
  `, content AS (${REVISION})
    INSERT INTO revisions (exception_id, number, digest, material_digest, material, author_id, author_human, cause, kind, amount_minor, currency, has_deed)
    SELECT (r).exception_id, 1, revision_digest(r, t), material_digest(r, t), true, p.id, p.human_id, (r).cause, (r).kind, (r).amount_minor, (r).currency, false
      FROM content JOIN people p ON p.id = proposer_id`,
  `, content AS (${REVISION}) INSERT INTO revision_texts SELECT (t).* FROM content`,
  `INSERT INTO facts (subject_id, actor_id, name, body) SELECT case_id, proposer_id, 'case.opened', '{}' FROM plan`,
  `INSERT INTO facts (subject_id, actor_id, name, body) SELECT plan.id, proposer_id, 'exception.proposed',
    json_build_object('revision', 1, 'digest', encode(r.digest, 'hex'), 'quorum', quorum) FROM plan JOIN revisions r ON r.exception_id = plan.id`,
  `, invited AS (INSERT INTO helpers (exception_id, person_id, human_id, invited_by)
      SELECT plan.id, p.id, p.human_id, plan.proposer_id FROM plan JOIN people p ON p.id = plan.helper_id),
    moved AS (UPDATE policy_exceptions e SET turn = e.turn + 1 FROM plan WHERE e.id = plan.id AND plan.helper_id IS NOT NULL)
    INSERT INTO facts (subject_id, actor_id, name, body)
    SELECT id, proposer_id, 'exception.helperInvited', json_build_object('personId', helper_id) FROM plan WHERE helper_id IS NOT NULL`,
];
