import sql, { raw, type Sql } from 'sql-template-tag';
import { InvalidError, say } from '#errors';
import type { PagePlace, PageRequest } from './page.js';

/** How a list is sorted: by one key, then by id, both in the same direction. The key must never be null. */
export interface PageOrder {
  /** The sort key as SQL, such as sql`e.created_at`. An index on (key, id) makes every page as cheap as the first. */
  readonly key: Sql;
  /** What kind of value the key is. Instants travel as microseconds since 1970, so that no digit is lost in a JavaScript Date. */
  readonly kind: 'instant' | 'integer' | 'text';
  /** The id as SQL, such as sql`e.id`. */
  readonly id: Sql;
  readonly descending: boolean;
}

/** The three pieces of a paged query. */
export interface Keyset {
  /** Goes into the select list: the key of each row as text, named "pageKey". */
  readonly key: Sql;
  /** Goes into the WHERE, with AND: only rows beyond the place asked for. */
  readonly where: Sql;
  /** Goes to the end: ORDER BY and LIMIT, with one row too many, which `pageOf` takes off. */
  readonly tail: Sql;
}

const SELECTED: Record<PageOrder['kind'], (key: Sql) => Sql> = {
  instant: (key) => sql`(extract(epoch from ${key}) * 1000000)::bigint::text as "pageKey"`,
  integer: (key) => sql`(${key})::bigint::text as "pageKey"`,
  text: (key) => sql`${key} as "pageKey"`,
};

const GIVEN: Record<PageOrder['kind'], (key: string) => Sql> = {
  instant: (key) => sql`(timestamptz 'epoch' + ${key}::bigint * interval '1 microsecond')`,
  integer: (key) => sql`${key}::bigint`,
  text: (key) => sql`${key}::text`,
};

/** What a key may look like, so that a cursor that was written by hand is refused here and never reaches the database. */
const FORMS: Record<PageOrder['kind'], RegExp> = {
  instant: /^-?\d{1,18}$/,
  integer: /^-?\d{1,18}$/,
  text: /^(?:(?!\p{Surrogate}|\0)[\s\S]){0,2000}$/u,
};
const ID = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * The pieces of a query that reads one page of a list by its keys: stable while rows come and go, and no slower far down the list.
 * @throws InvalidError when the place was not made by a list that is sorted like this one.
 */
export function keyset(order: PageOrder, request: PageRequest): Keyset {
  const descending = order.descending !== request.backwards;
  const direction = raw(descending ? 'desc' : 'asc');
  return {
    key: SELECTED[order.kind](order.key),
    where: request.from ? beyond(order, request.from, descending) : sql`true`,
    tail: sql`order by ${order.key} ${direction}, ${order.id} ${direction} limit ${request.take + 1}`,
  };
}

function beyond(order: PageOrder, from: PagePlace, descending: boolean): Sql {
  if (!FORMS[order.kind].test(from.key) || !ID.test(from.id)) {
    throw new InvalidError(
      ['after'],
      say`This cursor does not belong to this list. Use a cursor as it was given to you, with the same order.`,
    );
  }
  const sign = raw(descending ? '<' : '>');
  return sql`(${order.key}, ${order.id}) ${sign} (${GIVEN[order.kind](from.key)}, ${from.id}::text)`;
}
