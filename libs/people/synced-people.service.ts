import { Injectable } from '@nestjs/common';
import { Database, type Queryable, newId, untilWritten, wallRefusal } from '#database';
import { NotFoundError } from '#errors';
import sql from 'sql-template-tag';
import type { Actor } from './actor.js';
import { personFaults, subjectFault } from './new-person.rules.js';
import { type LockedAttempt, lockForChange, writeChange } from './people.change.js';
import { type SignInName, writeCreation } from './people.create.js';
import { adminsBesides, mayLookAfterPeople } from './people.look.js';
import { NotAnAdminError } from './person.errors.js';
import { afterChange, changedFields, changeRefusal, type PersonChange } from './person.rules.js';
import { directoryNameFault, freeHandle, handleOf, type SyncedChange, takenRefusal } from './synced.rules.js';
import * as look from './synced-people.look.js';
import type { Part, SyncedPeopleFilter, SyncedPerson } from './synced-people.look.js';

/** Somebody whom a directory names for the first time. */
export interface NewSyncedPerson {
  readonly userName: string;
  readonly externalId: string | null;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
  /** How they sign in, where the directory knows it. It is believed now and never again: later it could give somebody's rights to another. */
  readonly signIn: SignInName | null;
}

/** People as a directory keeps them in step (SCIM). What it writes is written one after the other, so that no two requests half-know each other. */
@Injectable()
export class SyncedPeople {
  constructor(private readonly db: Database) {}

  /** Part of the people who fit, and how many fit. */
  list(filter: SyncedPeopleFilter, part: Part): Promise<{ total: number; found: SyncedPerson[] }> {
    return look.syncedPeople(this.db, filter, part);
  }

  /**
   * One person.
   * @throws NotFoundError also for machines, and for whom the directory took away
   */
  async get(id: string): Promise<SyncedPerson> {
    return found(await look.syncedPerson(this.db, id));
  }

  /**
   * Makes an account without roles that faces no customers; or takes up again the one that the directory took away, when it is the same human by
   * the id that the directory or the sign-in provider never gives to another.
   * @throws NotAnAdminError
   * @throws InvalidError
   * @throws TakenError when somebody else has one of the names, or the address
   */
  create(input: NewSyncedPerson, actor: Actor): Promise<SyncedPerson> {
    return untilWritten(() =>
      this.db.transaction(async (tx) => {
        await oneAtATime(tx);
        if ((await tx.query(mayLookAfterPeople(actor))).length === 0) throw new NotAnAdminError(await adminsBesides(tx, actor.personId));
        const holder = await look.holderOf(tx, input.signIn);
        const gone = holder?.isGone ? holder.id : await look.goneBefore(tx, input.externalId);
        const isFree = holder === undefined || holder.isGone;
        return gone !== undefined && isFree ? [await takeUp(tx, gone, input, actor)] : make(tx, input, isFree, actor);
      }),
    );
  }

  /**
   * Changes what the directory says of a person. `decide` sees the person locked, as they stand; what it throws refuses the change.
   * A change that changes nothing writes nothing.
   * @throws NotAnAdminError
   * @throws NotFoundError
   * @throws InvalidError
   * @throws TakenError when somebody else has one of the names, or the address
   * @throws LastAdminError when nobody who is here would be an admin
   */
  change(id: string, decide: (person: SyncedPerson) => SyncedChange, actor: Actor): Promise<SyncedPerson> {
    return this.inOrder(async (tx) => {
      const [person, attempt] = await locked(tx, id, actor);
      const { name, email, active, userName, externalId } = decide(person);
      return changed(tx, { attempt, change: { name, email, active, userName, externalId, syncEndedAt: null }, actor });
    });
  }

  /**
   * The directory takes a person away: they leave house and team, and it is told of them no more. Nothing is deleted.
   * @throws as `change` does
   */
  async end(id: string, decide: (person: SyncedPerson) => void, actor: Actor): Promise<void> {
    await this.inOrder(async (tx) => {
      const [person, attempt] = await locked(tx, id, actor);
      decide(person);
      await changed(tx, { attempt, change: { active: false, teamId: null, syncEndedAt: attempt.now }, actor });
    });
  }

  private async inOrder<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    const write = async (tx: Queryable): Promise<T> => {
      await oneAtATime(tx);
      return work(tx);
    };
    return this.db.transaction(write).catch((error: unknown) => {
      throw wallRefusal(error) ?? error;
    });
  }
}

/** Roles are given by admins, whoever comes by a directory: a group elsewhere must not let anybody sign. */
const NO_RIGHTS = { roles: [], facesCustomers: false, teamId: null, sameHumanAs: null } as const;

/** Until the end of the transaction nothing else that a directory says is written: before the locks of exceptions and people. */
export async function oneAtATime(tx: Queryable): Promise<void> {
  await tx.query(sql`SELECT pg_advisory_xact_lock(hashtextextended('directory', 0))`, 'sync.oneAtATime');
}

const NAMES = ['userName', 'externalId', 'email'] as const;

interface Change {
  readonly attempt: LockedAttempt;
  readonly change: PersonChange & SyncedChange;
  readonly actor: Actor;
}

async function locked(tx: Queryable, id: string, actor: Actor): Promise<[SyncedPerson, LockedAttempt]> {
  const attempt = await lockForChange(tx, { personId: id, change: {}, actor });
  if (!attempt.actsAsAdmin) throw new NotAnAdminError(attempt.otherAdmins);
  return [found(await look.syncedPerson(tx, id)), attempt];
}

async function changed(tx: Queryable, { attempt, change, actor }: Change): Promise<SyncedPerson> {
  const refusal = directoryNameFault(change) ?? changeRefusal({ ...attempt, change });
  const { person, openCases } = attempt;
  if (refusal || !person) throw refusal ?? new Error('Without a person there is always a refusal.');
  const fields = changedFields(person, afterChange(person, change));
  const names = NAMES.filter((field) => fields.includes(field)).map((name) => [name, change[name]]);
  const twin = takenRefusal(await look.namesTaken(tx, Object.fromEntries(names) as look.OwnNames, person.id));
  if (twin) throw twin;
  if (fields.length > 0) await writeChange(tx, { person, openCases }, { personId: person.id, change, actor }, undefined);
  return (await look.syncedPerson(tx, person.id)) ?? { ...person, teamName: null, version: 0, changedAt: attempt.now };
}

/** Makes a new account. `isFree`: nobody here signs in by the name that the directory gives. No row when the actor's right was just taken away. */
async function make(tx: Queryable, input: NewSyncedPerson, isFree: boolean, actor: Actor): Promise<SyncedPerson[]> {
  const fault = newFault(input) ?? takenRefusal({ ...(await look.namesTaken(tx, input)), subject: !isFree });
  if (fault) throw fault;
  const handle = freeHandle(input.userName, await look.handlesLike(tx, handleOf(input.userName)));
  const ids = { id: newId('per'), humanId: newId('hum') };
  const maker = { personId: actor.personId, may: mayLookAfterPeople(actor) };
  await writeCreation(tx, { ...input, ...ids, ...NO_RIGHTS, handle }, maker, undefined);
  const made = await look.syncedPerson(tx, ids.id);
  return made ? [made] : [];
}

/** Somebody came back: the same human, the same account, with the rights that an admin left them. */
async function takeUp(tx: Queryable, id: string, { signIn: _signIn, ...change }: NewSyncedPerson, actor: Actor): Promise<SyncedPerson> {
  const attempt = await lockForChange(tx, { personId: id, change: {}, actor });
  return changed(tx, { attempt, change: { ...change, syncEndedAt: null }, actor });
}

function newFault({ name, email, userName, externalId, signIn }: NewSyncedPerson): Error | undefined {
  const fields = { name, email, handle: handleOf(userName), roles: [], facesCustomers: false };
  return directoryNameFault({ userName, externalId }) ?? personFaults(fields)[0] ?? (signIn ? subjectFault(signIn.subject) : undefined);
}

function found(person: SyncedPerson | undefined): SyncedPerson {
  if (!person) throw new NotFoundError('person', ['id']);
  return person;
}
