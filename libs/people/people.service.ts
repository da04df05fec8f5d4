import { Injectable } from '@nestjs/common';
import { Database, type Done, newId, once, type Once, onlyOnce, untilWritten, wallRefusal } from '#database';
import { BusyError, NotFoundError, type RuleError } from '#errors';
import { keyset, type Page, type Paged, pageOf, type PageRequest } from '#pages';
import sql, { type Sql } from 'sql-template-tag';
import type { Actor } from './actor.js';
import { type PersonFields, personFaults, subjectFault } from './new-person.rules.js';
import { lockForChange, writeChange } from './people.change.js';
import { PERSON_COLUMNS } from './people.columns.js';
import { type SignInName, takenIn, writeCreation } from './people.create.js';
import { type Leaving, lookAtLeaving } from './people.leaving.js';
import { adminNow, adminsBesides, mayLookAfterPeople } from './people.look.js';
import type { Person } from './person.entity.js';
import { AdminsAreMadeInPersonError, NotAnAdminError } from './person.errors.js';
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

/** A colleague who begins here. */
export interface CreatePerson extends PersonFields {
  readonly teamId?: string | null;
  /** Another account of the same human: rules count both as one. */
  readonly sameHumanAs?: string | null;
  /** How they sign in; without it they cannot, yet. */
  readonly signIn?: SignInName | null;
  readonly idempotencyKey?: string | null;
}

const TEAM_COLUMNS = sql`t.id, t.name, t.external_id AS "externalId", t.created_at AS "createdAt", t.ended_at AS "endedAt"`;

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
   * What hangs on a person: to be seen before they change roles or leave.
   * @throws NotAnAdminError
   * @throws NotFoundError
   */
  async leaving(personId: string, actor: Actor): Promise<Leaving> {
    if ((await this.db.query(adminNow(actor))).length === 0) throw new NotAnAdminError(await adminsBesides(this.db, actor.personId));
    const leaving = await lookAtLeaving(this.db, personId);
    if (!leaving) throw new NotFoundError('person', ['personId']);
    return leaving;
  }

  /**
   * Makes an account for a colleague: of a new human, or of one who has another account. Whoever knows them at the sign-in provider as
   * `signIn` says is let in as them.
   * @throws NotAnAdminError
   * @throws InvalidError for name, handle, e-mail address or subject
   * @throws TakenError when somebody has the handle or the subject
   * @throws NotFoundError for the team, or the other account
   */
  create(input: CreatePerson, actor: Actor): Promise<Done<Person>> {
    const taken = once(actor.personId, 'createPerson', input);
    return onlyOnce(
      this.db,
      taken,
      () => untilWritten(() => this.tryToCreate(input, actor, taken), ['a_person_has_their_own_handle', 'identities_pkey']).catch(takenIn),
      (id) => this.one(id),
    );
  }

  /**
   * Changes roles, presence or team of a person. The very next statement of theirs is judged by it, and open signatures of somebody who
   * may no longer sign become void in the same transaction; counted ones stay valid for ever.
   * @throws NotAnAdminError
   * @throws NotFoundError for the person or the team
   * @throws LastAdminError when nobody who is here would be an admin
   * @throws OwnsOpenCasesError when somebody should leave who still owns cases that are open, or still to be followed up
   * @throws InvalidError for roles of a machine, an away date in the past, or a name or address that is none
   * @throws AdminsAreMadeInPersonError when a sync makes or unmakes an admin
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
            const { person, openCases } = attempt;
            if (refusal || !person) throw refusal ?? new Error('Without a person there is always a refusal.');
            return writeChange(tx, { person, openCases }, order, taken);
          })
          .catch((error: unknown) => {
            throw wallRefusal(error) ?? error;
          }),
      (id) => this.one(id),
    );
  }

  private async tryToCreate(input: CreatePerson, actor: Actor, taken: Once | undefined): Promise<Person[]> {
    const { idempotencyKey: _key, teamId = null, sameHumanAs = null, signIn = null, ...fields } = input;
    const fault = newPersonFault(fields, signIn);
    if (fault) throw fault;
    const ids = { id: newId('per'), humanId: newId('hum') };
    const roles = [...new Set(fields.roles)];
    if (actor.tokenId !== undefined && roles.includes('ADMIN')) throw new AdminsAreMadeInPersonError();
    const maker = { personId: actor.personId, may: mayLookAfterPeople(actor) };
    const written = await writeCreation(this.db, { ...fields, ...ids, roles, teamId, sameHumanAs, signIn }, maker, taken);
    if (written.length === 0) throw await this.whyNotCreated({ teamId, sameHumanAs }, actor);
    return written;
  }

  /** The statement wrote nothing: look once more, at leisure, to say why. */
  private async whyNotCreated(
    { teamId, sameHumanAs }: { teamId: string | null; sameHumanAs: string | null },
    actor: Actor,
  ): Promise<Error> {
    if ((await this.db.query(mayLookAfterPeople(actor))).length === 0)
      return new NotAnAdminError(await adminsBesides(this.db, actor.personId));
    const [other] = sameHumanAs ? await this.byIds([sameHumanAs]) : [];
    if (sameHumanAs && other?.kind !== 'PERSON') return new NotFoundError('person', ['sameHumanAs']);
    return teamId ? new NotFoundError('team', ['teamId']) : new BusyError();
  }

  private async one(id: string): Promise<Person> {
    const [person] = await this.byIds([id]);
    if (!person) throw new Error(`The person ${id} was changed before, and people are never deleted.`);
    return person;
  }
}

function newPersonFault(fields: PersonFields, signIn: SignInName | null): RuleError | undefined {
  return personFaults(fields)[0] ?? (signIn ? subjectFault(signIn.subject) : undefined);
}

function matches({ text, canCoSign }: PeopleFilter): Sql {
  const like = `%${(text ?? '').replace(/[\\%_]/g, '\\$&')}%`;
  return sql`p.kind = 'PERSON' AND (${!text}::boolean OR p.name ILIKE ${like} OR p.handle ILIKE ${like} OR p.email ILIKE ${like})
    AND (${!canCoSign}::boolean OR ${couldCoSign(canCoSign)})`;
}

/** The same people whom the exception itself names: one account of each human. */
function couldCoSign(exceptionId: string | null | undefined): Sql {
  return sql`p.id IN (SELECT c.person_id FROM eligible_co_signers(${exceptionId ?? null}::text) c)`;
}
