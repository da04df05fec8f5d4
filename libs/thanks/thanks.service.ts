import { Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, type Once, onlyOnce, untilWritten } from '#database';
import { keyset, type Page, type Paged, pageOf, type PageOrder, type PageRequest } from '#pages';
import { type Actor, mayActInPerson } from '#people';
import sql, { raw, type Sql } from 'sql-template-tag';
import { lookAtThanks, writeThanks } from './thanks.write.js';
import { deedShown, thanksRefusal } from './thanks.rules.js';
import type { GiveThanks, ThanksView } from './thanks.types.js';

type BlindTo = Actor['blindTo'];

type Row = ThanksView & { readonly unnamed: readonly string[] } & Record<string, unknown>;

const NEWEST_FIRST: PageOrder = { key: sql`t.at`, kind: 'instant', id: sql`t.id`, descending: true };

/** Public thanks, as they came. There is no way to ask for those of somebody, and nothing is counted for anybody. */
@Injectable()
export class ThanksService {
  constructor(private readonly db: Database) {}

  /**
   * Thanks colleagues in public for a deed, and tells them.
   * @throws NotAllowedError InvalidError NotFoundError SelfThanksError NotThankableError OptedOutError
   */
  give(input: GiveThanks, actor: Actor): Promise<Done<ThanksView>> {
    const taken = once(actor.personId, 'giveThanks', input);
    const work = async (): Promise<ThanksView> => {
      const { id } = await untilWritten(() => this.tryToGive(input, actor, taken));
      return this.one(id);
    };
    return onlyOnce(this.db, taken, work, (id) => this.one(id));
  }

  /**
   * One page of all thanks, the newest first.
   * @param blindTo exceptions that the reader is to judge unknowing, by their names: thanks for them, or in their case, would tell of a yes.
   */
  async feed(request: PageRequest, blindTo: BlindTo): Promise<Page<ThanksView & Paged>> {
    const { key, where, tail } = keyset(NEWEST_FIRST, request);
    const rows = await this.db.query<Row & Paged>(
      sql`SELECT ${COLUMNS}, ${key} FROM ${THANKS} WHERE ${SHOWN} AND ${tellsNothingOf(blindTo)} AND ${where} ${tail}`,
    );
    return pageOf(
      rows.map((row) => ({ ...shown(row), pageKey: row.pageKey })),
      request,
    );
  }

  /** How many thanks there are, of everybody together. @param blindTo as for the feed */
  async count(blindTo: BlindTo): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(
      sql`SELECT count(*)::int AS count FROM ${THANKS} WHERE ${SHOWN} AND ${tellsNothingOf(blindTo)}`,
      'thanks.count',
    );
    return row?.count ?? 0;
  }

  /** Thanks by their ids, in any order; unknown ones, and those that name nobody any more, are left out. */
  async byIds(ids: readonly string[]): Promise<ThanksView[]> {
    const rows = await this.db.query<Row>(
      sql`SELECT ${COLUMNS} FROM ${THANKS} WHERE ${SHOWN} AND t.id = ANY (${ids}::text[])`,
      'thanks.byIds',
    );
    return rows.map(shown);
  }

  private async tryToGive(input: GiveThanks, actor: Actor, taken: Once | undefined): Promise<{ id: string }[]> {
    const ground = await lookAtThanks(this.db, input, actor);
    const refusal = thanksRefusal({ ...ground, ...input, actsInPerson: mayActInPerson(actor) });
    if (refusal) throw refusal;
    return writeThanks(this.db, { input, actor, id: newId('thx'), once: taken });
  }

  /** Also when everybody in it has asked not to be named since: whoever sent it holds it already. */
  private async one(id: string): Promise<ThanksView> {
    const [found] = await this.db.query<Row>(sql`SELECT ${COLUMNS} FROM ${THANKS} WHERE t.id = ${id}`, 'thanks.one');
    if (!found) throw new Error(`The thanks ${id} were given before, and are never deleted.`);
    return shown(found);
  }
}

function shown({ unnamed, ...row }: Row): ThanksView {
  return { id: row.id, fromId: row.fromId, toIds: row.toIds, deed: deedShown(row.deed, unnamed), caseId: row.caseId, at: row.at };
}

const THANKS = raw('thanks t JOIN remarks d ON d.id = t.deed_id');
/** Thanks whose giver, or all of whose receivers, do not want to be named any more are not shown. */
const SHOWN = raw(
  'may_be_thanked(t.from_id) AND EXISTS (SELECT 1 FROM thanks_to r WHERE r.thanks_id = t.id AND may_be_thanked(r.person_id))',
);
/** EX-1001 is not named by EX-10010; names have only letters, digits, _ and -. */
const tellsNothingOf = (blindTo: BlindTo): Sql =>
  sql`NOT EXISTS (SELECT 1 FROM unnest(${blindTo ?? []}::text[]) AS n WHERE d.body ~ ('\\m' || n || '\\M'))
    AND NOT EXISTS (SELECT 1 FROM policy_exceptions e WHERE e.case_id = t.case_id AND e.id = ANY (${blindTo ?? []}::text[]))`;
const COLUMNS = raw(`t.id, t.from_id AS "fromId", t.case_id AS "caseId", t.at, d.body AS deed,
  ARRAY(SELECT r.person_id FROM thanks_to r WHERE r.thanks_id = t.id AND may_be_thanked(r.person_id) ORDER BY r.person_id) AS "toIds",
  ARRAY(SELECT p.name FROM people p WHERE p.id IN (SELECT r.person_id FROM thanks_to r WHERE r.thanks_id = t.id)
    AND NOT may_be_thanked(p.id)) AS unnamed`);
