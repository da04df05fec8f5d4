import { isPostgresError } from '#database';
import { BusyError } from '#errors';

/** Connection lost, transaction rolled back by its rivals, too many connections, lock not had in time, server going down or coming up. */
const SQL_STATES = /^(08...|40...|53...|55P03|57P0[1-5])$/;
const SYSTEM_CODES = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;
/** pg has no codes for these. */
const WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;

/** Whether an error tells of the machines and not of the work: the same attempt may succeed later, and says nothing against the job. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error instanceof BusyError) return true;
  if (isPostgresError(error)) return SQL_STATES.test(error.code);
  const code = 'code' in error ? String(error.code) : '';
  return SYSTEM_CODES.test(code) || WORDS.test(error.message);
}
