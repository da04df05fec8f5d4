import type { SyncedPerson, SyncedTeam } from '#people';
import { BASE, URN } from './scim.words.js';

/** A user or group as it is sent. */
export interface Resource {
  readonly id: string;
  readonly meta: {
    readonly resourceType: string;
    readonly created: string;
    readonly lastModified?: string;
    readonly location: string;
    readonly version: string;
  };
  readonly [attribute: string]: unknown;
}

/** A person as a user. Nothing of what they may do: roles are no business of a directory. */
export function userOf(person: SyncedPerson, url: string): Resource {
  const { id, externalId, name, email, teamId, teamName } = person;
  const groups = teamId && teamName ? [{ value: teamId, $ref: `${url}${BASE}/Groups/${teamId}`, display: teamName, type: 'direct' }] : [];
  return {
    schemas: [URN.user],
    id,
    ...(externalId === null ? {} : { externalId }),
    userName: person.userName ?? email,
    name: { formatted: name },
    displayName: name,
    emails: [{ value: email, type: 'work', primary: true }],
    active: person.active,
    groups,
    meta: {
      resourceType: 'User',
      created: person.createdAt.toISOString(),
      lastModified: person.changedAt.toISOString(),
      location: `${url}${BASE}/Users/${id}`,
      version: `W/"${person.version}"`,
    },
  };
}

/** A team as a group. */
export function groupOf({ id, externalId, name, members, createdAt, version }: SyncedTeam, url: string): Resource {
  return {
    schemas: [URN.group],
    id,
    ...(externalId === null ? {} : { externalId }),
    displayName: name,
    members: members.map((member) => ({
      value: member.id,
      $ref: `${url}${BASE}/Users/${member.id}`,
      display: member.name,
      type: 'User',
    })),
    meta: {
      resourceType: 'Group',
      created: createdAt.toISOString(),
      location: `${url}${BASE}/Groups/${id}`,
      version: `W/"${version}"`,
    },
  };
}
