import { Injectable } from '@nestjs/common';
import { Database, type Done, once, type Once, onlyOnce, takeKey, untilWritten } from '#database';
import { NotFoundError } from '#errors';
import { type NewFact, recordFacts } from '#facts';
import type { Actor } from '#people';
import sql, { raw } from 'sql-template-tag';
import { ContactErasedError } from './case.errors.js';

/** The case whose customer somebody would like to reach. */
export interface RevealContact {
  readonly caseId: string;
  readonly idempotencyKey?: string | null;
}

/** A number that was given with a hand-off. */
export interface CallBack {
  readonly handOffId: string;
  readonly contact: string;
}

/** How the customer of a case is reached, in clear. */
export interface RevealedContact {
  readonly contact: string;
  /** The numbers that were given with hand-offs, the first one first. */
  readonly callBacks: readonly CallBack[];
}

type Row = RevealedContact & Record<string, unknown>;

/** The one way by which somebody gets to know how a customer is reached: by a statement that also tells that they did (ADR 0050). */
@Injectable()
export class ContactsService {
  constructor(private readonly db: Database) {}

  /**
   * Answers how the customer of a case is reached, and records that the caller looked.
   * @throws NotFoundError ContactErasedError
   */
  reveal(input: RevealContact, actor: Actor): Promise<Done<RevealedContact>> {
    const taken = once(actor.personId, 'revealContact', input);
    const work = (): Promise<RevealedContact> => untilWritten(() => this.tryToReveal(input, actor, taken));
    return onlyOnce(this.db, taken, work, (caseId) => this.toldTo(caseId, actor));
  }

  private async tryToReveal({ caseId }: RevealContact, actor: Actor, taken: Once | undefined): Promise<RevealedContact[]> {
    const customerId = await this.customerOf(caseId);
    const fact: NewFact = { subjectId: caseId, actorId: actor.personId, name: 'contact.revealed', body: { customerId } };
    return this.db.query<Row>(
      sql`WITH seen AS MATERIALIZED (SELECT c.id, u.contact, house_now() AS at FROM cases c JOIN customers u ON u.id = c.customer_id
            WHERE c.id = ${caseId} AND u.erased_at IS NULL),
          recorded AS (${recordFacts([fact], raw('seen'))}), keyed AS (${takeKey(taken, caseId, raw('seen'))})
          SELECT seen.contact, ${CALL_BACKS} FROM seen`,
      'contacts.reveal',
    );
  }

  /** Whose contact it is. @throws NotFoundError ContactErasedError */
  private async customerOf(caseId: string): Promise<string> {
    const [found] = await this.db.query<{ customerId: string; isErased: boolean }>(
      sql`SELECT u.id AS "customerId", u.erased_at IS NOT NULL AS "isErased" FROM cases c JOIN customers u ON u.id = c.customer_id WHERE c.id = ${caseId}`,
      'contacts.customerOf',
    );
    if (!found) throw new NotFoundError('case', ['caseId']);
    if (found.isErased) throw new ContactErasedError();
    return found.customerId;
  }

  /** What a call that is sent again is answered: as much as the caller was shown when it was told of them, and no number that came since. */
  private async toldTo(caseId: string, { personId }: Actor): Promise<RevealedContact> {
    const [row] = await this.db.query<Row>(
      sql`SELECT seen.contact, ${CALL_BACKS} FROM (SELECT c.id, u.contact, max(f.at) AS at FROM cases c JOIN customers u ON u.id = c.customer_id
            JOIN facts f ON f.subject_id = c.id AND f.actor_id = ${personId} AND f.name = 'contact.revealed'
           WHERE c.id = ${caseId} AND u.erased_at IS NULL GROUP BY c.id, u.contact) seen`,
      'contacts.told',
    );
    if (!row) throw new ContactErasedError();
    return row;
  }
}

/** The numbers of hand-offs of what was `seen`, up to then. */
const CALL_BACKS =
  raw(`(SELECT coalesce(json_agg(json_build_object('handOffId', h.id, 'contact', t.callback_contact) ORDER BY h.offered_at, h.id), '[]')
  FROM hand_offs h JOIN hand_off_texts t ON t.hand_off_id = h.id
 WHERE h.case_id = seen.id AND t.callback_contact IS NOT NULL AND h.offered_at <= seen.at) AS "callBacks"`);
