import { isNotNow } from '#database';
import { BusyError } from '#errors';

/** Whether an error tells of the machines and not of the work: the same attempt may succeed later, and says nothing against the job. */
export function isTransient(error: unknown): boolean {
  return error instanceof BusyError || isNotNow(error);
}
