import { RuleError } from './refusal.js';

/** Thrown when a value is missing or not acceptable. */
export class InvalidError extends RuleError {
  readonly code = 'INVALID';
  constructor(
    override readonly path: readonly string[],
    message: string,
  ) {
    super(message);
  }
}

/** Thrown when an id or ref names nothing, or nothing that the caller may see. */
export class NotFoundError extends RuleError {
  readonly code = 'NOT_FOUND';
  constructor(
    what: string,
    override readonly path: readonly string[] = [],
  ) {
    super(`There is no such ${what}. Check the id, or ask the owner whether you may see it.`);
  }
}

/** Thrown when the caller's role or kind does not allow the action. */
export class NotAllowedError extends RuleError {
  readonly code = 'NOT_ALLOWED';
}

/** Thrown when every retry found that somebody else was faster. Nothing was changed. */
export class BusyError extends RuleError {
  readonly code = 'BUSY';
  constructor() {
    super('Too many people acted on this at the same moment. Nothing was changed; please try again.');
  }
}
