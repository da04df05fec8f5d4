import { RuleError, say } from '#errors';

/** Thrown when a second look was answered, its time has passed, or nothing is left to look at. */
export class BlindLookOverError extends RuleError {
  readonly code = 'BLIND_LOOK_OVER';
  constructor() {
    super(say`This look is over: it was answered, its time has passed, or its words were erased. Nothing more is asked of you.`);
  }
}

/** Thrown when somebody other than a reviewer, an admin or an auditor asks how far second looks agree. */
export class AgreementHiddenError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor() {
    super(say`How far second looks agree is read by reviewers, admins and auditors. Ask one of them.`);
  }
}
