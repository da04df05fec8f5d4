import { Inject, Injectable } from '@nestjs/common';
import { type Actor, type NewSyncedPerson, type SyncedChange, SyncedPeople, type SyncedPeopleFilter, type SyncedPerson } from '#people';
import { SETTINGS, type SettingsWith } from '#settings';
import { wishesIn } from './filter.js';
import { readPatch } from './patch.js';
import { listOf, type ScimQuery, shown } from './query.js';
import { type Resource, userOf } from './resources.js';
import { bad } from './scim.errors.js';
import { changeOfUser, readUser } from './user.said.js';

/** What may be asked of users. */
const ASKED: Readonly<Record<string, keyof SyncedPeopleFilter>> = {
  id: 'id',
  username: 'userName',
  externalid: 'externalId',
  emails: 'email',
  'emails.value': 'email',
  'emails[type eq "work"].value': 'email',
};

/** Judges a resource as it stands before it is changed: throws when the client knows another version of it. */
export type Judge = (resource: Resource) => void;

/** Users: the people of the house, as a directory sees them. */
@Injectable()
export class Users {
  constructor(
    private readonly people: SyncedPeople,
    @Inject(SETTINGS) private readonly settings: SettingsWith<'oidcIssuer'>,
  ) {}

  /** Part of the users who fit. */
  async list(query: ScimQuery): Promise<object> {
    const { startIndex, count } = query;
    const { total, found } = await this.people.list(wishesIn(query.filter, ASKED), { offset: startIndex - 1, limit: count });
    return listOf(
      total,
      found.map((person) => shown(this.user(person), query)),
      startIndex,
    );
  }

  /** One user. */
  async get(id: string): Promise<Resource> {
    return this.user(await this.people.get(id));
  }

  /** Makes a user. */
  async create(body: unknown, actor: Actor): Promise<Resource> {
    return this.user(await this.people.create(this.newPerson(body), actor));
  }

  /** Puts a user in the place of one that there is. What it does not say stays; a user name it must say. */
  async replace(id: string, body: unknown, judge: Judge, actor: Actor): Promise<Resource> {
    const { anyName: _anyName, ...change } = readUser(body);
    if (change.userName === undefined) throw bad('invalidValue', 'A user has a userName.');
    return this.change(id, change, judge, actor);
  }

  /** Changes a user step by step. */
  async patch(id: string, body: unknown, judge: Judge, actor: Actor): Promise<Resource> {
    return this.change(id, changeOfUser(readPatch(body)), judge, actor);
  }

  /** Takes a user away: the person leaves, and nothing is deleted. */
  async remove(id: string, judge: Judge, actor: Actor): Promise<void> {
    await this.people.end(id, (person) => judge(this.user(person)), actor);
  }

  private async change(id: string, change: SyncedChange, judge: Judge, actor: Actor): Promise<Resource> {
    const decide = (person: SyncedPerson): SyncedChange => {
      judge(this.user(person));
      return change;
    };
    return this.user(await this.people.change(id, decide, actor));
  }

  private newPerson(body: unknown): NewSyncedPerson {
    const { anyName, userName, externalId = null, email, active = true } = readUser(body);
    if (userName === undefined) throw bad('invalidValue', 'A user has a userName.');
    return {
      userName,
      externalId,
      name: anyName ?? userName,
      email: email ?? userName,
      active,
      signIn: this.signInOf(userName, externalId),
    };
  }

  private signInOf(userName: string, externalId: string | null): NewSyncedPerson['signIn'] {
    const { scimSubject, oidcIssuer: issuer } = this.settings;
    if (scimSubject === 'none') return null;
    const subject = scimSubject === 'userName' ? userName : externalId;
    return subject === null ? null : { issuer, subject };
  }

  private user(person: SyncedPerson): Resource {
    return userOf(person, this.settings.publicUrl);
  }
}
