import { RuleError, say } from '#errors';

/** Thrown when a machine token lacks the scope of an operation, or the operation is for people only. */
export class TokenMayNotError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor(scope: string | null) {
    super(
      scope
        ? say`This token lacks the scope ${{ scope }}. Ask an admin for a token that has it.`
        : say`This is for people only. Sign in as yourself.`,
    );
  }
}

/** Thrown when a machine token changes something without an idempotency key, so that a retry could do it twice. */
export class KeyRequiredError extends RuleError {
  readonly code = 'IDEMPOTENCY_KEY_REQUIRED';
  override readonly path = ['idempotencyKey'];
  constructor() {
    super(say`Machine tokens must send an idempotency key with every mutation, so that a retry has one effect.`);
  }
}

/** Thrown when a machine token without the scope READ selects more of an answer than the state of what it changed. Nothing was done. */
export class TokenMayNotReadError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor(field: string) {
    super(say`This token lacks the scope READ, which ${{ field }} needs. Select less, or ask an admin for a token that has it.`);
  }
}

/** Thrown when somebody names, or would be shown, a proposal that they are to judge without knowing how it was decided. */
export class BlindLookOpenError extends RuleError {
  readonly code = 'BLIND_LOOK_OPEN';
  constructor() {
    super(
      say`You are asked for a second look at this, without knowing how it was decided. Answer it first, or wait until its time has passed.`,
    );
  }
}
