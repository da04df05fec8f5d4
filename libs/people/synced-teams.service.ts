import { Injectable } from '@nestjs/common';
import { Database, newId, type Queryable, untilWritten, wallRefusal } from '#database';
import { InvalidError, NotFoundError, say } from '#errors';
import type { Actor } from './actor.js';
import { adminsBesides, mayLookAfterPeople } from './people.look.js';
import type { Person } from './person.entity.js';
import { NotAnAdminError, TakenError } from './person.errors.js';
import { membersMoved, type TeamChange, teamFault } from './synced.rules.js';
import type { Part } from './synced-people.look.js';
import { oneAtATime } from './synced-people.service.js';
import * as look from './synced-teams.look.js';
import type { SyncedTeam, SyncedTeamsFilter } from './synced-teams.look.js';
import { writeMoves, writeTeam, writeTeamEnd, writeTeamNames } from './synced-teams.write.js';

/** A team that a directory names. */
export interface NewSyncedTeam extends TeamChange {
  readonly name: string;
}

/** Teams as a directory keeps them in step. A team gives no rights: it is where people belong, and what caps of teams count. */
@Injectable()
export class SyncedTeams {
  constructor(private readonly db: Database) {}

  /** Part of the teams that fit, and how many fit. */
  list(filter: SyncedTeamsFilter, part: Part, members: 'all' | 'none'): Promise<{ total: number; found: SyncedTeam[] }> {
    return look.syncedTeams(this.db, filter, part, members);
  }

  /**
   * One team with its members.
   * @throws NotFoundError also for one that ended
   */
  async get(id: string): Promise<SyncedTeam> {
    return found(await look.syncedTeam(this.db, id));
  }

  /**
   * Makes a team, or takes up again the one of this name that ended.
   * @throws NotAnAdminError
   * @throws InvalidError for the names, for members who are not here, and for more than 2,000 of them
   * @throws TakenError when a team has the name or the external id
   */
  create(input: NewSyncedTeam, actor: Actor): Promise<SyncedTeam> {
    return untilWritten(() =>
      this.db.transaction(async (tx) => {
        await begin(tx, actor);
        const twin = await look.teamNamed(tx, input.name);
        if (twin && !twin.isEnded) throw new TakenError('displayName');
        const team = { id: twin?.id ?? newId('tea'), name: input.name, externalId: input.externalId ?? null };
        await mustBeSound(tx, input, team.id);
        if (twin) await writeTeamNames(tx, team, ['endedAt'], actor);
        else await writeTeam(tx, team, actor);
        await move(tx, { id: team.id, members: [] }, input.members, actor);
        return [found(await look.syncedTeam(tx, team.id))];
      }),
    );
  }

  /**
   * Changes a team. `decide` sees it locked, as it stands; what it throws refuses the change. Whoever is put into it leaves the team where they
   * were. A change that changes nothing writes nothing.
   * @throws NotAnAdminError
   * @throws NotFoundError
   * @throws InvalidError as `create` does
   * @throws TakenError when another team has the name or the external id
   */
  change(id: string, decide: (team: SyncedTeam) => TeamChange, actor: Actor): Promise<SyncedTeam> {
    return this.told(async (tx) => {
      const before = await locked(tx, id, 'change', actor);
      const change = decide(before);
      const after = {
        id,
        name: change.name ?? before.name,
        externalId: change.externalId === undefined ? before.externalId : change.externalId,
      };
      const fields = (['name', 'externalId'] as const).filter((field) => after[field] !== before[field]);
      if (fields.includes('name') && (await look.teamNamed(tx, after.name))) throw new TakenError('displayName');
      await mustBeSound(tx, after, id);
      await move(tx, before, change.members, actor);
      if (fields.length > 0) await writeTeamNames(tx, after, fields, actor);
      return found(await look.syncedTeam(tx, id));
    });
  }

  /**
   * Ends a team: nobody is in it any more, and it is not offered. Its name may be taken up again.
   * @throws NotAnAdminError
   * @throws NotFoundError also when it ended before
   * @throws InvalidError when more than 2,000 people are in it
   */
  async end(id: string, decide: (team: SyncedTeam) => void, actor: Actor): Promise<void> {
    await this.told(async (tx) => {
      const team = await locked(tx, id, 'end', actor);
      decide(team);
      await move(tx, team, [], actor);
      await writeTeamEnd(tx, id, actor);
    });
  }

  private told<T>(work: (tx: Queryable) => Promise<T>): Promise<T> {
    return this.db.transaction(work).catch((error: unknown) => {
      throw wallRefusal(error) ?? error;
    });
  }
}

async function begin(tx: Queryable, actor: Actor): Promise<void> {
  await oneAtATime(tx);
  if ((await tx.query(mayLookAfterPeople(actor))).length === 0) throw new NotAnAdminError(await adminsBesides(tx, actor.personId));
}

async function locked(tx: Queryable, id: string, to: 'change' | 'end', actor: Actor): Promise<SyncedTeam> {
  await begin(tx, actor);
  await look.lockTeam(tx, id, to);
  return found(await look.syncedTeam(tx, id));
}

async function mustBeSound(tx: Queryable, team: TeamChange, id: string): Promise<void> {
  const fault = teamFault(team);
  if (fault) throw fault;
  if (await look.teamHas(tx, team.externalId, id)) throw new TakenError('externalId');
}

async function move(
  tx: Queryable,
  { id, members }: Pick<SyncedTeam, 'id' | 'members'>,
  after: readonly string[] | undefined,
  actor: Actor,
): Promise<void> {
  const before = members.map((member) => member.id);
  const { added, removed } = membersMoved(before, after);
  const people = await look.lockMoved(tx, [...added, ...removed]);
  const known = new Map(people.map((person) => [person.id, person]));
  const stranger = added.find((member) => !known.has(member));
  if (stranger !== undefined)
    throw new InvalidError(
      ['members'],
      say`One of these members is nobody here. Make the person first, and use the id that you are given.`,
    );
  const lockedOf = (ids: readonly string[]): Person[] => ids.flatMap((member) => known.get(member) ?? []);
  await writeMoves(
    tx,
    lockedOf(added).filter(({ teamId }) => teamId !== id),
    id,
    actor,
  );
  await writeMoves(
    tx,
    lockedOf(removed).filter(({ teamId }) => teamId === id),
    null,
    actor,
  );
}

function found(team: SyncedTeam | undefined): SyncedTeam {
  if (!team) throw new NotFoundError('team', ['id']);
  return team;
}
