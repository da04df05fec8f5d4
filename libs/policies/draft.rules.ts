import { InvalidError, NotFoundError, type RuleError, say } from '#errors';
import { conditionsFaults, conditionsRefusal, type ConditionsInput } from './conditions.rules.js';
import { AlreadyPromotedError, NotApprovedError, ReviewerNeededError } from './policy.errors.js';

/** The most that a policy may say, in code points. */
export const POLICY_TEXT_LENGTH_MAX = 100_000;

const TITLE_LENGTH_MAX = 200;
const PRECEDENTS_MAX = 100;

/** An exception that is named as a precedent. */
export interface NamedPrecedent {
  readonly id: string;
  /** null: there is no such exception. */
  readonly ref: string | null;
  /** Approved, and not stopped. */
  readonly stands: boolean;
  readonly kind: string | null;
  readonly cause: string | null;
  /** Of its amount; null: it cost no money. */
  readonly currency: string | null;
  /** Of another policy, proposed or in force, that was made from it; null: there is none. */
  readonly policyRef: string | null;
}

/** Everything that decides whether a version may be drafted. */
export interface DraftAttempt {
  readonly now: Date;
  readonly actsAsReviewer: boolean;
  readonly reviewers: readonly { readonly id: string }[];
  /** The policy that was named; undefined when none was. */
  readonly policyId: string | undefined;
  /** Its title; null: there is no such policy, or none was named. */
  readonly policyTitle: string | null;
  readonly title: string | undefined;
  readonly text: string;
  readonly conditions: ConditionsInput;
  readonly reviewBy: Date | undefined;
  /** The evidence of a promotion; undefined for a draft without any. */
  readonly precedents: readonly NamedPrecedent[] | undefined;
}

type Guard = (attempt: DraftAttempt) => RuleError | undefined;

const isAReviewer: Guard = ({ actsAsReviewer, reviewers }) =>
  actsAsReviewer ? undefined : new ReviewerNeededError(reviewers.map(({ id }) => id));

const policyExists: Guard = ({ policyId, policyTitle }) =>
  policyId !== undefined && policyTitle === null ? new NotFoundError('policy', ['policyId']) : undefined;

const hasATitle: Guard = ({ policyId, title }) => {
  if (policyId !== undefined) return undefined;
  if (title === undefined) return new InvalidError(['title'], say`A new policy needs a title; for a new version of one, name the policy.`);
  return hasLength(title, TITLE_LENGTH_MAX)
    ? undefined
    : new InvalidError(['title'], say`A title has 1 to ${{ most: TITLE_LENGTH_MAX }} characters.`);
};

const keepsItsTitle: Guard = ({ policyId, policyTitle, title }) =>
  policyId !== undefined && title !== undefined && title !== policyTitle
    ? new InvalidError(
        ['title'],
        say`The policy keeps its title, “${{ title: policyTitle ?? '' }}”. Leave the title out, or draft a new policy.`,
      )
    : undefined;

const saysSomething: Guard = ({ text }) =>
  hasLength(text, POLICY_TEXT_LENGTH_MAX)
    ? undefined
    : new InvalidError(['text'], say`A policy says something, in at most ${{ most: POLICY_TEXT_LENGTH_MAX }} characters.`);

const hasSoundConditions: Guard = ({ conditions }) => conditionsRefusal(conditions);

/** Compulsory for a promotion: what the front line had to invent is looked at again. */
const isLookedAtAgain: Guard = ({ now, reviewBy, precedents }) => {
  if (reviewBy === undefined) {
    return (
      precedents &&
      new InvalidError(['reviewBy'], say`Say when this policy will be looked at again: what came from exceptions has a review-by date.`)
    );
  }
  return reviewBy > now ? undefined : new InvalidError(['reviewBy'], say`The review-by date has passed. Name one to come.`);
};

const hasStandingPrecedents: Guard = ({ precedents }) => {
  if (!precedents) return undefined;
  if (precedents.length === 0 || precedents.length > PRECEDENTS_MAX) {
    return new InvalidError(['exceptionIds'], say`Name 1 to ${{ most: PRECEDENTS_MAX }} exceptions from which the policy is made.`);
  }
  if (precedents.some(({ ref }) => ref === null)) return new NotFoundError('exception', ['exceptionIds']);
  const others = precedents.filter(({ stands }) => !stands).map(({ id, ref }) => ref ?? id);
  return others.length > 0 ? new NotApprovedError(others) : undefined;
};

const hasFreePrecedents: Guard = ({ precedents }) => {
  const taken = precedents?.flatMap(({ id, ref, policyRef }) => (policyRef === null ? [] : [{ ref: ref ?? id, policyRef }])) ?? [];
  return taken.length > 0 ? new AlreadyPromotedError(taken, ['exceptionIds']) : undefined;
};

/** What is made of exceptions speaks of them: else the evidence is of something else. A limit below what they cost is a decision, and stands. */
const speaksOfItsPrecedents: Guard = ({ precedents, conditions: { kinds, causes } }) => {
  if (!precedents) return undefined;
  const speaks = precedents.some(
    ({ kind, cause }) => (!kinds?.length || kinds.includes(kind ?? '')) && (!causes?.length || causes.includes(cause ?? '')),
  );
  return speaks
    ? undefined
    : new InvalidError(
        ['conditions'],
        say`These conditions cover none of the exceptions that the policy is made from. Name their kinds and causes.`,
      );
};

const limitsWhatItsPrecedentsCost: Guard = ({ precedents, conditions: { amountUpTo } }) => {
  const currencies = [...new Set(precedents?.flatMap(({ currency }) => (currency === null ? [] : [currency])))];
  if (!amountUpTo || currencies.length === 0 || currencies.includes(amountUpTo.currency)) return undefined;
  return new InvalidError(
    ['conditions', 'amountUpTo', 'currency'],
    say`The exceptions are in ${{ currencies }}, so a limit in ${{ currency: amountUpTo.currency }} would cover none of them. Name a limit in their currency.`,
  );
};

const GUARDS: readonly Guard[] = [
  isAReviewer,
  hasStandingPrecedents,
  hasFreePrecedents,
  policyExists,
  hasATitle,
  keepsItsTitle,
  saysSomething,
  hasSoundConditions,
  speaksOfItsPrecedents,
  limitsWhatItsPrecedentsCost,
  isLookedAtAgain,
];

/** The first reason why a version may not be drafted so, or undefined when it may. */
export function draftRefusal(attempt: DraftAttempt): RuleError | undefined {
  return GUARDS.map((guard) => guard(attempt)).find((error) => error);
}

/** Every reason why a version may not be drafted so: for who sends many at once, and corrects them all before the next try. */
export function draftFaults(attempt: DraftAttempt): RuleError[] {
  const others = GUARDS.filter((guard) => guard !== hasSoundConditions);
  return [...others.flatMap((guard) => guard(attempt) ?? []), ...conditionsFaults(attempt.conditions)];
}

function hasLength(text: string, max: number): boolean {
  if (text.length > 2 * max) return false; // no need to count what is too long however it is counted
  const length = [...text].length;
  return length > 0 && length <= max;
}
