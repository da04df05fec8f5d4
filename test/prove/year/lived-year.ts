import { PoliciesReads, PoliciesService, PolicyDraftsService } from '#policies';
import { listCauses } from '../../support/known-causes.js';
import type { SmallHouse } from '../../support/small-house.js';
import { LivedCitations } from './lived-citations.js';
import { DAYS, isWithin, type Planned, type Promotion, type Year } from './planned-year.js';

/** A version as it came into force. */
export interface Activated extends Promotion {
  readonly versionId: string;
  readonly effectiveFrom: Date;
}

/** A year that was lived in a house. */
export interface LivedYear {
  readonly began: Date;
  readonly activated: readonly Activated[];
}

const DAY_MS = 86_400_000;
const CHUNK = 5_000;
/** Facts of one transaction: each holds a lock on its chain until the end. */
const FACTS = 500;
const EVIDENCE = 3;

/**
 * Lives a year: exceptions straight into the tables, past the walls, which were proven elsewhere and would take an hour; the promotions by the services, with
 * every wall on, at their own time by the clock of the house, and with them the first who got their yes by them; and each later citation with its fact, chained
 * by the database.
 */
export async function live(house: SmallHouse, { promotions, exceptions }: Year): Promise<LivedYear> {
  const began = new Date(Date.now() - (DAYS + 1) * DAY_MS);
  await listCauses(house.admin, [...new Set(exceptions.map(({ cause }) => cause))]);
  const activated: Activated[] = [];
  let from = 0;
  for (const promotion of promotions) {
    await fill(house, exceptions, [from, promotion.day], { began, activated });
    await house.clock(`${promotion.day - DAYS - 1} days`);
    activated.push(await promote(house, promotion, exceptions));
    from = promotion.day;
  }
  await fill(house, exceptions, [from, Infinity], { began, activated });
  await house.clock('0 days');
  await house.admin.query('SELECT count_precedents(ARRAY(SELECT exception_id FROM precedents))');
  await house.admin.query('ANALYZE');
  return { began, activated };
}

/** By two reviewers, from exceptions that happened before. */
async function promote(house: SmallHouse, promotion: Promotion, exceptions: readonly Planned[]): Promise<Activated> {
  const reads = new PoliciesReads(house.api);
  const [drafts, policies] = [new PolicyDraftsService(house.api, reads), new PoliciesService(house.api, reads)];
  const [renee, omar] = [await house.actor('renee'), await house.actor('omar')];
  const evidence = exceptions.filter(
    (one) => one.day < promotion.day && one.status === 'FULFILLED' && isWithin(promotion, one) && !one.isErased,
  );
  const { kind, cause, limit } = promotion;
  const drafted = await drafts.promote(
    {
      title: `${kind} because of ${cause}`,
      text: 'What the front line had to invent is everybody’s now.',
      conditions: { kinds: [kind], causes: [cause], amountUpTo: { amountMinor: limit, currency: 'AUD' } },
      reviewBy: new Date(Date.now() + DAYS * DAY_MS),
      exceptionIds: evidence.slice(-EVIDENCE).map(({ id }) => id),
    },
    renee,
  );
  const policyVersionId = drafted.node.id;
  await policies.propose({ policyVersionId }, renee);
  const desk = new LivedCitations(house);
  const open = await desk.proposed(promotion);
  const { node } = await policies.activate({ policyVersionId }, omar);
  await desk.covered(open);
  await desk.cited(promotion);
  return { ...promotion, versionId: node.id, effectiveFrom: node.effectiveFrom ?? new Date(NaN) };
}

async function fill(
  house: SmallHouse,
  all: readonly Planned[],
  [from, to]: readonly [number, number],
  { began, activated }: LivedYear,
): Promise<void> {
  const rows = all
    .filter(({ day }) => day >= from && day < to)
    .map((one) => ({
      ...one,
      opens: one.id.slice('exc_'.length) === one.caseId.slice('cas_'.length),
      at: new Date(began.getTime() + one.day * DAY_MS),
      versionId: one.coveredBy === null ? null : (activated[one.coveredBy]?.versionId ?? null),
    }));
  for (let start = 0; start < rows.length; start += CHUNK) {
    const chunk = [JSON.stringify(rows.slice(start, start + CHUNK))];
    await house.admin.query('BEGIN');
    await house.admin.query('SET LOCAL session_replication_role = replica');
    await house.admin.query(FILL, chunk);
    await house.admin.query('COMMIT');
    await house.admin.query(GATHERED, chunk);
  }
  const covered = rows.filter(({ versionId }) => versionId !== null).map(({ id, versionId }) => ({ id, versionId }));
  for (let start = 0; start < covered.length; start += FACTS)
    await house.admin.query(COVERED_FACTS, [JSON.stringify(covered.slice(start, start + FACTS))]);
}

const FIELDS = `id text, at timestamptz, cause text, kind text, amount bigint, currency text, "amountFirst" bigint, status text, "versionId" text, "caseId" text, opens boolean,
  customer text, "isErased" boolean, disposition text, objection text, helped boolean`;

const FILL = `WITH m AS MATERIALIZED (SELECT x.*, x.status IN ('APPROVED', 'FULFILLED', 'LAPSED', 'STOPPED') AS approved, 1 + (x."amountFirst" IS NOT NULL)::int AS last
    FROM json_to_recordset($1::json) AS x(${FIELDS})),
  k AS (SELECT * FROM m WHERE opens),
  customers AS (INSERT INTO customers (id, name, contact, time_zone, erased_at) SELECT 'cus_' || "caseId", CASE WHEN NOT "isErased" THEN customer END,
    CASE WHEN NOT "isErased" THEN 'somebody@example.org' END, 'UTC', CASE WHEN "isErased" THEN at END FROM k),
  cases AS (INSERT INTO cases (id, status, customer_id, opened_by, opened_at) SELECT "caseId", 'OWNED', 'cus_' || "caseId", 'per_priya', at FROM k),
  owned AS (INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT "caseId", 'per_priya', 'hum_priya', at FROM k),
  told AS (INSERT INTO case_texts (case_id, need) SELECT "caseId", 'So it was.' FROM k),
  exceptions AS (INSERT INTO policy_exceptions (id, status, turn, revision, case_id, proposer_id, proposer_human, base_quorum, created_at, expires_at, covered_by,
      approved_revision, approved_at, use_by, ended_at, fulfilled_at, fulfilment_reference, stop_proposed_by, stop_proposed_human, stopped_by, stopped_human)
    SELECT id, status, 2, last, "caseId", 'per_priya', 'hum_priya', 1, at, at + interval '4 hours', "versionId", CASE WHEN approved THEN last END,
      CASE WHEN approved THEN at + interval '1 minute' END, CASE WHEN approved THEN at + interval '30 days' END, CASE WHEN status <> 'APPROVED' THEN at + interval '5 minutes' END,
      CASE WHEN status = 'FULFILLED' THEN at + interval '5 minutes' END, CASE WHEN status = 'FULFILLED' THEN 'PAY' END,
      CASE WHEN status = 'STOPPED' THEN 'per_wei' END, CASE WHEN status = 'STOPPED' THEN 'hum_wei' END, CASE WHEN status = 'STOPPED' THEN 'per_ana' END, CASE WHEN status = 'STOPPED' THEN 'hum_ana' END FROM m),
  revisions AS (INSERT INTO revisions (exception_id, number, digest, material_digest, material, author_id, author_human, cause, kind, amount_minor, currency, has_deed, created_at)
    SELECT id, n, sha256((id || n)::bytea), sha256((id || n)::bytea), true, 'per_priya', 'hum_priya', cause, kind, CASE WHEN n < last THEN "amountFirst" ELSE amount END, currency, amount IS NULL, at
      FROM m, generate_series(1, last) n),
  objected AS (INSERT INTO objections (exception_id, revision, human_id, signer_id, digest, words_id, at)
    SELECT id, last, 'hum_noor', 'per_noor', sha256((id || last)::bytea), 'rmk_' || id, at FROM m WHERE objection IS NOT NULL),
  retracted AS (INSERT INTO objection_ends (exception_id, revision, human_id, how, at) SELECT id, last, 'hum_noor', 'RETRACTED', at FROM m WHERE objection = 'RETRACTED'),
  approvals AS (INSERT INTO approvals (exception_id, revision, digest, quorum, counted, at) SELECT id, last, sha256((id || last)::bytea), 1, 1, at + interval '1 minute' FROM m WHERE approved),
  reviews AS (INSERT INTO reviews (id, exception_id, cause, kind, risk, status, due_at, created_at, reviewer_id, reviewer_human, disposition, reason_id, disposed_at)
    SELECT 'rev_' || id, id, cause, kind, 0, CASE WHEN disposition IS NULL THEN 'QUEUED' ELSE 'DISPOSED' END, at + interval '7 days', at, CASE WHEN disposition IS NOT NULL THEN 'per_omar' END,
      CASE WHEN disposition IS NOT NULL THEN 'hum_omar' END, disposition, CASE WHEN disposition IS NOT NULL THEN 'rmk_' || id END, CASE WHEN disposition IS NOT NULL THEN at END FROM m WHERE approved),
  followed AS (INSERT INTO follow_ups (id, case_id, answer_turn, made_at, due_at, outcome, ended_turn, ended_at)
    SELECT 'fol_' || id, "caseId", 1, at, at + interval '7 days', CASE WHEN helped THEN 'HELPED' ELSE 'DID_NOT_HELP' END, 2, at + interval '8 days' FROM m WHERE helped IS NOT NULL)
  SELECT 1`;

/** With its triggers, which tally them. */
const GATHERED = `INSERT INTO precedents (exception_id, cause, kind, amount_minor, currency, approved_at)
  SELECT id, cause, kind, amount, currency, at + interval '1 minute' FROM json_to_recordset($1::json) AS m(${FIELDS}) WHERE status IN ('APPROVED', 'FULFILLED', 'LAPSED', 'STOPPED')`;

const COVERED_FACTS = `INSERT INTO facts (subject_id, actor_id, name, body) SELECT id, NULL, 'exception.covered', json_build_object('policyVersionId', "versionId")
  FROM json_to_recordset($1::json) AS x(id text, "versionId" text)`;
