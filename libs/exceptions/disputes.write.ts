import { type Once, type Queryable, takeKey } from '#database';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { DisputeNow } from './dispute.rules.js';
import type { DisputeOutcome } from './dispute.words.js';
import { DISPUTE_COLUMNS, type DisputeView } from './disputes.reads.js';

type Row = DisputeView & Record<string, unknown>;

/** What each write has: the facts that tell it, the key it takes. */
export interface DisputeWritten {
  id: string;
  facts: readonly NewFact[];
  once: Once | undefined;
}

const tail = ({ id, facts, once }: DisputeWritten, from: Sql): Sql =>
  sql`recorded AS (${recordFacts(facts, from)}), keyed AS (${takeKey(once, id, from)}) SELECT ${DISPUTE_COLUMNS} FROM ${from} d`;

/** The newest signature in a human's name on an exception, and the dispute about it, where there is one. */
export async function lookAtSignature(
  db: Queryable,
  exceptionId: string,
  humanId: string,
): Promise<{ revision: number; disputeId: string | null } | undefined> {
  const [row] = await db.query<{ revision: number; disputeId: string | null }>(
    sql`SELECT s.revision, d.id AS "disputeId" FROM co_signatures s
          LEFT JOIN disputes d ON (d.exception_id, d.revision, d.human_id) = (s.exception_id, s.revision, s.human_id)
         WHERE s.exception_id = ${exceptionId} AND s.human_id = ${humanId} ORDER BY s.revision DESC LIMIT 1`,
    'disputes.signature',
  );
  return row;
}

/** A dispute as the rules see it. */
export async function lookAtDispute(db: Queryable, id: string): Promise<DisputeNow | undefined> {
  const [row] = await db.query<DisputeNow & Record<string, unknown>>(
    sql`SELECT d.id, d.exception_id AS "exceptionId", d.turn, d.outcome, d.settled_at IS NOT NULL AS "isSettled",
          (SELECT p.human_id FROM people p WHERE p.id = d.proposed_by AND p.active AND 'ADMIN' = ANY (p.roles)) AS "proposedHuman",
          ARRAY(SELECT e.proposer_human FROM policy_exceptions e WHERE e.id = d.exception_id
            UNION SELECT r.author_human FROM revisions r WHERE r.exception_id = d.exception_id
            UNION SELECT s.human_id FROM co_signatures s WHERE s.exception_id = d.exception_id) AS "tookPart"
     FROM disputes d WHERE d.id = ${id}`,
    'disputes.look',
  );
  return row;
}

/**
 * Stores that somebody disowns a signature. What follows (the freeze, the end of their sessions and tokens) is done by the database itself,
 * in the same transaction. No row when the signature was disowned meanwhile.
 */
export function writeDispute(
  db: Queryable,
  written: DisputeWritten,
  of: { exceptionId: string; revision: number; humanId: string; personId: string },
): Promise<Row[]> {
  return db.query<Row>(
    sql`WITH held AS (SELECT id FROM policy_exceptions WHERE id = ${of.exceptionId} FOR UPDATE),
      opened AS (INSERT INTO disputes (id, exception_id, revision, human_id, opened_by)
        SELECT ${written.id}, held.id, ${of.revision}::int, ${of.humanId}, ${of.personId} FROM held
        ON CONFLICT ON CONSTRAINT a_signature_is_disowned_once DO NOTHING RETURNING *), ${tail(written, raw('opened'))}`,
    'disputes.open',
  );
}

/** Stores nothing but the key: the signature was disowned before. */
export function writeKeyOfDispute(db: Queryable, { id, once }: Pick<DisputeWritten, 'id' | 'once'>): Promise<Row[]> {
  return db.query<Row>(
    sql`WITH done AS (SELECT * FROM disputes WHERE id = ${id}), ${tail({ id, once, facts: [] }, raw('done'))}`,
    'disputes.keyAlone',
  );
}

/** Stores what an admin says: the first word, or the second one that settles it. Its consequences are the database's own. */
export function writeSettlement(
  db: Queryable,
  written: DisputeWritten & { turn: number },
  by: { personId: string; humanId: string },
  said: { outcome: DisputeOutcome; settles: boolean; reason: { id: string; body: string } },
): Promise<Row[]> {
  const word = said.settles
    ? sql`settled_by = ${by.personId}, settled_human = ${by.humanId}`
    : sql`outcome = ${said.outcome}, proposed_by = ${by.personId}, proposed_human = ${by.humanId}`;
  return db.query<Row>(
    sql`WITH held AS (SELECT e.id FROM policy_exceptions e JOIN disputes d ON d.exception_id = e.id WHERE d.id = ${written.id} FOR UPDATE OF e),
      seen AS (SELECT d.id, held.id AS exception_id FROM held, disputes d WHERE d.id = ${written.id} AND d.turn = ${written.turn} FOR UPDATE OF d),
      said AS (INSERT INTO remarks (id, subject_id, author_id, body)
        SELECT ${said.reason.id}, seen.exception_id, ${by.personId}, ${said.reason.body} FROM seen RETURNING id),
      moved AS (UPDATE disputes d SET turn = d.turn + 1, reason_id = said.id, ${word} FROM seen, said WHERE d.id = seen.id RETURNING d.*), ${tail(written, raw('moved'))}`,
    `disputes.${said.settles ? 'settle' : 'propose'}`,
  );
}
