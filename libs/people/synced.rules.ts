import { InvalidError, type RuleError, say } from '#errors';
import { asHandle } from './new-person.rules.js';
import { TakenError } from './person.errors.js';
import { isLine, teamNameFault } from './team.rules.js';

/** What a directory may change of a person. Absent: it stays. Roles, and whether somebody faces customers, are an admin's to say. */
export interface SyncedChange {
  readonly name?: string;
  readonly email?: string;
  readonly active?: boolean;
  readonly userName?: string;
  /** Null: none any more. */
  readonly externalId?: string | null;
}

/** What a directory may change of a team. Absent: it stays. */
export interface TeamChange {
  readonly name?: string;
  readonly externalId?: string | null;
  /** The ids of everybody who is in it from now on. */
  readonly members?: readonly string[];
}

/** Names that somebody else has. */
export type TakenNames = { readonly [K in 'userName' | 'externalId' | 'email' | 'subject']?: boolean | null };

/** Whom to put into a team, and whom to take out. */
export interface MembersMoved {
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** People whom one request moves at most: each holds a lock on the history of that person until all is written. */
export const MOVED_MOST = 2_000;
const NAME_LENGTH_MAX = 255;
const HANDLE_LENGTH_MAX = 56;

/** What is wrong with the names by which a directory knows a person or a team; undefined when nothing is. */
export function directoryNameFault({ userName, externalId }: Pick<SyncedChange, 'userName' | 'externalId'>): RuleError | undefined {
  return tooLong('userName', userName) ?? tooLong('externalId', externalId);
}

/** What is wrong with the name of a team; undefined when nothing is. */
export function teamFault({ name, externalId }: TeamChange): RuleError | undefined {
  return (name === undefined ? undefined : teamNameFault(name, 'displayName')) ?? tooLong('externalId', externalId);
}

/** The refusal for the first name that somebody else has. */
export function takenRefusal(taken: TakenNames): TakenError | undefined {
  const [what] = (['userName', 'externalId', 'email', 'subject'] as const).filter((name) => taken[name]);
  return what && new TakenError(what);
}

/** The beginning of every handle that `freeHandle` may choose for this user name: what stands before an @, as a handle. */
export function handleOf(userName: string): string {
  return asHandle(userName.replace(/@.*$/su, ''), HANDLE_LENGTH_MAX) || 'person';
}

/** A handle that nobody has: the first part of the user name, with a number behind it where others have that. */
export function freeHandle(userName: string, taken: ReadonlySet<string>): string {
  const handle = handleOf(userName);
  let free = handle;
  for (let number = 2; taken.has(free); number++) free = `${handle}-${number}`;
  return free;
}

/**
 * Who has to be moved so that exactly these are in the team.
 * @throws InvalidError when these are too many for one request
 */
export function membersMoved(before: readonly string[], after: readonly string[] | undefined): MembersMoved {
  if (!after) return { added: [], removed: [] };
  const [was, is] = [new Set(before), new Set(after)];
  const moved = { added: [...is].filter((id) => !was.has(id)), removed: before.filter((id) => !is.has(id)) };
  if (moved.added.length + moved.removed.length > MOVED_MOST)
    throw new InvalidError(['members'], say`One request moves at most ${{ most: MOVED_MOST }} people. Send it in parts.`);
  return moved;
}

function tooLong(what: 'userName' | 'externalId', value: string | null | undefined): RuleError | undefined {
  return value === undefined || value === null || isLine(value, NAME_LENGTH_MAX)
    ? undefined
    : new InvalidError([what], say`This has 1 to ${{ most: NAME_LENGTH_MAX }} characters, none of them invisible.`);
}
