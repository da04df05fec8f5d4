import { RuleError, say, type Sentence } from '#errors';
import type { GuardrailsStatus } from './guardrails.words.js';

/** Thrown when somebody who is no admin, or no longer one, works on the guardrails. */
export class GuardrailsAdminNeededError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor(override readonly whoCould: readonly string[] = []) {
    super(say`Only an admin sets the guardrails. Ask one of them.`);
  }
}

/** Thrown when somebody who is neither admin nor auditor asks for versions that are not in force. */
export class GuardrailsVersionsHiddenError extends RuleError {
  readonly code = 'NOT_ALLOWED';
  constructor() {
    super(say`Only admins and auditors read what was proposed or in force before. What holds now is in \`guardrails\`.`);
  }
}

/** Thrown when the human who proposed a version tries to activate it. */
export class SameGuardrailsAdminError extends RuleError {
  readonly code = 'SAME_ADMIN';
  override readonly path = ['guardrailsId'];
  constructor(override readonly whoCould: readonly string[]) {
    super(say`Changing the guardrails takes two admins, and you were the first. Ask another one.`);
  }
}

/** Thrown when a version was activated before, or the version that it would replace is no longer in force. */
export class GuardrailsMovedOnError extends RuleError {
  readonly code = 'GUARDRAILS_MOVED_ON';
  override readonly path = ['guardrailsId'];
  constructor(version: number, status: GuardrailsStatus) {
    super(
      status === 'OVERTAKEN'
        ? say`Other guardrails came into force since version ${{ version }} was proposed. Read them, and propose what should still change.`
        : status === 'ACTIVE'
          ? say`Version ${{ version }} is in force already. Propose a new version instead.`
          : say`Version ${{ version }} is over. Propose a new version instead.`,
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
    super(
      tooFew(
        quorum,
        eligible.map(({ name }) => name),
      ),
    );
    this.whoCould = eligible.map(({ id }) => id);
  }
}

function tooFew(quorum: number, names: readonly string[]): Sentence {
  const people = quorum + 1;
  const here = names.length;
  if (here === 0)
    return say`A quorum of ${{ quorum }} takes ${{ people }} people who face customers and are here, for nobody signs their own proposal; nobody does.`;
  return here === 1
    ? say`A quorum of ${{ quorum }} takes ${{ people }} people who face customers and are here, for nobody signs their own proposal; only 1 does: ${{ names }}.`
    : say`A quorum of ${{ quorum }} takes ${{ people }} people who face customers and are here, for nobody signs their own proposal; only ${{ here }} do: ${{ names }}.`;
}
