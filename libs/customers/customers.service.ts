import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import sql from 'sql-template-tag';
import { maskedContact } from './contact.rules.js';
import type { Customer } from './customer.entity.js';

/** Reads customers. They are made with their first case: see insertCustomer. */
@Injectable()
export class CustomersService {
  constructor(private readonly db: Database) {}

  /**
   * Customers by their ids, in any order; unknown ids are left out, erased ones are there without name and contact. The contact is masked: in
   * clear it is had by ContactsService only, which tells who looked (ADR 0050).
   */
  async byIds(ids: readonly string[]): Promise<Customer[]> {
    const found = await this.db.query<Customer>(
      sql`SELECT c.id, c.name, c.contact, c.time_zone AS "timeZone", c.created_at AS "createdAt", c.erased_at AS "erasedAt"
            FROM customers c WHERE c.id = ANY (${ids})`,
      'customers.byIds',
    );
    return found.map((customer) => ({ ...customer, contact: maskedContact(customer.contact) }));
  }

  /** Why each of some customers was erased, in the words of the admin who last did it. */
  reasonsOfErasure(ids: readonly string[]): Promise<{ customerId: string; reason: string | null }[]> {
    return this.db.query(
      sql`SELECT DISTINCT ON (m.subject_id) m.subject_id AS "customerId", m.body AS reason FROM remarks m WHERE m.subject_id = ANY (${ids})
           ORDER BY m.subject_id, m.created_at DESC, m.id DESC`,
      'customers.reasonsOfErasure',
    );
  }
}
