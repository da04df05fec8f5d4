import type { ErrorCode } from './codes.js';
import type { Sentence } from './sentence.js';

/**
 * A rejected attempt, with a stable code and a sentence for a person: what happened and what to do next.
 * Rooms throw subclasses; the GraphQL door turns them into `userErrors` of the payload. Nothing was changed when one is thrown.
 */
export abstract class RuleError extends Error {
  abstract readonly code: ErrorCode;
  /** The input field that is at fault, as path below `input`; empty when it is not about one field. */
  readonly path: readonly string[] = [];
  /** Ids of the people who could act instead, where that helps; filled in by the room that knows them. */
  whoCould: readonly string[] = [];

  /** @param sentence what `message` says in English, for programs that say it in the language of their reader */
  constructor(
    readonly sentence: Sentence,
    options?: ErrorOptions,
  ) {
    super(String(sentence), options);
  }
}
