import { Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, type Once, onlyOnce, takeKey, untilWritten } from '#database';
import { type NewFact, recordFacts } from '#facts';
import { keyset, type Page, type Paged, type PageOrder, pageOf, type PageRequest } from '#pages';
import { type Actor, mayActInPerson, mayUse } from '#people';
import sql, { raw } from 'sql-template-tag';
import { type MessageAttempt, messageRefusal } from './customer-message.rules.js';

/** What a customer said of their own accord. */
export interface RecordCustomerMessage {
  readonly caseId: string;
  /** By one short word, such as telephone or email. */
  readonly channel: string;
  readonly text: string;
  /** Now, unless told otherwise. */
  readonly receivedAt?: Date | null;
  readonly idempotencyKey?: string | null;
}

/** A message as it is read. */
export interface CustomerMessage {
  readonly id: string;
  readonly caseId: string;
  readonly channel: string;
  /** null once erased. */
  readonly text: string | null;
  readonly receivedAt: Date;
  readonly recordedById: string;
  readonly recordedAt: Date;
}

type Row = CustomerMessage & Record<string, unknown>;
type Ground = { readonly now: Date; readonly case: JsonCase | null };
type JsonCase = Omit<NonNullable<MessageAttempt['case']>, 'openedAt'> & { readonly openedAt: string };

const COLUMNS = raw(
  'm.id, m.case_id AS "caseId", m.channel, m.received_at AS "receivedAt", m.recorded_by AS "recordedById", m.recorded_at AS "recordedAt"',
);
const FROM = raw('customer_messages m JOIN remarks w ON w.id = m.words_id');
const LATEST: PageOrder = { key: sql`m.received_at`, kind: 'instant', id: sql`m.id`, descending: true };

/** What customers say while their case goes on. It moves nothing: no time that is due, no owner, no state; and it calls nobody (ADR 0054). */
@Injectable()
export class CustomerMessagesService {
  constructor(private readonly db: Database) {}

  /**
   * Records what the customer of a case said.
   * @throws MayNotRecordMessagesError CustomerErasedError CaseMovedOnError NotFoundError
   * @throws InvalidError for the channel, the time or the words
   */
  record(input: RecordCustomerMessage, actor: Actor): Promise<Done<CustomerMessage>> {
    const taken = once(actor.personId, 'recordCustomerMessage', input);
    const work = (): Promise<CustomerMessage> => untilWritten(() => this.tryToRecord(input, actor, taken));
    return onlyOnce(this.db, taken, work, (id) => this.one(id));
  }

  /** Messages by their ids, in any order; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<CustomerMessage[]> {
    return this.db.query<Row>(sql`SELECT ${COLUMNS}, w.body AS text FROM ${FROM} WHERE m.id = ANY (${ids})`, 'messages.byIds');
  }

  /** Those of one case, one page, the latest first. */
  async list(caseId: string, page: PageRequest): Promise<Page<CustomerMessage & Paged>> {
    const { key, where, tail } = keyset(LATEST, page);
    const rows = await this.db.query<CustomerMessage & Paged>(
      sql`SELECT ${COLUMNS}, w.body AS text, ${key} FROM ${FROM} WHERE m.case_id = ${caseId} AND ${where} ${tail}`,
    );
    return pageOf(rows, page);
  }

  /** How many there are of one case. */
  async count(caseId: string): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM customer_messages m WHERE m.case_id = ${caseId}`,
      'messages.count',
    );
    return row?.count ?? 0;
  }

  private async tryToRecord(input: RecordCustomerMessage, actor: Actor, taken: Once | undefined): Promise<CustomerMessage[]> {
    const { caseId, channel, text } = input;
    const receivedAt = input.receivedAt ?? null;
    const ground = await this.look(caseId);
    const may = { mayAct: mayUse(actor, 'CASES'), inPerson: mayActInPerson(actor), facesCustomers: actor.facesCustomers };
    const refusal = messageRefusal({ ...ground, ...may, actorHuman: actor.humanId, channel, text, receivedAt });
    if (refusal) throw refusal;
    const [id, wordsId] = [newId('msg'), newId('rmk')];
    const fact: NewFact = { subjectId: caseId, actorId: actor.personId, name: 'message.received', body: { messageId: id } };
    return this.db.query<Row>(
      sql`WITH held AS MATERIALIZED (SELECT c.id FROM cases c WHERE c.id = ${caseId} AND c.status IN ('NEW', 'OWNED', 'SOLVED') FOR NO KEY UPDATE),
          said AS (INSERT INTO remarks (id, subject_id, author_id, body) SELECT ${wordsId}, held.id, ${actor.personId}, ${text} FROM held RETURNING id, subject_id, body),
          kept AS (INSERT INTO customer_messages (id, case_id, channel, words_id, received_at, recorded_by)
            SELECT ${id}, said.subject_id, ${channel}, said.id, ${receivedAt}::timestamptz, ${actor.personId} FROM said RETURNING *),
          recorded AS (${recordFacts([fact], raw('kept'))}), keyed AS (${takeKey(taken, id, raw('kept'))})
          SELECT ${COLUMNS}, said.body AS text FROM kept m, said`,
      'messages.record',
    );
  }

  private async look(caseId: string): Promise<Pick<MessageAttempt, 'now' | 'case'>> {
    const [row] = await this.db.query<Ground & Record<string, unknown>>(
      sql`SELECT house_now() AS now, (SELECT json_build_object('ref', c.ref, 'status', c.status, 'openedAt', c.opened_at, 'ownerId', c.owner_id,
              'ownerHuman', p.human_id, 'isErased', u.erased_at IS NOT NULL)
            FROM cases c JOIN customers u ON u.id = c.customer_id JOIN people p ON p.id = c.owner_id WHERE c.id = ${caseId}) AS case`,
      'messages.look',
    );
    if (!row) throw new Error('This query always has one row.');
    return { now: row.now, case: row.case && { ...row.case, openedAt: new Date(row.case.openedAt) } };
  }

  private async one(id: string): Promise<CustomerMessage> {
    const [found] = await this.byIds([id]);
    if (!found) throw new Error(`The message ${id} was there, and messages are never deleted.`);
    return found;
  }
}
