import { InvalidError, NotAllowedError, NotFoundError, type RuleError, say } from '#errors';

/** Everything that decides whether the cases of one person may be given to another. */
export interface RehomingAttempt {
  /** Whether the caller is an admin in person, at this moment. */
  readonly actsAsAdmin: boolean;
  readonly fromIsKnown: boolean;
  /** Who is to own the cases; undefined when there is no such person. */
  readonly to: { readonly isPeerWhoIsHere: boolean; readonly isSameHuman: boolean } | undefined;
  /** Cases that were named; undefined: all of which something is still to be done. */
  readonly named: readonly string[] | undefined;
  /** Those of them that the person owns, and that are open or to be followed up. */
  readonly found: readonly string[];
  readonly reason: string;
}

const REASON_LENGTH_MAX = 2000;

type Guard = (attempt: RehomingAttempt) => RuleError | undefined;

const isAnAdmin: Guard = ({ actsAsAdmin }) =>
  actsAsAdmin
    ? undefined
    : new NotAllowedError(say`Only an admin gives the cases of one person to another. Ask one, or hand your own over.`);

const bothAreKnown: Guard = ({ fromIsKnown, to }) => {
  if (!fromIsKnown) return new NotFoundError('person', ['fromId']);
  return to ? undefined : new NotFoundError('person', ['toId']);
};

const isAnotherHuman: Guard = ({ to }) =>
  to?.isSameHuman ? new InvalidError(['toId'], say`This is an account of the same human. Give the cases to a colleague.`) : undefined;

const canLookAfterThem: Guard = ({ to }) =>
  to?.isPeerWhoIsHere
    ? undefined
    : new InvalidError(
        ['toId'],
        say`Give the cases to somebody who is active, faces customers and is not away: each customer needs an answer.`,
      );

const areAllTheirs: Guard = ({ named, found }) => {
  const missing = named?.find((id) => !found.includes(id));
  return missing === undefined
    ? undefined
    : new InvalidError(
        ['caseIds'],
        say`The case ${{ caseId: missing }} is not a case of this person that is open or to be followed up. Look again which cases they own now.`,
      );
};

const thereAreSome: Guard = ({ found }) =>
  found.length > 0
    ? undefined
    : new InvalidError(['fromId'], say`This person owns no case that is open or to be followed up; there is nothing to give to anybody.`);

const saysWhy: Guard = ({ reason }) =>
  reason.trim() !== '' && [...reason].length <= REASON_LENGTH_MAX
    ? undefined
    : new InvalidError(['reason'], say`Say in 1 to ${{ most: REASON_LENGTH_MAX }} characters why; the new owner reads it.`);

const GUARDS: readonly Guard[] = [isAnAdmin, bothAreKnown, isAnotherHuman, canLookAfterThem, areAllTheirs, thereAreSome, saysWhy];

/** The first reason why the cases may not be given so, or undefined when they may. */
export function rehomingRefusal(attempt: RehomingAttempt): RuleError | undefined {
  return GUARDS.map((guard) => guard(attempt)).find((error) => error);
}
