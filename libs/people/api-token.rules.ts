import { createHash } from 'node:crypto';
import { InvalidError, type RuleError, say } from '#errors';
import type { TokenScope } from './actor.js';
import { asHandle } from './new-person.rules.js';

/** What is asked for when a machine is to get a token. */
export interface NewApiToken {
  /** What the token is for, in words that an admin will understand next year. */
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly expiresAt: Date;
  /** The machine that acts with it; without one, a new machine of that name is made. */
  readonly machineId?: string | null;
  readonly idempotencyKey?: string | null;
}

const PREFIX = 'cst_';
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 32 random bytes in base 62, and the first four bytes of their digest: a mistyped token is told apart without asking the database. */
const [BODY_LENGTH, CHECKSUM_LENGTH] = [43, 6];
const FORM = new RegExp(`^${PREFIX}[0-9A-Za-z]{${BODY_LENGTH + CHECKSUM_LENGTH}}$`);
const NAME_LENGTH_MAX = 100;

/** Whether a bearer token claims to be one of our API tokens; all others are tokens of the sign-in provider. */
export function isApiToken(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** The token that stands for 32 random bytes. It is shown once and never stored; see apiTokenHash. */
export function writeApiToken(random: Uint8Array): string {
  if (random.length !== 32) throw new Error('An API token is made of 32 random bytes.');
  const body = inBase62(random, BODY_LENGTH);
  return `${PREFIX}${body}${checksum(body)}`;
}

/** What is stored of a token: its SHA-256. Undefined when the token is incomplete or mistyped. */
export function apiTokenHash(token: string): Buffer | undefined {
  const body = token.slice(PREFIX.length, PREFIX.length + BODY_LENGTH);
  if (!FORM.test(token) || checksum(body) !== token.slice(PREFIX.length + BODY_LENGTH)) return undefined;
  return createHash('sha256').update(token).digest();
}

/** Why a token may not be made so, as far as that can be said without the database; undefined when it may. `known`: the scopes that there are. */
export function newTokenRefusal({ name, scopes }: NewApiToken, known: readonly TokenScope[]): RuleError | undefined {
  if (name.trim() === '' || [...name].length > NAME_LENGTH_MAX || /\p{C}/u.test(name))
    return new InvalidError(['name'], say`Give the token a name of 1 to 100 visible characters that says what it is for.`);
  if (scopes.length === 0 || new Set(scopes).size !== scopes.length || !scopes.every((scope) => known.includes(scope)))
    return new InvalidError(['scopes'], say`Name at least one scope, each once: ${{ scopes: known }}.`);
  return undefined;
}

/** The short name of a new machine, made from the name of its token: lower case, and only what a handle may hold. */
export function machineHandle(name: string): string {
  return asHandle(name, 48) || 'machine';
}

function checksum(body: string): string {
  return inBase62(createHash('sha256').update(body).digest().subarray(0, 4), CHECKSUM_LENGTH);
}

function inBase62(bytes: Uint8Array, length: number): string {
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  let text = '';
  for (let place = 0; place < length; place++) {
    text = (DIGITS[Number(rest % 62n)] ?? '') + text;
    rest /= 62n;
  }
  return text;
}
