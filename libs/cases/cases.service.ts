import { Inject, Injectable } from '@nestjs/common';
import { type NewCustomer, newCustomerRefusal } from '#customers';
import { Database, type Done, newId, once, type Once, onlyOnce, untilWritten } from '#database';
import type { NewFact } from '#facts';
import { keyset, type Page, type Paged, type PageOrder, pageOf, type PageRequest } from '#pages';
import { type Actor, mayUse } from '#people';
import { SETTINGS, type Settings } from '#settings';
import sql from 'sql-template-tag';
import type { CaseView } from './case.entity.js';
import { openingRefusal } from './opening.rules.js';
import { type CaseFilter, matches, NEXT_DUE } from './cases.filter.js';
import { CASE_COLUMNS, CASES, lookAtOpening } from './cases.look.js';
import { type OpeningLink, writeOpening } from './cases.write.js';

/** A customer's problem to be taken on: of a known customer by id, or of a new one. */
export interface OpenCase {
  readonly customerId?: string | null;
  readonly customer?: NewCustomer | null;
  readonly need: string;
  readonly internal?: boolean | null;
  readonly externalRef?: string | null;
  /** When the customer complained; absent: it is no complaint. */
  readonly complainedAt?: Date | null;
  readonly idempotencyKey?: string | null;
}

/** How a list may be sorted. */
export const CASE_ORDERS = ['NEWEST', 'OLDEST', 'NEXT_PROMISE'] as const;
/** One way to sort a list. */
export type CaseOrder = (typeof CASE_ORDERS)[number];

const ORDERS: Record<CaseOrder, PageOrder> = {
  NEWEST: { key: sql`c.opened_at`, kind: 'instant', id: sql`c.id`, descending: true },
  OLDEST: { key: sql`c.opened_at`, kind: 'instant', id: sql`c.id`, descending: false },
  NEXT_PROMISE: { key: NEXT_DUE, kind: 'instant', id: sql`c.id`, descending: false },
};

/** Customers' problems and who owns them. */
@Injectable()
export class CasesService {
  constructor(
    private readonly db: Database,
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'acknowledgeHours' | 'complaintProfile'>,
  ) {}

  /**
   * Opens a case: from this instant on it is owned by the caller, or by the person for whom the calling machine works. What a person opens is
   * acknowledged; what a machine opens is NEW until its owner acknowledges it.
   * @throws MayNotOpenCasesError NobodyBehindTheMachineError
   * @throws UnknownCustomerError InvalidError for the customer, the need or the reference
   */
  open(input: OpenCase, actor: Actor): Promise<Done<CaseView>> {
    const taken = once(actor.personId, 'openCase', input);
    const work = async (): Promise<CaseView> => {
      const opened = await untilWritten(() => this.tryToOpen(input, actor, taken));
      return input.complainedAt ? this.one(opened.id) : opened; // what is due next follows once the complaint stands
    };
    return onlyOnce(this.db, taken, work, (id) => this.one(id));
  }

  /**
   * Opens a case as `open` does, and writes in the same statement what another room links to it. Its key is the caller's business.
   * @throws what `open` throws, and the error of the link's constraint when somebody was faster
   */
  openLinked(input: Omit<OpenCase, 'idempotencyKey'>, actor: Actor, link: OpeningLink): Promise<CaseView> {
    return untilWritten(() => this.tryToOpen(input, actor, link.once, link), [link.final]);
  }

  /** Cases by their ids, in any order; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<CaseView[]> {
    return this.db.query<CaseView>(sql`SELECT ${CASE_COLUMNS} FROM ${CASES} WHERE c.id = ANY (${ids})`, 'cases.byIds');
  }

  /** A case that is known to be there: cases are never deleted. */
  async one(id: string): Promise<CaseView> {
    const [found] = await this.byIds([id]);
    if (!found) throw new Error(`The case ${id} was there before, and cases are never deleted.`);
    return found;
  }

  /** The case with this ref, such as CASE-88; undefined when there is none. */
  async byRef(ref: string): Promise<CaseView | undefined> {
    const [found] = await this.db.query<CaseView>(sql`SELECT ${CASE_COLUMNS} FROM ${CASES} WHERE c.ref = ${ref}`, 'cases.byRef');
    return found;
  }

  /** Cases, one page, the newest first unless another order is named. @throws InvalidError for a stretch of time without room */
  async list(filter: CaseFilter, page: PageRequest, order: CaseOrder = 'NEWEST'): Promise<Page<CaseView & Paged>> {
    const { key, where, tail } = keyset(ORDERS[order], page);
    const rows = await this.db.query<CaseView & Paged>(
      sql`SELECT ${CASE_COLUMNS}, ${key} FROM ${CASES} WHERE ${matches(filter)} AND ${where} ${tail}`,
    );
    return pageOf(rows, page);
  }

  /** How many cases the whole list has. */
  async count(filter: CaseFilter): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(sql`SELECT count(*)::int AS count FROM ${CASES} WHERE ${matches(filter)}`);
    return row?.count ?? 0;
  }

  /** Who owns each of some cases at this moment, by case id. */
  async ownerNow(caseIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.db.query<{ caseId: string; personId: string }>(
      sql`SELECT o.case_id AS "caseId", o.person_id AS "personId" FROM ownership o WHERE o.case_id = ANY (${caseIds}) AND o.until_at IS NULL`,
      'cases.ownerNow',
    );
    return new Map(rows.map(({ caseId, personId }) => [caseId, personId]));
  }

  /** Who owned a case at an instant; undefined before it was opened. An instant to come is answered with the owner of now. */
  async ownerAt(caseId: string, at: Date): Promise<string | undefined> {
    const [row] = await this.db.query<{ personId: string }>(
      sql`SELECT o.person_id AS "personId" FROM ownership o WHERE o.case_id = ${caseId} AND tstzrange(o.from_at, o.until_at) @> ${at}::timestamptz`,
      'cases.ownerAt',
    );
    return row?.personId;
  }

  private async tryToOpen(input: OpenCase, actor: Actor, taken: Once | undefined, link?: OpeningLink): Promise<CaseView[]> {
    const { known, customer, ...asked } = plain(input);
    const ground = await lookAtOpening(this.db, actor, known);
    const refusal = openingRefusal({
      ...ground,
      ...asked,
      mayOpen: mayUse(actor, 'CASES'),
      namesKnown: known !== null,
      namesNew: customer !== undefined,
      customerRefusal: customer && newCustomerRefusal(customer, ['customer']),
    });
    const { ownerId } = ground;
    if (refusal || !ownerId) throw refusal ?? new Error('Without an owner there is always a refusal.');
    const id = newId('cas');
    const customerId = known ?? newId('cus');
    const opened: NewFact = { subjectId: id, actorId: actor.personId, name: 'case.opened', body: { customerId, ownerId } };
    const { acknowledgeHours, complaintProfile } = this.settings;
    const status = actor.kind === 'PERSON' ? 'OWNED' : 'NEW';
    return writeOpening(this.db, {
      ...asked,
      id,
      status,
      acknowledgeHours,
      complaintProfile,
      ownerId,
      openedBy: actor.personId,
      customerId,
      customer,
      facts: [opened],
      once: taken,
      link,
    });
  }
}

/** The input with each absent thing in its one form. */
function plain({ customerId, customer, need, internal, externalRef, complainedAt }: OpenCase) {
  return {
    known: customerId ?? null,
    customer: customer ?? undefined,
    need,
    internal: internal ?? false,
    externalRef: externalRef ?? null,
    complainedAt: complainedAt ?? null,
  };
}
