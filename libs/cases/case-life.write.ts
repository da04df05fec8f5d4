import { type Once, type Queryable, takeKey } from '#database';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw, type Sql } from 'sql-template-tag';
import type { AnswerKind, CaseStatus, FollowUpOutcome } from './case.words.js';

/** What every write has: the case as it was decided on, the words that go with the act, the facts that tell it, the key it takes. */
export interface CaseWrite {
  readonly id: string;
  /** The write holds only if this is still the turn, */
  readonly turn: number;
  /** and this is still the owner. */
  readonly ownerId: string;
  /** Who acts: an account of the owner, or a machine that works for them. */
  readonly byId: string;
  readonly words: readonly { readonly id: string; readonly body: string }[];
  readonly facts: readonly NewFact[];
  readonly once: Once | undefined;
  /** Promises that must still stand as they were read, since what is told of them was decided by that; the clock may have noted one as broken meanwhile. */
  readonly promises?: { readonly ids: readonly string[]; readonly status: 'MADE' | 'BROKEN' };
  /** What the key names when it comes again; the case, unless told otherwise. */
  readonly resultId?: string;
}

/** An answer as it is stored: the words by the ids of their remarks. */
export interface AnswerWrite {
  readonly kind: AnswerKind;
  /** null: at this moment at the latest. */
  readonly customerToldAt: Date | null;
  readonly wordsId: string;
  readonly toldById: string | null;
  readonly appealId: string | null;
  /** Promises that are void now, and those whose time had passed. */
  readonly voidIds: readonly string[];
  readonly brokenIds: readonly string[];
}

/** One time that the customer was asked, and what it leads to. */
export interface TryWrite {
  readonly followUpId: string;
  readonly number: number;
  readonly outcome: FollowUpOutcome;
  readonly channel: string;
  readonly noteId: string | null;
  readonly status: CaseStatus;
  /** When it did not help: the answer that is taken up again. */
  readonly answerTurn: number;
}

type Written = { id: string };

/** The owner has seen it. */
export function writeAcknowledgement(db: Queryable, write: CaseWrite): Promise<Written[]> {
  return db.query<Written>(sql`WITH ${begin(write)}, ${moved('OWNED', raw('seen'))}, ${end(write)}`, 'cases.acknowledge');
}

/** The customer has their solution; whether it helped is asked later. */
export function writeSolution(
  db: Queryable,
  write: CaseWrite,
  answer: AnswerWrite,
  followUp: { readonly id: string; readonly dueAt: Date },
): Promise<Written[]> {
  return db.query<Written>(
    sql`WITH ${begin(write)}, ${answered(write, answer)},
      followed AS (INSERT INTO follow_ups (id, case_id, answer_turn, due_at) SELECT ${followUp.id}, answered.case_id, answered.turn, ${followUp.dueAt}::timestamptz FROM answered RETURNING case_id AS id),
      ${promisesEnd(answer)},
      ${moved('SOLVED', raw('followed'))}, ${end(write)}`,
    'cases.solve',
  );
}

/** The customer has an honest no. */
export function writeHonestNo(db: Queryable, write: CaseWrite, answer: AnswerWrite): Promise<Written[]> {
  return db.query<Written>(
    sql`WITH ${begin(write)}, ${answered(write, answer)}, ${promisesEnd(answer)}, ${moved('HONEST_NO', raw('answered'))}, ${end(write)}`,
    'cases.answerNo',
  );
}

/** The answer does not hold: the case is open again. */
export function writeReopening(db: Queryable, write: CaseWrite, reopening: { answerTurn: number; reasonId: string }): Promise<Written[]> {
  return db.query<Written>(
    sql`WITH ${begin(write)}, reopened AS (${reopen(write, reopening)} RETURNING case_id AS id), ${moved('OWNED', raw('reopened'))}, ${end(write)}`,
    'cases.reopen',
  );
}

/** The customer was asked, or not reached; what was found may end the case, or open it again. */
export function writeTry(db: Queryable, write: CaseWrite, tried: TryWrite): Promise<Written[]> {
  const reopening = { answerTurn: tried.answerTurn, reasonId: tried.noteId ?? '' };
  const ends = tried.status !== 'SOLVED';
  return db.query<Written>(
    sql`WITH ${begin(write)},
      tried AS (INSERT INTO follow_up_tries (follow_up_id, number, outcome, channel, by_id, note_id)
        SELECT ${tried.followUpId}, ${tried.number}::int, ${tried.outcome}, ${tried.channel}, ${write.byId}, ${tried.noteId}::text FROM seen RETURNING follow_up_id),
      ended AS (UPDATE follow_ups f SET outcome = ${tried.outcome}, ended_turn = ${write.turn + 1}::int FROM tried WHERE f.id = tried.follow_up_id AND ${ends}::boolean RETURNING f.id),
      reopened AS (${reopen(write, reopening)} WHERE ${tried.status === 'OWNED'}::boolean RETURNING case_id),
      done AS (SELECT seen.id FROM seen, tried, (SELECT count(*) FROM ended) AS e, (SELECT count(*) FROM reopened) AS r),
      ${moved(tried.status, raw('done'))}, ${end(write)}`,
    'cases.try',
  );
}

/**
 * The case as it was decided on, locked, with the promises that matter, and the words that go with the act. No row when somebody was faster. A promise
 * that breaks takes no turn of its case, so it is locked and looked at itself.
 */
export function begin({ id, turn, ownerId, byId, words, promises = { ids: [], status: 'MADE' } }: CaseWrite): Sql {
  return sql`this_case AS MATERIALIZED (SELECT c.id FROM cases c WHERE c.id = ${id} AND c.turn = ${turn}::int AND c.owner_id = ${ownerId} FOR NO KEY UPDATE),
    as_read AS MATERIALIZED (SELECT g.id FROM this_case JOIN get_backs g ON g.case_id = this_case.id
      WHERE g.id = ANY (${promises.ids}::text[]) AND g.status = ${promises.status} FOR UPDATE OF g),
    seen AS MATERIALIZED (SELECT this_case.id FROM this_case WHERE (SELECT count(*) FROM as_read) = ${promises.ids.length}::int),
    said AS (INSERT INTO remarks (id, subject_id, author_id, body) SELECT w.id, seen.id, ${byId}, w.body FROM seen, json_to_recordset(${JSON.stringify(words)}::json) AS w(id text, body text) RETURNING id)`;
}

function answered({ turn, byId }: CaseWrite, answer: AnswerWrite): Sql {
  return sql`answered AS (INSERT INTO case_answers (case_id, turn, kind, by_id, by_human, customer_told_at, words_id, told_by_id, appeal_id)
    SELECT seen.id, ${turn + 1}::int, ${answer.kind}, p.id, p.human_id, coalesce(${answer.customerToldAt}::timestamptz, house_now()), ${answer.wordsId}, ${answer.toldById}::text, ${answer.appealId}::text
      FROM seen, people p WHERE p.id = ${byId} RETURNING case_id, case_id AS id, turn)`;
}

function promisesEnd({ voidIds, brokenIds }: AnswerWrite): Sql {
  return sql`promised AS (UPDATE get_backs g SET status = CASE WHEN g.id = ANY (${voidIds}::text[]) THEN 'VOID' ELSE 'BROKEN' END
    FROM answered WHERE g.case_id = answered.id AND g.status = 'MADE' AND g.id = ANY (${[...voidIds, ...brokenIds]}::text[]) RETURNING g.id)`;
}

function reopen({ turn, byId }: CaseWrite, { answerTurn, reasonId }: { answerTurn: number; reasonId: string }): Sql {
  return sql`INSERT INTO case_reopenings (case_id, turn, answer_turn, by_id, reason_id)
    SELECT seen.id, ${turn + 1}::int, ${answerTurn}::int, ${byId}, ${reasonId} FROM seen`;
}

/** The case takes its turn. */
export function moved(status: CaseStatus, from: Sql): Sql {
  return sql`moved AS (UPDATE cases c SET turn = c.turn + 1, status = ${status} FROM ${from} AS f WHERE c.id = f.id RETURNING c.id)`;
}

/** The facts and the key, and the case that was changed. */
export function end({ id, facts, once, resultId }: CaseWrite): Sql {
  return sql`recorded AS (${recordFacts(facts, raw('moved'))}), keyed AS (${takeKey(once, resultId ?? id, raw('moved'))}) SELECT id FROM moved`;
}
