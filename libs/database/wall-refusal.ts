import { ERROR_CODES, type ErrorCode, RuleError, Sentence } from '#errors';
import { isPostgresError, WALL_CODES } from './walls.js';

/** Thrown when a wall in the database refused what the rules had let through, because something changed between looking and writing. */
class WallError extends RuleError {
  constructor(
    readonly code: ErrorCode,
    options?: ErrorOptions,
  ) {
    super(new Sentence(`${ERROR_CODES[code]} Nothing was changed; look again and decide anew.`, {}), options);
  }
}

/** What a wall said, as a refusal; undefined when the error is not the word of a wall, or of one that only a mistake of ours can meet. */
export function wallRefusal(error: unknown): RuleError | undefined {
  const code = isPostgresError(error) ? WALL_CODES[error.code] : undefined;
  return code && new WallError(code, { cause: error });
}
