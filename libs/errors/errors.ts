import { RuleError } from './refusal.js';
import { say, type Sentence } from './sentence.js';

/** Thrown when a value is missing or not acceptable. */
export class InvalidError extends RuleError {
  readonly code = 'INVALID';
  constructor(
    override readonly path: readonly string[],
    sentence: Sentence,
  ) {
    super(sentence);
  }
}

const NO_SUCH = {
  'API token': say`There is no such API token. Check the id, or ask the owner whether you may see it.`,
  'active policy version': say`There is no such active policy version. Check the id, or ask the owner whether you may see it.`,
  case: say`There is no such case. Check the id, or ask the owner whether you may see it.`,
  cause: say`There is no such cause. Check the id, or ask the owner whether you may see it.`,
  colleague: say`There is no such colleague. Check the id, or ask the owner whether you may see it.`,
  customer: say`There is no such customer. Check the id, or ask the owner whether you may see it.`,
  dispute: say`There is no such dispute. Check the id, or ask the owner whether you may see it.`,
  exception: say`There is no such exception. Check the id, or ask the owner whether you may see it.`,
  'follow-up': say`There is no such follow-up. Check the id, or ask the owner whether you may see it.`,
  'get-back': say`There is no such get-back. Check the id, or ask the owner whether you may see it.`,
  'hand-off': say`There is no such hand-off. Check the id, or ask the owner whether you may see it.`,
  link: say`There is no such link. Check the id, or ask the owner whether you may see it.`,
  machine: say`There is no such machine. Check the id, or ask the owner whether you may see it.`,
  offer: say`There is no such offer. Check the id, or ask the owner whether you may see it.`,
  'open proposal': say`There is no such open proposal. Check the id, or ask the owner whether you may see it.`,
  person: say`There is no such person. Check the id, or ask the owner whether you may see it.`,
  policy: say`There is no such policy. Check the id, or ask the owner whether you may see it.`,
  'policy version': say`There is no such policy version. Check the id, or ask the owner whether you may see it.`,
  precedent: say`There is no such precedent. Check the id, or ask the owner whether you may see it.`,
  question: say`There is no such question. Check the id, or ask the owner whether you may see it.`,
  review: say`There is no such review. Check the id, or ask the owner whether you may see it.`,
  'second look of yours': say`There is no such second look of yours. Check the id, or ask the owner whether you may see it.`,
  team: say`There is no such team. Check the id, or ask the owner whether you may see it.`,
  'version of the guardrails': say`There is no such version of the guardrails. Check the id, or ask the owner whether you may see it.`,
  'revision with its texts': say`There is no such revision with its texts; they were erased. Check the id, or ask the owner whether you may see it.`,
} as const satisfies Record<string, Sentence>;

/** Thrown when an id or ref names nothing, or nothing that the caller may see. */
export class NotFoundError extends RuleError {
  readonly code = 'NOT_FOUND';
  constructor(
    what: keyof typeof NO_SUCH,
    override readonly path: readonly string[] = [],
  ) {
    super(NO_SUCH[what]);
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
    super(say`Too many people acted on this at the same moment. Nothing was changed; please try again.`);
  }
}
