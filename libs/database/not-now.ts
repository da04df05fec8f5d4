import { isPostgresError } from './walls.js';

/** Connection lost, transaction rolled back by its rivals, too many connections, lock not had in time, server going down or coming up. */
const SQL_STATES = /^(08...|40...|53...|55P03|57P0[1-5])$/;
const SYSTEM_CODES = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/;
/** pg has no codes for these. */
const WORDS =
  /^(Connection terminated|timeout exceeded when trying to connect|Query read timeout|Client has encountered a connection error)/;
/** A statement that Postgres ended after its time. */
const TOO_SLOW = '57014';

/** Whether an error tells of the machines and not of what was asked: the same attempt may succeed later. */
export function isNotNow(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (isPostgresError(error)) return SQL_STATES.test(error.code);
  const code = 'code' in error ? String(error.code) : '';
  return SYSTEM_CODES.test(code) || WORDS.test(error.message);
}

/** The same, or a statement took longer than it may: seldom the statement's fault when it is one that was written for the house. */
export function isOverloaded(error: unknown): boolean {
  return isNotNow(error) || (isPostgresError(error) && error.code === TOO_SLOW);
}
