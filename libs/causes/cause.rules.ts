import { InvalidError, NotFoundError, type RuleError, say } from '#errors';
import { isSameHuman } from '../people/same-human.rules.js';
import { CauseMergedError, NotACuratorError, SameMergerError } from './cause.errors.js';
import { isCauseKey, OTHER_CAUSE } from './cause.words.js';

/** So many are in use at most: a list that nobody can read is none. */
export const CAUSES_MAX = 200;

const NAME_MAX = 80;
const DESCRIPTION_MAX = 500;
const WHY_MAX = 2_000;

/** What is known of one cause of the list. */
export interface CauseNow {
  readonly key: string;
  readonly mergedInto: string | null;
  readonly mergeAskedInto: string | null;
  readonly mergeAskedHuman: string | null;
}

/** Who would change the list. */
interface Curator {
  readonly actor: { readonly humanId: string; readonly alsoHumans?: readonly string[] };
  readonly actsAsReviewer: boolean;
  readonly reviewers: readonly { readonly id: string; readonly humanId: string }[];
}

/** Somebody would put a cause on the list, or put its name better. */
export interface NamingAttempt extends Curator {
  readonly cause: CauseNow | undefined;
  readonly isNew: boolean;
  /** How many are in use. */
  readonly inUse: number;
  readonly key: string;
  readonly name: string;
  readonly description: string | null;
}

/** Somebody would merge one cause into another: the first reviewer asks, the second one's call merges. */
export interface MergeAttempt extends Curator {
  readonly from: CauseNow | undefined;
  readonly into: CauseNow | undefined;
  readonly why: string;
}

/** Why a cause cannot be put on the list, or named so; undefined when it can. */
export function namingRefusal(attempt: NamingAttempt): RuleError | undefined {
  const { cause, isNew, key, name, description } = attempt;
  return curatorRefusal(attempt) ?? (isNew ? newRefusal(attempt) : knownRefusal(cause, ['key'], key)) ?? wordsRefusal(name, description);
}

/** Why two causes cannot be merged, or not by this reviewer; undefined when they can. */
export function mergeRefusal(attempt: MergeAttempt): RuleError | undefined {
  return MERGE_GUARDS.map((guard) => guard(attempt)).find((error) => error);
}

/** Whether this call merges: another reviewer asked for the very same before. */
export function isSecondStep({ from, into }: Pick<MergeAttempt, 'from' | 'into'>): boolean {
  return Boolean(from?.mergeAskedInto) && from?.mergeAskedInto === into?.key;
}

function curatorRefusal({ actsAsReviewer, reviewers }: Curator): RuleError | undefined {
  return actsAsReviewer ? undefined : new NotACuratorError(reviewers.map(({ id }) => id));
}

function newRefusal({ cause, inUse, key }: NamingAttempt): RuleError | undefined {
  if (!isCauseKey(key))
    return new InvalidError(
      ['key'],
      say`The key of a cause is a short code of lower-case letters, digits and hyphens, such as branch-flood.`,
    );
  if (cause)
    return new InvalidError(
      ['key'],
      cause.mergedInto
        ? say`${{ key }} was merged into ${{ into: cause.mergedInto }}. Choose another key.`
        : say`${{ key }} is on the list already.`,
    );
  return inUse < CAUSES_MAX
    ? undefined
    : new InvalidError(
        ['key'],
        say`There are ${{ most: CAUSES_MAX }} causes, and nobody reads a longer list. Merge some that are alike first.`,
      );
}

function knownRefusal(cause: CauseNow | undefined, path: readonly string[], key: string): RuleError | undefined {
  if (!cause) return new NotFoundError('cause', path);
  return cause.mergedInto === null ? undefined : new CauseMergedError(path, key, cause.mergedInto);
}

function wordsRefusal(name: string, description: string | null): RuleError | undefined {
  if (!hasLength(name, NAME_MAX)) return new InvalidError(['name'], say`A name has 1 to ${{ most: NAME_MAX }} characters.`);
  return description === null || hasLength(description, DESCRIPTION_MAX)
    ? undefined
    : new InvalidError(['description'], say`A description has 1 to ${{ most: DESCRIPTION_MAX }} characters.`);
}

function hasLength(text: string, max: number): boolean {
  const length = [...text].length;
  return length > 0 && length <= max;
}

type MergeGuard = (attempt: MergeAttempt) => RuleError | undefined;

const areTwo: MergeGuard = ({ from, into }) =>
  from?.key === into?.key ? new InvalidError(['into'], say`These are one cause already. Name two.`) : undefined;

const isNotOther: MergeGuard = ({ from }) =>
  from?.key === OTHER_CAUSE
    ? new InvalidError(['from'], say`${{ other: OTHER_CAUSE }} is always there. Merge the other one into it.`)
    : undefined;

const isNotWhoAsked: MergeGuard = ({ from, into, actor, reviewers }) => {
  if (!isSecondStep({ from, into }) || !isSameHuman(actor, from?.mergeAskedHuman ?? null)) return undefined;
  return new SameMergerError(reviewers.filter(({ humanId }) => !isSameHuman(actor, humanId)).map(({ id }) => id));
};

const MERGE_GUARDS: readonly MergeGuard[] = [
  curatorRefusal,
  ({ from }) => knownRefusal(from, ['from'], from?.key ?? ''),
  ({ into }) => knownRefusal(into, ['into'], into?.key ?? ''),
  areTwo,
  isNotOther,
  isNotWhoAsked,
  ({ why }) => (hasLength(why, WHY_MAX) ? undefined : new InvalidError(['why'], say`Say why in 1 to ${{ most: WHY_MAX }} characters.`)),
];
