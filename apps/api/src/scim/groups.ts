import { Inject, Injectable } from '@nestjs/common';
import { type Actor, type SyncedTeam, SyncedTeams, type SyncedTeamsFilter, type TeamChange } from '#people';
import { SETTINGS, type Settings } from '#settings';
import { wishesIn } from './filter.js';
import { changeOfGroup, readGroup } from './group.said.js';
import { readPatch } from './patch.js';
import { isAsked, listOf, type ScimQuery, shown } from './query.js';
import { groupOf, type Resource } from './resources.js';
import { bad } from './scim.errors.js';
import type { Judge } from './users.js';

/** What may be asked of groups. */
const ASKED: Readonly<Record<string, keyof SyncedTeamsFilter>> = {
  id: 'id',
  displayname: 'name',
  externalid: 'externalId',
  members: 'member',
  'members.value': 'member',
};

/** Groups: the teams of the house, as a directory sees them. */
@Injectable()
export class Groups {
  constructor(
    private readonly teams: SyncedTeams,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Part of the groups that fit. */
  async list(query: ScimQuery): Promise<object> {
    const { startIndex, count } = query;
    const part = { offset: startIndex - 1, limit: count };
    const { total, found } = await this.teams.list(wishesIn(query.filter, ASKED), part, isAsked(query, 'members') ? 'all' : 'none');
    return listOf(
      total,
      found.map((team) => shown(this.group(team), query)),
      startIndex,
    );
  }

  /** One group. */
  async get(id: string): Promise<Resource> {
    return this.group(await this.teams.get(id));
  }

  /** Makes a group. */
  async create(body: unknown, actor: Actor): Promise<Resource> {
    const { name, ...said } = readGroup(body);
    if (name === undefined) throw bad('invalidValue', 'A group has a displayName.');
    return this.group(await this.teams.create({ ...said, name }, actor));
  }

  /** Puts a group in the place of one that there is. What it does not say stays; a name it must say. */
  async replace(id: string, body: unknown, judge: Judge, actor: Actor): Promise<Resource> {
    const change = readGroup(body);
    if (change.name === undefined) throw bad('invalidValue', 'A group has a displayName.');
    return this.change(id, () => change, judge, actor);
  }

  /** Changes a group step by step. */
  async patch(id: string, body: unknown, judge: Judge, actor: Actor): Promise<Resource> {
    const steps = readPatch(body);
    return this.change(id, (team) => changeOfGroup(steps, team), judge, actor);
  }

  /** Takes a group away: the team ends, and nobody is in it any more. */
  async remove(id: string, judge: Judge, actor: Actor): Promise<void> {
    await this.teams.end(id, (team) => judge(this.group(team)), actor);
  }

  private async change(id: string, changeOf: (team: SyncedTeam) => TeamChange, judge: Judge, actor: Actor): Promise<Resource> {
    const decide = (team: SyncedTeam): TeamChange => {
      judge(this.group(team));
      return changeOf(team);
    };
    return this.group(await this.teams.change(id, decide, actor));
  }

  private group(team: SyncedTeam): Resource {
    return groupOf(team, this.settings.publicUrl);
  }
}
