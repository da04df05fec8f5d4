import { Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, type Once, onlyOnce, takeKey, untilWritten } from '#database';
import { type Actor, isAdmin } from '#people';
import sql, { raw } from 'sql-template-tag';
import type { Customer } from './customer.entity.js';
import { CustomersService } from './customers.service.js';
import { erasureRefusal } from './erasure.rules.js';

/** Whom to erase, and why. The reason is kept: it must not say who it was. */
export interface EraseCustomer {
  readonly customerId: string;
  readonly reason: string;
  readonly idempotencyKey?: string | null;
}

/** Takes away who a customer was and everything that was written about them; proofs stay. The database's own function does it, see ADR 0029. */
@Injectable()
export class ErasuresService {
  constructor(
    private readonly db: Database,
    private readonly customers: CustomersService,
  ) {}

  /**
   * Erases a customer: names, contacts, and the words of their cases, exceptions and reviews. Erasing again takes away what was written since,
   * and has no effect when that is nothing.
   * @throws ErasingNeedsAnAdminError UnknownCustomerError StillOpenError
   * @throws InvalidError when the reason names the customer
   */
  erase(input: EraseCustomer, actor: Actor): Promise<Done<Customer>> {
    const taken = once(actor.personId, 'eraseCustomer', input);
    const work = async (): Promise<Customer> => {
      await untilWritten(() => this.tryToErase(input, actor, taken));
      return this.one(input.customerId);
    };
    return onlyOnce(this.db, taken, work, (id) => this.one(id));
  }

  private async tryToErase({ customerId, reason }: EraseCustomer, actor: Actor, taken: Once | undefined): Promise<object[]> {
    const [found] = await this.db.query<Pick<Customer, 'name' | 'contact'> & { open: string[] }>(
      sql`SELECT u.name, u.contact, ARRAY(SELECT e.ref FROM cases c JOIN policy_exceptions e ON e.case_id = c.id
            WHERE c.customer_id = u.id AND e.status IN ('PROPOSED', 'APPROVED') ORDER BY e.number) AS open FROM customers u WHERE u.id = ${customerId}`,
      'customers.toErase',
    );
    const { name = null, contact = null, open = [] } = found ?? {};
    const refusal = erasureRefusal({ isAdmin: isAdmin(actor), isKnown: found !== undefined, name, contact, reason, open });
    if (refusal) throw refusal;
    return this.db.query(
      sql`WITH done AS (SELECT erase_customer(${customerId}, ${actor.personId}, ${newId('rmk')}, ${reason}) AS erased),
        keyed AS (${takeKey(taken, customerId, raw('done'))}) SELECT erased FROM done`,
      'customers.erase',
    );
  }

  private async one(id: string): Promise<Customer> {
    const [found] = await this.customers.byIds([id]);
    if (!found) throw new Error(`The customer ${id} was erased, and customers are never deleted.`);
    return found;
  }
}
