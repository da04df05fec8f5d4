import { RuleError, say, type Sentence } from '#errors';
import type { PolicyVersionStatus } from './policy.words.js';

/** Thrown when somebody who is no reviewer works on a policy. */
export class ReviewerNeededError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor(override readonly whoCould: readonly string[] = []) {
    super(say`Only a reviewer makes policy. Ask one of them.`);
  }
}

/** Thrown when the second step is taken by the human who took the first. */
export class SamePolicyReviewerError extends RuleError {
  readonly code = 'SAME_REVIEWER';
  constructor(
    step: keyof typeof TWO_REVIEWERS,
    override readonly whoCould: readonly string[],
  ) {
    super(TWO_REVIEWERS[step]);
  }
}

const TWO_REVIEWERS = {
  ACTIVATE: say`Activating a version takes two reviewers, and you were the first. Ask another one.`,
  RETIRE: say`Retiring a policy takes two reviewers, and you were the first. Ask another one.`,
};

/** Thrown when a version is not, or no longer, in the state in which this can be done. */
export class PolicyMovedOnError extends RuleError {
  readonly code = 'POLICY_MOVED_ON';
  constructor(
    number: number,
    status: PolicyVersionStatus,
    override readonly path: readonly string[],
  ) {
    super(IS[status](number));
  }
}

const IS: Readonly<Record<PolicyVersionStatus, (number: number) => Sentence>> = {
  DRAFT: (number) => say`Version ${{ number }} is draft by now, so this can no longer be done. Draft a new version instead.`,
  PROPOSED: (number) => say`Version ${{ number }} is proposed by now, so this can no longer be done. Draft a new version instead.`,
  ACTIVE: (number) => say`Version ${{ number }} is active by now, so this can no longer be done. Draft a new version instead.`,
  SUPERSEDED: (number) => say`Version ${{ number }} is superseded by now, so this can no longer be done. Draft a new version instead.`,
  RETIRED: (number) => say`Version ${{ number }} is retired by now, so this can no longer be done. Draft a new version instead.`,
};

/** Thrown when a policy is to be retired of which no version is in force. */
export class NothingInForceError extends RuleError {
  readonly code = 'POLICY_MOVED_ON';
  override readonly path = ['policyId'];
  constructor() {
    super(say`No version of this policy is in force, so there is nothing to retire.`);
  }
}

/** Thrown when a policy is to be retired while its next version already has its date. */
export class NextVersionWaitsError extends RuleError {
  readonly code = 'POLICY_MOVED_ON';
  override readonly path = ['policyId'];
  constructor(number: number, from: Date) {
    super(say`Version ${{ number }} takes effect at ${{ from }} whatever happens to the present one. Retire the policy after that.`);
  }
}

/** Thrown when a policy is to be retired while somebody proposes another version of it. */
export class VersionProposedError extends RuleError {
  readonly code = 'POLICY_MOVED_ON';
  override readonly path = ['policyId'];
  constructor(number: number) {
    super(
      say`Version ${{ number }} of this policy is proposed. Decide on that first: activate it, or take it back; then retire the policy.`,
    );
  }
}

/** Thrown when an exception is a precedent of another policy that is proposed or in force: one rule of the house would say what another one says. */
export class AlreadyPromotedError extends RuleError {
  readonly code = 'ALREADY_PROMOTED';
  constructor(
    taken: readonly { readonly ref: string; readonly policyRef: string }[],
    override readonly path: readonly string[],
  ) {
    const named = taken.map(({ ref, policyRef }) => `${ref} (${policyRef})`);
    super(say`Behind another policy already: ${{ named }}. Leave it out, or draft the next version of that policy.`);
  }
}

/** Thrown when an exception that was never approved, or was stopped, should be a precedent. */
export class NotApprovedError extends RuleError {
  readonly code = 'NOT_APPROVED';
  override readonly path = ['exceptionIds'];
  constructor(refs: readonly string[]) {
    super(
      refs.length === 1
        ? say`Only approved exceptions can become policy; ${{ refs }} is not. Leave it out.`
        : say`Only approved exceptions can become policy; ${{ refs }} are not. Leave them out.`,
    );
  }
}
