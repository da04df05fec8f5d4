import { InvalidError, type RuleError, say } from '#errors';
import type { Role } from './actor.js';

/** What a person is made of, however they come: by an admin, by a file, by a sync. */
export interface PersonFields {
  readonly name: string;
  readonly handle: string;
  readonly email: string;
  readonly roles: readonly Role[];
  readonly facesCustomers: boolean;
}

const NAME_LENGTH_MAX = 200;
const EMAIL_LENGTH_MAX = 320;
const HANDLE = /^[a-z0-9][a-z0-9._-]{0,63}$/;
/** Only what an address cannot do without: whether mail arrives, only sending shows. */
const EMAIL = /^[^\s@]+@[^\s@]+$/u;
const SUBJECT_LENGTH_MAX = 255;

/** Everything that is wrong with these fields; empty when a person can be made of them. The limits are those of the columns. */
export function personFaults({ name, handle, email }: PersonFields): RuleError[] {
  return [nameFault(name), handleFault(handle), emailFault(email)].filter((fault) => fault !== undefined);
}

/** What is wrong with the name by which the sign-in provider knows somebody; undefined when nothing is. */
export function subjectFault(subject: string): RuleError | undefined {
  const isSound = subject !== '' && [...subject].length <= SUBJECT_LENGTH_MAX && !/\p{C}/u.test(subject);
  return isSound
    ? undefined
    : new InvalidError(['subject'], say`The subject at the sign-in provider has 1 to 255 characters, none of them invisible.`);
}

/** A handle made of some words, such as the first part of an e-mail address: lower case, and only what a handle may hold. May be empty. */
export function asHandle(words: string, lengthMax = 64): string {
  const letters = words.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const handle = letters.replace(/[^a-z0-9._-]+/g, '-').replace(/^[^a-z0-9]+/, '');
  return handle.slice(0, lengthMax).replace(/[^a-z0-9]+$/, '');
}

function nameFault(name: string): RuleError | undefined {
  const isSound = name.trim() !== '' && [...name].length <= NAME_LENGTH_MAX && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(name);
  return isSound ? undefined : new InvalidError(['name'], say`A name has 1 to ${{ most: NAME_LENGTH_MAX }} characters on one line.`);
}

function handleFault(handle: string): RuleError | undefined {
  return HANDLE.test(handle)
    ? undefined
    : new InvalidError(
        ['handle'],
        say`A handle has 1 to 64 of the characters a-z, 0-9, ".", "_" and "-", and begins with a letter or digit.`,
      );
}

function emailFault(email: string): RuleError | undefined {
  return EMAIL.test(email) && [...email].length <= EMAIL_LENGTH_MAX
    ? undefined
    : new InvalidError(['email'], say`This is no e-mail address: it has a name, an @ and a host, and no blanks.`);
}
