import { type Once, type Queryable, takeKey } from '#database';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { ExceptionStatus } from './attempt.js';
import { EXCEPTION_COLUMNS } from './exceptions.columns.js';
import type { PolicyException } from './exception.entity.js';

/** What every write has: the state it was decided on, the facts that tell it, the key it takes. */
export interface Written {
  id: string;
  /** The write holds only if this is still the turn. */
  turn: number;
  facts: readonly NewFact[];
  once: Once | undefined;
}

/** A vote and the words given with it. */
export interface VoteWrite {
  humanId: string;
  signerId: string;
  revision: number;
  /** Hex. */
  digest: string;
  words: { id: string; body: string } | null;
}

/** What an approval adds to the decisive signature. */
export interface ApprovalWrite {
  quorum: number;
  /** Humans whose signatures count. */
  counted: readonly string[];
  useBy: Date;
  review: { id: string; dueAt: Date };
}

/** The columns that a plain change may set; what is undefined stays. */
export interface Change {
  status?: ExceptionStatus;
  coveredBy?: string;
  customerToldAt?: Date;
  fulfilmentReference?: string;
  stopProposedBy?: string;
  stopProposedHuman?: string;
  stoppedBy?: string;
  stoppedHuman?: string;
  reason?: { id: string; body: string; authorId: string };
}

type Row = PolicyException & Record<string, unknown>;

/** The exception as it was read, locked; no row when somebody was faster. */
const seen = ({ id, turn }: Written): Sql => sql`SELECT * FROM policy_exceptions WHERE id = ${id} AND turn = ${turn} FOR UPDATE`;

const tail = ({ id, facts, once }: Written): Sql =>
  sql`recorded AS (${recordFacts(facts, raw('moved'))}), keyed AS (${takeKey(once, id, raw('moved'))}) SELECT ${EXCEPTION_COLUMNS} FROM moved`;

function remark(words: VoteWrite['words'], subjectId: string, authorId: string, from: Sql): Sql {
  return sql`INSERT INTO remarks (id, subject_id, author_id, body) SELECT ${words?.id ?? null}::text, ${subjectId}::text, ${authorId}::text, ${words?.body ?? null}::text
    FROM ${from} WHERE ${words?.id ?? null}::text IS NOT NULL RETURNING id`;
}

const signature = (written: Written, vote: VoteWrite): Sql => sql`said AS (${remark(vote.words, written.id, vote.signerId, raw('seen'))}),
  signed AS (INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest, words_id)
    SELECT seen.id, ${vote.revision}::int, ${vote.humanId}, ${vote.signerId}, decode(${vote.digest}, 'hex'), (SELECT id FROM said) FROM seen RETURNING exception_id)`;

/** Stores a co-signature while more are needed. */
export function writeSignature(db: Queryable, written: Written, vote: VoteWrite): Promise<Row[]> {
  return db.query<Row>(
    sql`WITH seen AS (${seen(written)}), ${signature(written, vote)},
      moved AS (UPDATE policy_exceptions e SET turn = e.turn + 1 FROM signed WHERE e.id = signed.exception_id RETURNING e.*), ${tail(written)}`,
    'exceptions.sign',
  );
}

/** Stores the decisive co-signature with everything it decides: approval, what was counted, the review, the state. One statement: all or nothing. */
export function writeApproval(db: Queryable, written: Written, vote: VoteWrite, approval: ApprovalWrite): Promise<Row[]> {
  return db.query<Row>(
    sql`WITH seen AS (${seen(written)}), ${signature(written, vote)},
      approved AS (INSERT INTO approvals (exception_id, revision, digest, quorum, counted)
        SELECT signed.exception_id, ${vote.revision}::int, decode(${vote.digest}, 'hex'), ${approval.quorum}::int, ${approval.counted.length}::int FROM signed RETURNING exception_id),
      counting AS (INSERT INTO counted_signatures (exception_id, revision, human_id)
        SELECT approved.exception_id, ${vote.revision}::int, human FROM approved, unnest(${approval.counted}::text[]) AS human RETURNING 1),
      queued AS (INSERT INTO reviews (id, exception_id, due_at) SELECT ${approval.review.id}, approved.exception_id, ${approval.review.dueAt} FROM approved RETURNING exception_id),
      moved AS (UPDATE policy_exceptions e SET turn = e.turn + 1, status = 'APPROVED', approved_revision = e.revision, use_by = ${approval.useBy}
        FROM queued WHERE e.id = queued.exception_id RETURNING e.*), ${tail(written)}`,
    'exceptions.approve',
  );
}

/**
 * Stores that a peer agrees after the approval. It has no effect, so the turn stays, and it asks for none: that the customer is told or the
 * remedy carried out at the same moment must not lose it. The wall on signatures refuses it where the remedy no longer stands.
 */
export function writeAlsoAgreed(db: Queryable, written: Written, vote: VoteWrite): Promise<Row[]> {
  return db.query<Row>(
    sql`WITH seen AS (SELECT * FROM policy_exceptions WHERE id = ${written.id} FOR UPDATE), ${signature(written, vote)},
      moved AS (SELECT seen.* FROM seen, signed), ${tail(written)}`,
    'exceptions.alsoAgree',
  );
}

/** Stores an objection with what it leads to: the quorum raised, or the end. */
export function writeObjection(
  db: Queryable,
  written: Written,
  vote: VoteWrite,
  change: { status?: 'DECLINED'; raised?: number },
): Promise<Row[]> {
  return db.query<Row>(
    sql`WITH seen AS (${seen(written)}), said AS (${remark(vote.words, written.id, vote.signerId, raw('seen'))}),
      objected AS (INSERT INTO objections (exception_id, revision, human_id, signer_id, digest, words_id)
        SELECT seen.id, ${vote.revision}::int, ${vote.humanId}, ${vote.signerId}, decode(${vote.digest}, 'hex'), said.id FROM seen, said RETURNING exception_id),
      moved AS (UPDATE policy_exceptions e SET turn = e.turn + 1, status = coalesce(${change.status ?? null}, e.status), raised = coalesce(${change.raised ?? null}::int, e.raised)
        FROM objected WHERE e.id = objected.exception_id RETURNING e.*), ${tail(written)}`,
    'exceptions.object',
  );
}

/** Stores a pass: no effect on the quorum, and harmless when given twice. */
export function writePass(db: Queryable, written: Written, vote: VoteWrite): Promise<Row[]> {
  return db.query<Row>(
    sql`WITH seen AS (${seen(written)}),
      passed AS (INSERT INTO passes (exception_id, revision, human_id, signer_id, digest)
        SELECT seen.id, ${vote.revision}::int, ${vote.humanId}, ${vote.signerId}, decode(${vote.digest}, 'hex') FROM seen ON CONFLICT DO NOTHING RETURNING 1),
      moved AS (UPDATE policy_exceptions e SET turn = e.turn + 1 FROM seen WHERE e.id = seen.id RETURNING e.*), ${tail(written)}`,
    'exceptions.pass',
  );
}

/** Takes back what one human gave on one revision. */
export function writeRetraction(db: Queryable, written: Written, vote: { humanId: string; revision: number }): Promise<Row[]> {
  const end = (table: 'co_signature' | 'objection'): Sql => sql`INSERT INTO ${raw(`${table}_ends`)} (exception_id, revision, human_id, how)
    SELECT v.exception_id, v.revision, v.human_id, 'RETRACTED' FROM seen JOIN ${raw(table === 'objection' ? 'objections' : 'co_signatures')} v ON v.exception_id = seen.id
     WHERE v.revision = ${vote.revision}::int AND v.human_id = ${vote.humanId} RETURNING 1`;
  return db.query<Row>(
    sql`WITH seen AS (${seen(written)}), unsigned AS (${end('co_signature')}), unobjected AS (${end('objection')}),
      moved AS (UPDATE policy_exceptions e SET turn = e.turn + 1 FROM seen
        WHERE e.id = seen.id AND (SELECT count(*) FROM unsigned) + (SELECT count(*) FROM unobjected) > 0 RETURNING e.*), ${tail(written)}`,
    'exceptions.retract',
  );
}

/** Names a helper; naming one twice changes nothing but the turn. */
export function writeHelper(db: Queryable, written: Written, helper: { personId: string; invitedBy: string }): Promise<Row[]> {
  return db.query<Row>(
    sql`WITH seen AS (${seen(written)}),
      invited AS (INSERT INTO helpers (exception_id, person_id, human_id, invited_by)
        SELECT seen.id, p.id, p.human_id, ${helper.invitedBy} FROM seen, people p WHERE p.id = ${helper.personId} ON CONFLICT DO NOTHING RETURNING 1),
      moved AS (UPDATE policy_exceptions e SET turn = e.turn + 1 FROM seen WHERE e.id = seen.id RETURNING e.*), ${tail(written)}`,
    'exceptions.invite',
  );
}

/** Stores a change of state: withdraw, cover, fulfil, stop, and that the customer was told. */
export function writeChange(db: Queryable, written: Written, { reason, ...change }: Change): Promise<Row[]> {
  return db.query<Row>(
    sql`WITH seen AS (${seen(written)}), said AS (${remark(reason ?? null, written.id, reason?.authorId ?? '', raw('seen'))}),
      moved AS (UPDATE policy_exceptions e SET turn = e.turn + 1, status = coalesce(c.status, e.status), covered_by = coalesce(c."coveredBy", e.covered_by),
          customer_told_at = coalesce(c."customerToldAt", e.customer_told_at), fulfilment_reference = coalesce(c."fulfilmentReference", e.fulfilment_reference),
          stop_proposed_by = coalesce(c."stopProposedBy", e.stop_proposed_by), stop_proposed_human = coalesce(c."stopProposedHuman", e.stop_proposed_human),
          stopped_by = coalesce(c."stoppedBy", e.stopped_by), stopped_human = coalesce(c."stoppedHuman", e.stopped_human),
          ended_reason_id = coalesce((SELECT id FROM said), e.ended_reason_id)
        FROM seen, json_to_record(${JSON.stringify(change)}::json) AS c(status text, "coveredBy" text, "customerToldAt" timestamptz, "fulfilmentReference" text,
          "stopProposedBy" text, "stopProposedHuman" text, "stoppedBy" text, "stoppedHuman" text)
        WHERE e.id = seen.id RETURNING e.*), ${tail(written)}`,
    'exceptions.change',
  );
}

/**
 * Stores nothing but the key, since what is asked for was done before. A key that was taken before fails on its unique index, by which a replay
 * is told from a new call.
 */
export function writeKeyAlone(db: Queryable, { id, once }: Pick<Written, 'id' | 'once'>): Promise<Row[]> {
  return db.query<Row>(
    sql`WITH done AS (SELECT * FROM policy_exceptions WHERE id = ${id}), keyed AS (${takeKey(once, id, raw('done'))}) SELECT ${EXCEPTION_COLUMNS} FROM done`,
    'exceptions.keyAlone',
  );
}

/** What the system does: the clock ends it, or a policy covers it. Only the columns that the worker's role may write. */
export function writeBySystem(
  db: Queryable,
  written: Omit<Written, 'once'>,
  to: { status: ExceptionStatus; coveredBy: string | null },
): Promise<Row[]> {
  return db.query<Row>(
    sql`WITH seen AS (SELECT id FROM policy_exceptions WHERE id = ${written.id} AND turn = ${written.turn} FOR UPDATE),
      moved AS (UPDATE policy_exceptions e SET turn = e.turn + 1, status = ${to.status}, covered_by = ${to.coveredBy}::text FROM seen WHERE e.id = seen.id RETURNING e.*),
      recorded AS (${recordFacts(written.facts, raw('moved'))}) SELECT ${EXCEPTION_COLUMNS} FROM moved`,
    'exceptions.bySystem',
  );
}
