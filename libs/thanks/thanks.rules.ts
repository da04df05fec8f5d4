import { InvalidError, NotAllowedError, NotFoundError, type RuleError, say } from '#errors';
import { GiverOptedOutError, NotThankableError, OptedOutError, SelfThanksError } from './thanks.errors.js';

/** Somebody who is to be thanked. */
export interface Thanked {
  readonly id: string;
  readonly name: string;
  /** By which human the account is counted. */
  readonly human: string;
  /** A person who is active, and no machine. */
  readonly isColleague: boolean;
  /** Under whichever of their accounts. */
  readonly isTheGiver: boolean;
  readonly mayBeNamed: boolean;
}

/** Everything that decides whether thanks may be said. */
export interface ThanksAttempt {
  readonly actsInPerson: boolean;
  /** Whether the giver may be named. */
  readonly giverMayBeNamed: boolean;
  readonly toIds: readonly string[];
  /** Those of them who are known. */
  readonly found: readonly Thanked[];
  readonly deed: string;
  /** Whether the case that was named is known; true when none was. */
  readonly caseIsKnown: boolean;
}

/** How many people one entry thanks at most. */
export const THANKED_MOST = 10;
/** How long the words of thanks are at most, in characters. */
export const DEED_LENGTH_MAX = 500;

type Guard = (attempt: ThanksAttempt) => RuleError | undefined;

const actsInPerson: Guard = (attempt) =>
  attempt.actsInPerson ? undefined : new NotAllowedError(say`Thanks are said by a person. Sign in and say them yourself.`);

const wantsToBeNamed: Guard = ({ giverMayBeNamed }) => (giverMayBeNamed ? undefined : new GiverOptedOutError());

const namesSome: Guard = ({ toIds }) =>
  toIds.length > 0 && toIds.length <= THANKED_MOST && new Set(toIds).size === toIds.length
    ? undefined
    : new InvalidError(['toIds'], say`Name one to ${{ most: THANKED_MOST }} colleagues, each once.`);

const areKnown: Guard = ({ toIds, found }) =>
  toIds.every((id) => found.some((one) => one.id === id)) ? undefined : new NotFoundError('person', ['toIds']);

const isEachAnotherHuman: Guard = ({ found }) =>
  new Set(found.map(({ human }) => human)).size === found.length
    ? undefined
    : new InvalidError(['toIds'], say`Two of these accounts are of one human. Name one of them.`);

const isNobodyThemselves: Guard = ({ found }) => (found.some(({ isTheGiver }) => isTheGiver) ? new SelfThanksError() : undefined);

const areColleagues: Guard = ({ found }) => {
  const other = found.find(({ isColleague }) => !isColleague);
  return other && new NotThankableError(other.name);
};

const wantToBeNamed: Guard = ({ found }) => {
  const shy = found.find(({ mayBeNamed }) => !mayBeNamed);
  return shy && new OptedOutError(shy.name);
};

const saysForWhat: Guard = ({ deed }) =>
  deed.trim() !== '' && [...deed].length <= DEED_LENGTH_MAX
    ? undefined
    : new InvalidError(['deed'], say`Say in 1 to ${{ most: DEED_LENGTH_MAX }} characters what they did.`);

const isForAKnownCase: Guard = ({ caseIsKnown }) => (caseIsKnown ? undefined : new NotFoundError('case', ['caseId']));

const GUARDS: readonly Guard[] = [
  actsInPerson,
  wantsToBeNamed,
  namesSome,
  areKnown,
  isEachAnotherHuman,
  isNobodyThemselves,
  areColleagues,
  wantToBeNamed,
  saysForWhat,
  isForAKnownCase,
];

/** The first reason why thanks may not be said so, or undefined when they may. */
export function thanksRefusal(attempt: ThanksAttempt): RuleError | undefined {
  return GUARDS.map((guard) => guard(attempt)).find((error) => error);
}

const TELLING_LENGTH = 3;

/**
 * The deed, as long as it names nobody who does not want to be named; else null. A name is found by any part of it of three letters or more,
 * whatever its case and accents: rather withheld once too often than told once.
 */
export function deedShown(deed: string | null, unnamed: readonly string[]): string | null {
  if (deed === null) return null;
  const said = new Set(partsOf(deed));
  const isTold = unnamed.flatMap(partsOf).some((part) => [...part].length >= TELLING_LENGTH && said.has(part));
  return isTold ? null : deed;
}

function partsOf(text: string): string[] {
  return (
    text
      .normalize('NFKD')
      .toLowerCase()
      .replace(/\p{M}/gu, '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  );
}
