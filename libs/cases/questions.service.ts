import { Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, type Once, onlyOnce, takeKey, untilWritten } from '#database';
import { type NewFact, recordFacts } from '#facts';
import { type Actor, mayActInPerson } from '#people';
import sql, { raw } from 'sql-template-tag';
import type { QuestionView } from './question.entity.js';
import { answerRefusal, type AskAttempt, askRefusal } from './question.rules.js';

/** A question to a colleague about a case. */
export interface AskColleague {
  readonly caseId: string;
  readonly personId: string;
  readonly question: string;
  readonly idempotencyKey?: string | null;
}

/** What the colleague knows. */
export interface AnswerQuestion {
  readonly questionId: string;
  readonly answer: string;
  readonly idempotencyKey?: string | null;
}

type Row = QuestionView & Record<string, unknown>;

const QUESTION_COLUMNS = raw(
  'q.id, q.case_id AS "caseId", q.asked_by AS "askedBy", q.to_id AS "toId", q.asked_at AS "askedAt", q.answered_at AS "answeredAt"',
);
const FROM = sql`FROM questions q JOIN remarks w ON w.id = q.question_id LEFT JOIN remarks a ON a.id = q.answer_id`;
const OPEN_MAX = 100;

/** Help without a hand-off: a colleague answers into the case, and its owner stays its owner. */
@Injectable()
export class QuestionsService {
  constructor(private readonly db: Database) {}

  /**
   * Asks a colleague about a case of the caller's.
   * @throws NotTheOwnerError NotFoundError
   * @throws InvalidError for the colleague or the words
   */
  ask(input: AskColleague, actor: Actor): Promise<Done<QuestionView>> {
    const taken = once(actor.personId, 'askColleague', input);
    const work = (): Promise<QuestionView> => untilWritten(() => this.tryToAsk(input, actor, taken));
    return onlyOnce(this.db, taken, work, (id) => this.one(id));
  }

  /**
   * Answers a question that the caller was asked, into the case. Told to who asked, and to whose case it is by now.
   * @throws NotAskedError AlreadyAnsweredError NotFoundError
   * @throws InvalidError for the words
   */
  answer(input: AnswerQuestion, actor: Actor): Promise<Done<QuestionView>> {
    const taken = once(actor.personId, 'answerQuestion', input);
    const work = (): Promise<QuestionView> => untilWritten(() => this.tryToAnswer(input, actor, taken));
    return onlyOnce(this.db, taken, work, (id) => this.one(id));
  }

  /** By their ids, in any order; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<QuestionView[]> {
    return this.db.query<Row>(
      sql`SELECT ${QUESTION_COLUMNS}, w.body AS question, a.body AS answer ${FROM} WHERE q.id = ANY (${ids})`,
      'questions.byIds',
    );
  }

  /** Those about some cases, the oldest first. */
  byCaseIds(caseIds: readonly string[]): Promise<QuestionView[]> {
    return this.db.query<Row>(
      sql`SELECT ${QUESTION_COLUMNS}, w.body AS question, a.body AS answer ${FROM} WHERE q.case_id = ANY (${caseIds}) ORDER BY q.asked_at, q.id`,
      'questions.byCaseIds',
    );
  }

  /** Those that wait for the caller's answer, the oldest first; at most 100. */
  waitingFor(actor: Actor): Promise<QuestionView[]> {
    return this.db.query<Row>(
      sql`SELECT ${QUESTION_COLUMNS}, w.body AS question, a.body AS answer ${FROM}
           WHERE q.to_id = ${actor.personId} AND q.answer_id IS NULL ORDER BY q.asked_at, q.id LIMIT ${OPEN_MAX}`,
      'questions.waitingFor',
    );
  }

  private async tryToAsk({ caseId, personId, question }: AskColleague, actor: Actor, taken: Once | undefined): Promise<QuestionView[]> {
    const ground = await this.lookAtAsking(caseId, personId);
    const refusal = askRefusal({ ...ground, actorId: actor.personId, actsInPerson: mayActInPerson(actor), words: question });
    if (refusal) throw refusal;
    const [id, wordsId] = [newId('qst'), newId('rmk')];
    const fact: NewFact = { subjectId: caseId, actorId: actor.personId, name: 'question.asked', body: { questionId: id, personId } };
    return this.db.query<Row>(
      sql`WITH held AS MATERIALIZED (SELECT c.id FROM cases c JOIN ownership o ON o.case_id = c.id AND o.until_at IS NULL AND o.person_id = ${actor.personId}
            WHERE c.id = ${caseId} AND c.status IN ('NEW', 'OWNED') FOR NO KEY UPDATE OF c),
          told AS (INSERT INTO remarks (id, subject_id, author_id, body) SELECT ${wordsId}, held.id, ${actor.personId}, ${question} FROM held RETURNING id, body),
          asked AS (INSERT INTO questions (id, case_id, asked_by, to_id, question_id)
            SELECT ${id}, ${caseId}, ${actor.personId}, ${personId}, told.id FROM told RETURNING *),
          recorded AS (${recordFacts([fact], raw('asked'))}), keyed AS (${takeKey(taken, id, raw('asked'))})
          SELECT ${QUESTION_COLUMNS}, told.body AS question, NULL::text AS answer FROM asked q, told`,
      'questions.ask',
    );
  }

  private async lookAtAsking(caseId: string, personId: string): Promise<Pick<AskAttempt, 'case' | 'to'>> {
    const [row] = await this.db.query<Pick<AskAttempt, 'case' | 'to'> & Record<string, unknown>>(
      sql`SELECT (SELECT json_build_object('ownerId', o.person_id, 'isOpen', c.status IN ('NEW', 'OWNED'))
              FROM cases c JOIN ownership o ON o.case_id = c.id AND o.until_at IS NULL WHERE c.id = ${caseId}) AS case,
            (SELECT json_build_object('isHere', p.kind = 'PERSON' AND p.active AND coalesce(p.away_until <= house_now(), true),
              'isSender', EXISTS (SELECT 1 FROM ownership o WHERE o.case_id = ${caseId} AND o.until_at IS NULL AND same_human(o.person_id, p.id)))
              FROM people p WHERE p.id = ${personId}) AS to`,
      'questions.asking',
    );
    if (!row) throw new Error('This query always has one row.');
    return row;
  }

  private async tryToAnswer({ questionId, answer }: AnswerQuestion, actor: Actor, taken: Once | undefined): Promise<QuestionView[]> {
    const [question] = await this.byIds([questionId]);
    const seen = question && { toId: question.toId, isAnswered: question.answeredAt !== null };
    const refusal = answerRefusal({ question: seen, actorId: actor.personId, actsInPerson: mayActInPerson(actor), words: answer });
    if (refusal || !question) throw refusal ?? new Error('Without a question there is always a refusal.');
    const wordsId = newId('rmk');
    const body = { questionId, personId: question.askedBy };
    const fact: NewFact = { subjectId: question.caseId, actorId: actor.personId, name: 'question.answered', body };
    return this.db.query<Row>(
      sql`WITH seen AS MATERIALIZED (SELECT q.id FROM questions q WHERE q.id = ${questionId} AND q.answer_id IS NULL FOR NO KEY UPDATE),
          told AS (INSERT INTO remarks (id, subject_id, author_id, body) SELECT ${wordsId}, ${question.caseId}, ${actor.personId}, ${answer} FROM seen RETURNING id, body),
          answered AS (UPDATE questions q SET answer_id = told.id FROM seen, told WHERE q.id = seen.id RETURNING q.*),
          recorded AS (${recordFacts([fact], raw('answered'))}), keyed AS (${takeKey(taken, questionId, raw('answered'))})
          SELECT ${QUESTION_COLUMNS}, w.body AS question, told.body AS answer FROM answered q JOIN remarks w ON w.id = q.question_id, told`,
      'questions.answer',
    );
  }

  private async one(id: string): Promise<QuestionView> {
    const [found] = await this.byIds([id]);
    if (!found) throw new Error(`The question ${id} was there, and questions are never deleted.`);
    return found;
  }
}
