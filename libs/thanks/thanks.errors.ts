import { RuleError, say } from '#errors';

/** Thrown when somebody thanks themselves, under whichever of their accounts. */
export class SelfThanksError extends RuleError {
  readonly code = 'SELF_THANKS';
  override readonly path = ['toIds'];
  constructor() {
    super(say`Thanks go to colleagues, and one of these accounts is your own. Leave it out.`);
  }
}

/** Thrown when thanks are to go to a machine, or to somebody who is not active here. */
export class NotThankableError extends RuleError {
  readonly code = 'NOT_ELIGIBLE';
  override readonly path = ['toIds'];
  constructor(name: string) {
    super(say`Thanks go to people who are active here, and ${{ name }} is not. Leave them out.`);
  }
}

/** Thrown when somebody says thanks who asked not to be named in public. */
export class GiverOptedOutError extends RuleError {
  readonly code = 'OPTED_OUT';
  constructor() {
    super(say`You asked not to be named in public thanks. Say it to them yourself, or change your preferences.`);
  }
}

/** Thrown when thanks are to go to somebody who does not want to be named. */
export class OptedOutError extends RuleError {
  readonly code = 'OPTED_OUT';
  override readonly path = ['toIds'];
  constructor(name: string) {
    super(say`${{ name }} does not want to be named in public thanks. Say it to them yourself, and leave them out here.`);
  }
}
