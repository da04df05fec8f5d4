/** A place in an ordered list: the sort key as text (see `Keyset.key`) and the id, which decides between equal keys. */
export interface PagePlace {
  readonly key: string;
  readonly id: string;
}

/** Which part of a list is asked for: `take` rows after the place, or, going backwards, the `take` rows right before it. */
export interface PageRequest {
  /** How many rows, 1 to 100. */
  readonly take: number;
  /** True for `last`/`before`: the rows are still answered in the order of the list. */
  readonly backwards: boolean;
  /** Where to begin; undefined for the very first (or, backwards, the very last) rows. */
  readonly from?: PagePlace;
}

/** What a paged query must select besides its own columns, so that a cursor can be made of each row. */
export interface Paged {
  readonly id: string;
  /** The column that `Keyset.key` selects. */
  readonly pageKey: string;
}

/** Part of a list, in the order of the list. */
export interface Page<T extends Paged> {
  readonly rows: readonly T[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/**
 * The page of the rows that a query with `Keyset.tail` answered: the one row too many, which tells that the list goes on, is taken off,
 * and rows that were read backwards are turned round. A page that began at a cursor is taken to have rows on that cursor's side.
 */
export function pageOf<T extends Paged>(found: readonly T[], request: PageRequest): Page<T> {
  const more = found.length > request.take;
  const rows = found.slice(0, request.take);
  const fromCursor = request.from !== undefined;
  if (request.backwards) return { rows: rows.reverse(), hasNextPage: fromCursor, hasPreviousPage: more };
  return { rows, hasNextPage: more, hasPreviousPage: fromCursor };
}
