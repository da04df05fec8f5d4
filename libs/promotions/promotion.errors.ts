import { RuleError, say } from '#errors';

/** Thrown when a follow-up case is to be opened by a version that is not in force: there is no yes to bring. */
export class VersionNotInForceError extends RuleError {
  readonly code = 'POLICY_MOVED_ON';
  override readonly path = ['policyVersionId'];
  constructor() {
    super(say`This version is not in force, so there is no yes to bring yet. Activate it first; the list can be read before.`);
  }
}

/** Thrown when a case does not wait for a follow-up case by this version, or not any more. */
export class NotWaitingError extends RuleError {
  readonly code = 'NOT_FOUND';
  override readonly path = ['caseId'];
  constructor() {
    super(say`This case is not on the list of this version, or somebody opened its follow-up case already. Read the list again.`);
  }
}
