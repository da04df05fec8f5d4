import { RuleError, say } from '#errors';
import type { DisputeOutcome } from './dispute.words.js';

/** Thrown when the caller has given no signature, under any account, that could be disowned. */
export class NothingToDisownError extends RuleError {
  readonly code = 'NOT_FOUND';
  override readonly path = ['exceptionId'];
  constructor() {
    super(say`There is no signature in your name on this exception. If you saw one, check which exception it is on.`);
  }
}

/** Thrown when a machine, or somebody who is no admin or took part themselves, would settle or disown. */
export class NotYoursToSettleError extends RuleError {
  readonly code = 'NOT_ALLOWED';
}

/** Thrown when a dispute was settled. */
export class DisputeSettledError extends RuleError {
  readonly code = 'DISPUTE_SETTLED';
  constructor(outcome: DisputeOutcome | null) {
    super(
      outcome === 'FORGED'
        ? say`Two admins settled this: the signature is forged. That is final.`
        : say`Two admins settled this: the signature is genuine. That is final.`,
    );
  }
}

/** Thrown when the second admin who says the same is the first one. */
export class SameSettlerError extends RuleError {
  readonly code = 'SAME_ADMIN';
  constructor() {
    super(say`Settling a dispute takes two admins who say the same, and you were the first. Ask another admin.`);
  }
}
