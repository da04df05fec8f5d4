import { Injectable } from '@nestjs/common';
import { Database, type Done, failedOn, newId, once, type Once, onlyOnce, takeKey, untilWritten } from '#database';
import { NotFoundError } from '#errors';
import { type NewFact, recordFacts } from '#facts';
import sql, { raw } from 'sql-template-tag';
import type { Actor } from './actor.js';
import { adminNow, adminsBesides } from './people.look.js';
import { NotAnAdminError, TeamNameTakenError } from './person.errors.js';
import { teamNamed } from './synced-teams.look.js';
import type { Team } from './team.entity.js';
import { teamNameFault } from './team.rules.js';

/** A team that an admin makes. */
export interface CreateTeam {
  readonly name: string;
  readonly idempotencyKey?: string | null;
}

/** Another name for a team. */
export interface RenameTeam extends CreateTeam {
  readonly teamId: string;
}

const COLUMNS = raw('t.id, t.name, t.external_id AS "externalId", t.created_at AS "createdAt", t.ended_at AS "endedAt"');
const OWN_NAME = 'a_team_has_its_own_name';

/** Teams as admins make them by hand; see SyncedTeams for a directory. A team gives no rights: it is where people belong, and what caps of teams count. */
@Injectable()
export class Teams {
  constructor(private readonly db: Database) {}

  /** The teams that there are, by name; those that ended are left out; 500 at most. */
  list(): Promise<Team[]> {
    return this.db.query<Team>(
      sql`SELECT ${COLUMNS} FROM teams t WHERE t.ended_at IS NULL ORDER BY t.name, t.id LIMIT ${TEAMS_MOST}`,
      'teams.list',
    );
  }

  /** How many active people are in each of these teams; a team with nobody is left out. */
  sizes(ids: readonly string[]): Promise<{ id: string; count: number }[]> {
    return this.db.query<{ id: string; count: number }>(
      sql`SELECT p.team_id AS id, count(*)::int AS count FROM people p WHERE p.team_id = ANY (${ids}) AND p.active AND p.kind = 'PERSON' GROUP BY p.team_id`,
      'teams.sizes',
    );
  }

  /**
   * Makes a team, or takes up again the one of this name that ended.
   * @throws NotAnAdminError
   * @throws InvalidError for the name
   * @throws TeamNameTakenError when a team has the name
   */
  create(input: CreateTeam, actor: Actor): Promise<Done<Team>> {
    const taken = once(actor.personId, 'createTeam', input);
    const attempt = async (): Promise<Team[]> => {
      const twin = await this.look(input.name, actor);
      if (twin && !twin.isEnded) throw new TeamNameTakenError();
      return twin ? this.takeUp(twin.id, actor, taken) : this.make(input.name, actor, taken);
    };
    return onlyOnce(
      this.db,
      taken,
      () => untilWritten(attempt, [OWN_NAME]).catch(takenIn),
      (id) => this.one(id),
    );
  }

  /**
   * Gives a team another name. Its own name again changes nothing.
   * @throws NotAnAdminError
   * @throws InvalidError for the name
   * @throws NotFoundError also for a team that ended
   * @throws TeamNameTakenError when another team has the name, also one that ended
   */
  rename(input: RenameTeam, actor: Actor): Promise<Done<Team>> {
    const { teamId, name } = input;
    const taken = once(actor.personId, 'renameTeam', input);
    const fact: NewFact = { subjectId: teamId, actorId: actor.personId, name: 'team.changed', body: { changed: ['name'] } };
    const attempt = async (): Promise<Team[]> => {
      const twin = await this.look(name, actor);
      if (twin && twin.id !== teamId) throw new TeamNameTakenError();
      const written = await this.db.query<Team>(sql`WITH admin AS (${adminNow(actor)}),
        named AS (UPDATE teams SET name = ${name} WHERE id = ${teamId} AND ended_at IS NULL AND name <> ${name} AND EXISTS (SELECT FROM admin) RETURNING *),
        t AS (SELECT * FROM named UNION ALL
          SELECT * FROM teams WHERE id = ${teamId} AND ended_at IS NULL AND name = ${name} AND EXISTS (SELECT FROM admin)),
        fact AS (${recordFacts([fact], raw('named'))}), key AS (${takeKey(taken, teamId, raw('t'))})
        SELECT ${COLUMNS} FROM t`);
      if (written.length === 0) await this.one(teamId);
      return written;
    };
    return onlyOnce(
      this.db,
      taken,
      () => untilWritten(attempt, [OWN_NAME]).catch(takenIn),
      (id) => this.one(id),
    );
  }

  private async look(name: string, actor: Actor): Promise<{ id: string; isEnded: boolean } | undefined> {
    if ((await this.db.query(adminNow(actor))).length === 0) throw new NotAnAdminError(await adminsBesides(this.db, actor.personId));
    const fault = teamNameFault(name, 'name');
    if (fault) throw fault;
    return teamNamed(this.db, name);
  }

  private make(name: string, actor: Actor, taken: Once | undefined): Promise<Team[]> {
    const id = newId('tea');
    const fact: NewFact = { subjectId: id, actorId: actor.personId, name: 'team.created', body: {} };
    return this.db
      .query<Team>(sql`WITH t AS (INSERT INTO teams (id, name) SELECT ${id}, ${name} FROM (${adminNow(actor)}) AS admin RETURNING *),
      fact AS (${recordFacts([fact], raw('t'))}), key AS (${takeKey(taken, id, raw('t'))})
      SELECT ${COLUMNS} FROM t`);
  }

  /** What a directory called it before is over: it is a team of the house now. */
  private takeUp(id: string, actor: Actor, taken: Once | undefined): Promise<Team[]> {
    const fact: NewFact = { subjectId: id, actorId: actor.personId, name: 'team.changed', body: { changed: ['endedAt'] } };
    return this.db.query<Team>(sql`WITH admin AS (${adminNow(actor)}),
      t AS (UPDATE teams SET ended_at = NULL, external_id = NULL WHERE id = ${id} AND ended_at IS NOT NULL AND EXISTS (SELECT FROM admin) RETURNING *),
      fact AS (${recordFacts([fact], raw('t'))}), key AS (${takeKey(taken, id, raw('t'))})
      SELECT ${COLUMNS} FROM t`);
  }

  private async one(id: string): Promise<Team> {
    const [team] = await this.db.query<Team>(sql`SELECT ${COLUMNS} FROM teams t WHERE t.id = ${id} AND t.ended_at IS NULL`, 'teams.one');
    if (!team) throw new NotFoundError('team', ['teamId']);
    return team;
  }
}

/** As many teams are listed at most. */
const TEAMS_MOST = 500;

function takenIn(error: unknown): never {
  throw failedOn(error, OWN_NAME) ? new TeamNameTakenError() : error;
}
