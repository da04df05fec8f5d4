import type pg from 'pg';

/** What an approved exception is told by. */
export interface MadePrecedent {
  id: string;
  cause: string;
  kind: string;
  amountMinor?: number;
  currency?: string;
  whatHappened: string;
  whatWeDo: string;
  customer?: string;
  disposition?: string;
  approvedAt?: Date;
  /** Null: nobody reviewed it. APPROVED unless something else is said. */
  status?: string;
}

/**
 * Approved exceptions, each with its review, straight into the tables and past every wall: quick, and enough of each row for whatever reads and counts
 * them. They are due to be gathered, like any other that was just approved.
 */
export async function makePrecedents(admin: pg.Client, made: readonly MadePrecedent[]): Promise<void> {
  const rows = JSON.stringify(
    made.map((one) => ({ currency: one.amountMinor ? 'AUD' : null, status: 'APPROVED', customer: 'Adele Novak', ...one })),
  );
  await admin.query('BEGIN');
  await admin.query('SET LOCAL session_replication_role = replica');
  await admin.query(MADE, [rows]);
  await admin.query('COMMIT');
}

const FIELDS = `id text, cause text, kind text, "amountMinor" bigint, currency text, "whatHappened" text, "whatWeDo" text, customer text, disposition text, "approvedAt" timestamptz, status text`;

const MADE = `WITH made AS MATERIALIZED (SELECT m.*, coalesce(m."approvedAt", n.now) AS at
    FROM json_to_recordset($1::json) AS m(${FIELDS}) CROSS JOIN (SELECT house_now() AS now OFFSET 0) n),
  customers AS (INSERT INTO customers (id, name, contact, time_zone) SELECT 'cus_' || id, customer, 'somebody@example.org', 'UTC' FROM made),
  cases AS (INSERT INTO cases (id, status, customer_id, opened_by, opened_at) SELECT 'cas_' || id, 'OWNED', 'cus_' || id, 'per_priya', at FROM made),
  exceptions AS (INSERT INTO policy_exceptions (id, status, turn, case_id, proposer_id, proposer_human, base_quorum, created_at, expires_at, approved_revision, approved_at, use_by, ended_at, fulfilled_at, fulfilment_reference, stop_proposed_by, stop_proposed_human, stopped_by, stopped_human)
    SELECT id, status, 2, 'cas_' || id, 'per_priya', 'hum_priya', 1, at - interval '1 hour', at + interval '3 hours', 1, at, at + interval '30 days', CASE WHEN status <> 'APPROVED' THEN at END,
      CASE WHEN status = 'FULFILLED' THEN at END, CASE WHEN status = 'FULFILLED' THEN 'PAY' END,
      CASE WHEN status = 'STOPPED' THEN 'per_wei' END, CASE WHEN status = 'STOPPED' THEN 'hum_wei' END, CASE WHEN status = 'STOPPED' THEN 'per_ana' END, CASE WHEN status = 'STOPPED' THEN 'hum_ana' END FROM made),
  revisions AS (INSERT INTO revisions (exception_id, number, digest, material_digest, material, author_id, author_human, cause, kind, amount_minor, currency, has_deed, created_at)
    SELECT id, 1, sha256(id::bytea), sha256(id::bytea), true, 'per_priya', 'hum_priya', cause, kind, nullif("amountMinor", 0), CASE WHEN "amountMinor" > 0 THEN currency END, coalesce("amountMinor", 0) = 0, at FROM made),
  texts AS (INSERT INTO revision_texts (exception_id, revision, salt, what_happened, what_policy_says, what_we_do, why_fair) SELECT id, 1, sha256(id::bytea), "whatHappened", 'Nothing.', "whatWeDo", 'It is.' FROM made),
  approvals AS (INSERT INTO approvals (exception_id, revision, digest, quorum, counted, at) SELECT id, 1, sha256(id::bytea), 1, 1, at FROM made),
  remarks AS (INSERT INTO remarks (id, subject_id, body) SELECT 'rmk_' || id, 'rev_' || id, 'So.' FROM made WHERE disposition IS NOT NULL),
  reviews AS (INSERT INTO reviews (id, exception_id, cause, kind, risk, status, due_at, created_at, reviewer_id, reviewer_human, disposition, reason_id, disposed_at)
    SELECT 'rev_' || id, id, cause, kind, 0, CASE WHEN disposition IS NULL THEN 'QUEUED' ELSE 'DISPOSED' END, at + interval '7 days', at, CASE WHEN disposition IS NOT NULL THEN 'per_omar' END,
      CASE WHEN disposition IS NOT NULL THEN 'hum_omar' END, disposition, CASE WHEN disposition IS NOT NULL THEN 'rmk_' || id END, CASE WHEN disposition IS NOT NULL THEN at END FROM made)
  INSERT INTO precedents_due SELECT id FROM made`;
