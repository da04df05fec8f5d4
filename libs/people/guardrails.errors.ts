import { RuleError } from '#errors';
import type { GuardrailsStatus } from './guardrails.words.js';

/** Thrown when somebody who is no admin, or no longer one, works on the guardrails. */
export class GuardrailsAdminNeededError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor(override readonly whoCould: readonly string[] = []) {
    super('Only an admin sets the guardrails. Ask one of them.');
  }
}

/** Thrown when somebody who is neither admin nor auditor asks for versions that are not in force. */
export class GuardrailsVersionsHiddenError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor() {
    super('Only admins and auditors read what was proposed or in force before. What holds now is in `guardrails`.');
  }
}

/** Thrown when the human who proposed a version tries to activate it. */
export class SameGuardrailsAdminError extends RuleError {
  readonly code = 'SAME_ADMIN';
  override readonly path = ['guardrailsId'];
  constructor(override readonly whoCould: readonly string[]) {
    super('Changing the guardrails takes two admins, and you were the first. Ask another one.');
  }
}

/** Thrown when a version was activated before, or the version that it would replace is no longer in force. */
export class GuardrailsMovedOnError extends RuleError {
  readonly code = 'GUARDRAILS_MOVED_ON';
  override readonly path = ['guardrailsId'];
  constructor(version: number, status: GuardrailsStatus) {
    super(
      status === 'OVERTAKEN'
        ? `Other guardrails came into force since version ${version} was proposed. Read them, and propose what should still change.`
        : `Version ${version} is ${status === 'ACTIVE' ? 'in force already' : 'over'}. Propose a new version instead.`,
    );
  }
}

/** Thrown when too few people are here for a band: its quorum, and somebody who proposes. */
export class RuleUnsatisfiableError extends RuleError {
  readonly code = 'RULE_UNSATISFIABLE';
  override readonly whoCould: readonly string[];
  constructor(
    override readonly path: readonly string[],
    quorum: number,
    eligible: readonly { readonly id: string; readonly name: string }[],
  ) {
    const who =
      eligible.length === 0
        ? 'nobody does'
        : `only ${eligible.length} ${eligible.length === 1 ? 'does' : 'do'}: ${eligible.map(({ name }) => name).join(', ')}`;
    super(`A quorum of ${quorum} takes ${quorum + 1} people who face customers and are here, for nobody signs their own proposal; ${who}.`);
    this.whoCould = eligible.map(({ id }) => id);
  }
}
