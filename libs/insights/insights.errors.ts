import { RuleError, say } from '#errors';

/** Thrown when somebody reads signals who neither reviews, nor administers, nor audits. */
export class NotForSignalsError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor() {
    super(say`Signals are advice to reviewers, admins and auditors. Ask one of them.`);
  }
}
