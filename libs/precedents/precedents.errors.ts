import { RuleError, say } from '#errors';

/** Thrown when a search for precedents says nothing to search for. */
export class NothingToSearchForError extends RuleError {
  readonly code = 'INVALID';
  override readonly path = ['search'];
  constructor() {
    super(say`Say what you look for: some words, a cause, a kind of remedy or an amount.`);
  }
}
