import sql, { type Sql } from 'sql-template-tag';
import type { NewCustomer } from './customer.rules.js';

/** The arm of a one-statement write that makes a customer for the one row of `from`; answers the id. Writes nothing when there is none to be made. */
export function insertCustomer(id: string, customer: NewCustomer | undefined, from: Sql): Sql {
  return sql`INSERT INTO customers (id, name, contact, time_zone)
    SELECT ${id}, ${customer?.name ?? null}::text, ${customer?.contact ?? null}::text, ${customer?.timeZone ?? null}::text
      FROM ${from} WHERE ${customer !== undefined}::boolean RETURNING id`;
}
