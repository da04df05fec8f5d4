import { RuleError, say } from '#errors';

/** Thrown when nothing stands that could be lifted: the review said something else, was reopened, or the caution was lifted. */
export class NoCautionError extends RuleError {
  readonly code = 'ALREADY_DECIDED';
  constructor() {
    super(say`This review asks nothing of like proposals: it said something else, was reopened, or what it asked was lifted.`);
  }
}

/** Thrown when the reviewer who asked to lift a caution takes the second step as well. */
export class SameLifterError extends RuleError {
  readonly code = 'SAME_REVIEWER';
  constructor(override readonly whoCould: readonly string[]) {
    super(say`You asked for this yourself, so a colleague has to lift it. Tell one of them why.`);
  }
}
