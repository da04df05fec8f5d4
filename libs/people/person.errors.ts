import { RuleError } from '#errors';

/** Thrown when somebody who is no admin, or no longer one, tries to change a person. */
export class NotAnAdminError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor(override readonly whoCould: readonly string[]) {
    super('Only an admin may change roles and presence of people. Ask one of them.');
  }
}

/** Thrown when nobody would be left who is active, here and an admin. */
export class LastAdminError extends RuleError {
  readonly code = 'LAST_ADMIN';
  constructor(override readonly path: readonly string[]) {
    super('Nobody else who is here is an admin. Make a colleague an admin first.');
  }
}

/** Thrown when somebody should leave who still owns open cases: a customer would then have nobody. */
export class OwnsOpenCasesError extends RuleError {
  readonly code = 'OWNS_OPEN_CASES';
  override readonly path = ['active'];
  constructor(count: number) {
    super(
      `This person still owns ${count === 1 ? 'one open case' : `${count} open cases`}. Hand them to colleagues first; the promises go along.`,
    );
  }
}
