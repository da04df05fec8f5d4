import { InvalidError, NotFoundError, type RuleError, say } from '#errors';
import type { Role } from './actor.js';
import { personFaults } from './new-person.rules.js';
import { AdminsAreMadeInPersonError, LastAdminError, NotAnAdminError, OwnsOpenCasesError } from './person.errors.js';
import type { Person } from './person.entity.js';

/** What an admin may change about a person. */
export type PersonRights = Pick<
  Person,
  'name' | 'email' | 'roles' | 'facesCustomers' | 'active' | 'awayUntil' | 'teamId' | 'userName' | 'externalId' | 'syncEndedAt'
>;

/** What is to be changed. Absent: it stays. A null `awayUntil` means here again, a null `teamId` no team. */
export interface PersonChange {
  readonly name?: string | null;
  readonly email?: string | null;
  readonly roles?: readonly Role[] | null;
  readonly facesCustomers?: boolean | null;
  readonly active?: boolean | null;
  readonly awayUntil?: Date | null;
  readonly teamId?: string | null;
  /** What a directory calls them; only a sync says so, as it does of the next two. */
  readonly userName?: string | null;
  /** Null: the directory has none for them any more. */
  readonly externalId?: string | null;
  /** When the directory took the account away; null: it knows them. */
  readonly syncEndedAt?: Date | null;
}

/** Everything that decides whether a person may be changed. */
export interface PersonAttempt {
  /** undefined: there is no such person. */
  readonly person: (PersonRights & Pick<Person, 'kind' | 'handle'>) | undefined;
  readonly change: PersonChange;
  /** By the database's clock. */
  readonly now: Date;
  /** Whether the caller looks after people at this very moment: an admin in person, or a sync by its token. */
  readonly actsAsAdmin: boolean;
  /** Whether it is a sync: it tells what is so already, such as that somebody has left, and it makes no admins. */
  readonly isSync: boolean;
  /** The admins who are active and here, without the person to be changed. */
  readonly otherAdmins: readonly string[];
  /** Cases that the person owns and that are open, or solved and still to be followed up. */
  readonly openCases: number;
  /** False when the team that was named does not exist. */
  readonly teamIsKnown: boolean;
}

const FIELDS = [
  'name',
  'email',
  'roles',
  'facesCustomers',
  'active',
  'awayUntil',
  'teamId',
  'userName',
  'externalId',
  'syncEndedAt',
] as const satisfies readonly (keyof PersonRights)[];

/** How the person stands after the change. */
export function afterChange(person: PersonRights, change: PersonChange): PersonRights {
  return {
    name: change.name ?? person.name,
    email: change.email ?? person.email,
    roles: change.roles ? [...new Set(change.roles)] : person.roles,
    facesCustomers: change.facesCustomers ?? person.facesCustomers,
    active: change.active ?? person.active,
    awayUntil: said(change.awayUntil, person.awayUntil),
    teamId: said(change.teamId, person.teamId),
    userName: change.userName ?? person.userName,
    externalId: said(change.externalId, person.externalId),
    syncEndedAt: said(change.syncEndedAt, person.syncEndedAt),
  };
}

/** What a fact tells of somebody's rights from then on, without name or contact: so an audit knows who was eligible at any instant. */
export function rightsTold({
  roles,
  facesCustomers,
  active,
  awayUntil,
}: Readonly<Pick<PersonRights, 'facesCustomers' | 'active' | 'awayUntil'>> & { readonly roles: readonly string[] }) {
  return { roles: [...roles], facesCustomers, active, awayUntil: awayUntil?.toISOString() ?? null };
}

/** The names of the fields that the change really changes: what the fact tells, and nothing more. */
export function changedFields(before: PersonRights, after: PersonRights): string[] {
  return FIELDS.filter((field) => written(before[field]) !== written(after[field]));
}

/** The first reason why the person may not be changed so, or undefined when they may. */
export function changeRefusal(attempt: PersonAttempt): RuleError | undefined {
  if (!attempt.actsAsAdmin) return new NotAnAdminError(attempt.otherAdmins);
  if (!attempt.person) return new NotFoundError('person', ['personId']);
  const after = afterChange(attempt.person, attempt.change);
  return GUARDS.map((guard) => guard(attempt, after)).find((error) => error);
}

type Guard = (attempt: PersonAttempt, after: PersonRights) => RuleError | undefined;

const staysSound: Guard = ({ person, change }, after) =>
  person && (change.name || change.email) ? personFaults({ ...after, handle: person.handle })[0] : undefined;

const isAwayInTheFuture: Guard = ({ change, now }) =>
  change.awayUntil && change.awayUntil <= now
    ? new InvalidError(['awayUntil'], say`Somebody is away until a time to come. Send null for somebody who is here again.`)
    : undefined;

const adminsAreMadeInPerson: Guard = ({ person, isSync }, after) =>
  isSync && person?.roles.includes('ADMIN') !== after.roles.includes('ADMIN') ? new AdminsAreMadeInPersonError() : undefined;

const teamExists: Guard = ({ teamIsKnown }) => (teamIsKnown ? undefined : new NotFoundError('team', ['teamId']));

const machinesHaveNoRoles: Guard = ({ person }, after) => {
  if (person?.kind !== 'MACHINE') return undefined;
  if (after.roles.length > 0)
    return new InvalidError(['roles'], say`A machine has scopes, by its tokens, and no roles. Make a token instead.`);
  return after.facesCustomers ? new InvalidError(['facesCustomers'], say`A machine faces no customers: only people co-sign.`) : undefined;
};

/** Somebody can always let people in: an admin who is active and here. */
const anAdminIsLeft: Guard = ({ person, now, otherAdmins }, after) => {
  if (!person || otherAdmins.length > 0 || !isAdminWhoIsHere(person, now) || isAdminWhoIsHere(after, now)) return undefined;
  if (!after.active) return new LastAdminError(['active']);
  return new LastAdminError(after.roles.includes('ADMIN') ? ['awayUntil'] : ['roles']);
};

/** A sync is believed: whoever it says has left can do nothing from now on, and their cases wait for an admin. */
const noCustomerIsLeftAlone: Guard = ({ person, openCases, isSync }, after) =>
  person?.active && !after.active && openCases > 0 && !isSync ? new OwnsOpenCasesError(openCases) : undefined;

const GUARDS: readonly Guard[] = [
  staysSound,
  isAwayInTheFuture,
  teamExists,
  machinesHaveNoRoles,
  adminsAreMadeInPerson,
  anAdminIsLeft,
  noCustomerIsLeftAlone,
];

/** What is absent stays; null is said. */
function said<T>(change: T | undefined, before: T): T {
  return change === undefined ? before : change;
}

function isAdminWhoIsHere({ roles, active, awayUntil }: PersonRights, now: Date): boolean {
  return active && roles.includes('ADMIN') && !(awayUntil && awayUntil > now);
}

function written(value: PersonRights[keyof PersonRights]): string {
  return JSON.stringify(Array.isArray(value) ? [...value].sort() : value);
}
