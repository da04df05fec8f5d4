import { Injectable } from '@nestjs/common';
import { Database } from '#database';
import sql from 'sql-template-tag';
import type { Customer } from './customer.entity.js';

/** Reads customers. They are made with their first case: see insertCustomer. */
@Injectable()
export class CustomersService {
  constructor(private readonly db: Database) {}

  /** Customers by their ids, in any order; unknown ids are left out, erased ones are there without name and contact. */
  byIds(ids: readonly string[]): Promise<Customer[]> {
    return this.db.query<Customer>(
      sql`SELECT c.id, c.name, c.contact, c.time_zone AS "timeZone", c.created_at AS "createdAt", c.erased_at AS "erasedAt"
            FROM customers c WHERE c.id = ANY (${ids})`,
      'customers.byIds',
    );
  }
}
