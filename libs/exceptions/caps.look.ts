import { isPostgresError } from '#database';
import { RuleError } from '#errors';
import type { CapNow } from './attempt.js';
import { CapExceededError } from './exception.errors.js';

/** What the wall on caps said, twice, in the words of the rules: it names limit and use as it saw them under its lock. Everything else goes on. */
export function sayWhichCap(error: unknown): never {
  const wall: unknown = error instanceof RuleError && error.code === 'CAP_EXCEEDED' ? error.cause : undefined;
  if (isPostgresError(wall) && 'detail' in wall && typeof wall.detail === 'string')
    throw new CapExceededError(JSON.parse(wall.detail) as CapNow);
  throw error;
}
