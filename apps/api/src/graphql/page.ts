import { ArgsType, Field, Int, ObjectType } from '@nestjs/graphql';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';
import type { Type } from '@nestjs/common';
import { InvalidError, say } from '#errors';
import type { Page, Paged, PagePlace, PageRequest } from '#pages';

/** How many rows a page has when nothing is said, and at most. */
export const PAGE_SIZE = { usual: 25, most: 100 } as const;

const CURSOR_VERSION = 1;
const LONGEST_CURSOR = 4_000;

/** The arguments of every list: the first rows, after a cursor; or the last ones, before a cursor. */
@ArgsType()
export class PageArgs {
  @Field(() => Int, { nullable: true, description: 'How many, from the beginning or after the cursor: 1 to 100. 25 when nothing is said.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(PAGE_SIZE.most)
  first?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor after which to begin, from an earlier answer with the same filter and order.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_CURSOR)
  after?: string | null;

  @Field(() => Int, { nullable: true, description: 'How many, from the end or before the cursor: 1 to 100. Not together with `first`.' })
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(PAGE_SIZE.most)
  last?: number | null;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor before which to end, from an earlier answer with the same filter and order.',
  })
  @IsOptional()
  @IsString()
  @MaxLength(LONGEST_CURSOR)
  before?: string | null;
}

/** Where a page stands in the whole list. */
@ObjectType('PageInfo', { description: 'Where a page stands in the whole list.' })
export class PageInfo {
  @Field(() => Boolean, { description: 'Whether there are rows after this page.' })
  hasNextPage: boolean;

  @Field(() => Boolean, { description: 'Whether there are rows before this page.' })
  hasPreviousPage: boolean;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the first row: give it as `before` to go back. Null when the page is empty.',
  })
  startCursor: string | null;

  @Field(() => String, {
    nullable: true,
    description: 'The cursor of the last row: give it as `after` to go on. Null when the page is empty.',
  })
  endCursor: string | null;
}

/** One row with its cursor. */
export interface Edge<T> {
  node: T;
  cursor: string;
}

/** A page as GraphQL answers it. All but the rows are getters: worked out only when the caller selects them. */
export interface Connection<T> {
  readonly nodes: readonly T[];
  readonly edges: readonly Edge<T>[];
  readonly pageInfo: PageInfo;
  readonly totalCount: Promise<number>;
}

/** The class behind a `…Connection` type: see `connectionOf`. */
export type ConnectionClass<T> = Type<Connection<T>>;

/**
 * The fields of a list's `…Connection` type, and its `…Edge` type. The model comes as a function, since models name each other in circles:
 * `@ObjectType({ description: 'Part of a list of people.' }) export class PersonConnection extends connectionOf('Person', () => PersonModel) {}`.
 */
export function connectionOf<T>(name: string, model: () => Type<T>): ConnectionClass<T> {
  @ObjectType(`${name}Edge`, { description: 'One row of a list, with its cursor.' })
  class EdgeOfList implements Edge<T> {
    @Field(model, { description: 'The row itself.' })
    node: T;

    @Field(() => String, { description: 'The place of this row in the list: opaque, for `after` and `before`.' })
    cursor: string;
  }

  @ObjectType({ isAbstract: true })
  class ConnectionOfList {
    @Field(() => [model()], { description: 'The rows of this page.' })
    nodes: T[];

    @Field(() => [EdgeOfList], { description: 'The same rows, each with its cursor.' })
    edges: EdgeOfList[];

    @Field(() => PageInfo, { description: 'Where this page stands in the whole list.' })
    pageInfo: PageInfo;

    @Field(() => Int, { description: 'How many rows the whole list has. Counted only when asked for: leave it out where it is not shown.' })
    totalCount: Promise<number>;
  }
  return ConnectionOfList;
}

/**
 * What the arguments of a list ask the service for. `order` names the order of the list, so that a cursor of another order is refused.
 * @throws InvalidError for a cursor that is not of this list, and for `first` together with `last`.
 */
export function pageRequest({ first, last, after, before }: PageArgs, order: string): PageRequest {
  if (typeof last === 'number' && typeof first === 'number') {
    throw new InvalidError(['last'], say`Ask for the first rows or for the last ones, not for both.`);
  }
  if (typeof last === 'number') return { take: last, backwards: true, ...startingAt(before, order, 'before') };
  return { take: first ?? PAGE_SIZE.usual, backwards: false, ...startingAt(after, order, 'after') };
}

/** The page as GraphQL answers it. `total` counts the whole list, and is asked only when the caller selects `totalCount`. */
export function connection<T extends Paged>(page: Page<T>, order: string, total: () => Promise<number>): Connection<T> {
  const cursor = (row: T) => cursorOf({ key: row.pageKey, id: row.id }, order);
  return {
    nodes: page.rows,
    get edges() {
      return page.rows.map((node) => ({ node, cursor: cursor(node) }));
    },
    get pageInfo() {
      const [first, last] = [page.rows[0], page.rows.at(-1)];
      const { hasNextPage, hasPreviousPage } = page;
      return { hasNextPage, hasPreviousPage, startCursor: first ? cursor(first) : null, endCursor: last ? cursor(last) : null };
    },
    get totalCount() {
      return total();
    },
  };
}

function cursorOf(place: PagePlace, order: string): string {
  return Buffer.from(JSON.stringify([CURSOR_VERSION, order, place.key, place.id])).toString('base64url');
}

function startingAt(cursor: string | null | undefined, order: string, field: string): { from?: PagePlace } {
  return cursor ? { from: placeOf(cursor, order, field) } : {};
}

function placeOf(cursor: string, order: string, field: string): PagePlace {
  const [version, madeFor, key, id] = partsOf(cursor);
  if (version !== CURSOR_VERSION || madeFor !== order || typeof key !== 'string' || typeof id !== 'string') {
    throw new InvalidError(
      [field],
      say`This cursor does not belong to this list. Use a cursor as it was given to you, with the same order.`,
    );
  }
  return { key, id };
}

function partsOf(cursor: string): unknown[] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(parts) ? parts : [];
  } catch {
    return []; // Not JSON: the caller gets the same sentence as for any cursor that is not ours.
  }
}
