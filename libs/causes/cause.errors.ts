import { RuleError, say, type Sentence } from '#errors';
import { OTHER_CAUSE } from './cause.words.js';

/** Thrown when a proposal, an amendment or a policy names a cause that is not on the list. */
export class UnknownCauseError extends RuleError {
  readonly code = 'CAUSE_UNKNOWN';
  constructor(
    override readonly path: readonly string[],
    cause: string,
    nearest: readonly string[],
  ) {
    super(unknown(cause, nearest));
  }
}

function unknown(cause: string, nearest: readonly string[]): Sentence {
  const other = OTHER_CAUSE;
  if (nearest.length === 0)
    return say`There is no cause ${{ cause }} on the list. ${{ other }} always fits: then say in your words what it was.`;
  return nearest.length === 1
    ? say`There is no cause ${{ cause }} on the list. Did you mean ${{ nearest }}? ${{ other }} always fits: then say in your words what it was.`
    : say`There is no cause ${{ cause }} on the list. Did you mean one of these: ${{ nearest }}? ${{ other }} always fits: then say in your words what it was.`;
}

/** Thrown when somebody would change a cause that was merged into another, or merge one into it. */
export class CauseMergedError extends RuleError {
  readonly code = 'CAUSE_MERGED';
  constructor(
    override readonly path: readonly string[],
    cause: string,
    into: string,
  ) {
    super(say`${{ cause }} was merged into ${{ into }}, so it is not changed any more. Name ${{ into }}.`);
  }
}

/** Thrown when somebody who is no reviewer would change the list of causes. */
export class NotACuratorError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor(override readonly whoCould: readonly string[]) {
    super(say`Only reviewers keep the list of causes. Ask one of them; until then, other fits.`);
  }
}

/** Thrown when the reviewer who asked to merge two causes takes the second step as well. */
export class SameMergerError extends RuleError {
  readonly code = 'SAME_REVIEWER';
  constructor(override readonly whoCould: readonly string[]) {
    super(say`You asked for this yourself, so a colleague has to merge them: it may widen what a policy allows. Tell one of them why.`);
  }
}
