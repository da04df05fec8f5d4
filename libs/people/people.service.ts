import { Injectable } from '@nestjs/common';
import { Database, type Done, once, onlyOnce, wallRefusal } from '#database';
import { keyset, type Page, type Paged, pageOf, type PageRequest } from '#pages';
import sql, { type Sql } from 'sql-template-tag';
import type { Actor } from './actor.js';
import { lockForChange, writeChange } from './people.change.js';
import { PERSON_COLUMNS } from './people.columns.js';
import type { Person } from './person.entity.js';
import { changeRefusal, type PersonChange } from './person.rules.js';
import type { Team } from './team.entity.js';

/** Which people a list shows. */
export interface PeopleFilter {
  /** Part of a name, handle or e-mail address. */
  readonly text?: string | null;
  /** The id of an exception: only who could co-sign it at this moment. */
  readonly canCoSign?: string | null;
}

/** A change of one person by an admin. What is absent stays as it is. */
export interface UpdatePerson extends PersonChange {
  readonly personId: string;
  readonly idempotencyKey?: string | null;
}

const TEAM_COLUMNS = sql`t.id, t.name, t.created_at AS "createdAt"`;

/** The people of the house and their teams. */
@Injectable()
export class PeopleService {
  constructor(private readonly db: Database) {}

  /** People (and machines) by their ids, in any order; unknown ids are left out. */
  byIds(ids: readonly string[]): Promise<Person[]> {
    return this.db.query<Person>(sql`SELECT ${PERSON_COLUMNS} FROM people p WHERE p.id = ANY (${ids})`, 'people.byIds');
  }

  /** Teams by their ids, in any order; unknown ids are left out. */
  teamsByIds(ids: readonly string[]): Promise<Team[]> {
    return this.db.query<Team>(sql`SELECT ${TEAM_COLUMNS} FROM teams t WHERE t.id = ANY (${ids})`, 'people.teamsByIds');
  }

  /** Every team, by name. */
  teams(): Promise<Team[]> {
    return this.db.query<Team>(sql`SELECT ${TEAM_COLUMNS} FROM teams t ORDER BY t.name`, 'people.teams');
  }

  /** People by name, one page. Machines are not among them, people who left are. */
  async search(filter: PeopleFilter, page: PageRequest): Promise<Page<Person & Paged>> {
    const { key, where, tail } = keyset({ key: sql`p.name`, kind: 'text', id: sql`p.id`, descending: false }, page);
    const rows = await this.db.query<Person & Paged>(
      sql`SELECT ${PERSON_COLUMNS}, ${key} FROM people p WHERE ${matches(filter)} AND ${where} ${tail}`,
    );
    return pageOf(rows, page);
  }

  /** How many people the whole list has. */
  async count(filter: PeopleFilter): Promise<number> {
    const [row] = await this.db.query<{ count: number }>(sql`SELECT count(*)::int AS count FROM people p WHERE ${matches(filter)}`);
    return row?.count ?? 0;
  }

  /**
   * Changes roles, presence or team of a person. The very next statement of theirs is judged by it, and open signatures of somebody who
   * may no longer sign become void in the same transaction; counted ones stay valid for ever.
   * @throws NotAnAdminError
   * @throws NotFoundError for the person or the team
   * @throws LastAdminError when nobody who is here would be an admin
   * @throws OwnsOpenCasesError when somebody should leave who still owns open cases
   * @throws InvalidError for roles of a machine
   */
  update(input: UpdatePerson, actor: Actor): Promise<Done<Person>> {
    const { personId, idempotencyKey: _key, ...change } = input;
    const taken = once(actor.personId, 'updatePerson', input);
    const order = { personId, change, actor };
    return onlyOnce(
      this.db,
      taken,
      () =>
        this.db
          .transaction(async (tx) => {
            const attempt = await lockForChange(tx, order);
            const refusal = changeRefusal(attempt);
            if (refusal || !attempt.person) throw refusal ?? new Error('Without a person there is always a refusal.');
            return writeChange(tx, attempt.person, order, taken);
          })
          .catch((error: unknown) => {
            throw wallRefusal(error) ?? error;
          }),
      (id) => this.one(id),
    );
  }

  private async one(id: string): Promise<Person> {
    const [person] = await this.byIds([id]);
    if (!person) throw new Error(`The person ${id} was changed before, and people are never deleted.`);
    return person;
  }
}

function matches({ text, canCoSign }: PeopleFilter): Sql {
  const like = `%${(text ?? '').replace(/[\\%_]/g, '\\$&')}%`;
  return sql`p.kind = 'PERSON' AND (${!text}::boolean OR p.name ILIKE ${like} OR p.handle ILIKE ${like} OR p.email ILIKE ${like})
    AND (${!canCoSign}::boolean OR ${couldCoSign(canCoSign)})`;
}

/** By the same wall that judges a signature; besides, nobody decides twice on one revision. */
function couldCoSign(exceptionId: string | null | undefined): Sql {
  return sql`EXISTS (SELECT 1 FROM policy_exceptions e
    WHERE e.id = ${exceptionId ?? null}::text AND e.status = 'PROPOSED' AND e.expires_at > house_now() AND may_vote(e, p) IS NULL
      AND NOT EXISTS (SELECT 1 FROM co_signatures s WHERE (s.exception_id, s.revision, s.human_id) = (e.id, e.revision, p.human_id))
      AND NOT EXISTS (SELECT 1 FROM objections o WHERE (o.exception_id, o.revision, o.human_id) = (e.id, e.revision, p.human_id)))`;
}
