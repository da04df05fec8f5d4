import { BusyError } from '#errors';
import { wallRefusal } from './wall-refusal.js';
import { failedOn, isPostgresError } from './walls.js';

const MOST_TRIES = 8;
/** A row that a twin wrote first: the same key, or an overlapping span of time. */
const TWINS = new Set(['23505', '23P01']);

/**
 * Look, decide, write: `attempt` reads, lets the rules decide (throwing the refusal) and sends one conditional statement.
 * No row back means that somebody was faster, so it looks again; so does a wall that spoke or a twin's row, since the rules see on the
 * second look what the wall saw. A wall that speaks again, against the rules, is the refusal; one that says that others were faster is not.
 * A taken idempotency key is no reason to look again: that is a replay. So are the constraints named in `final`.
 * @throws BusyError when somebody was faster every time; nothing was changed
 */
export async function untilWritten<Row>(attempt: () => Promise<Row[]>, final: readonly string[] = []): Promise<Row> {
  for (let tries = 1; tries <= MOST_TRIES; tries++) {
    try {
      const [row] = await attempt();
      if (row) return row;
    } catch (error) {
      const end = endOf(error, tries, final);
      if (end) throw end;
    }
  }
  throw new BusyError();
}

/** What ends the tries: anything that another look would not change. */
function endOf(error: unknown, tries: number, final: readonly string[]): Error | undefined {
  if (!(error instanceof Error)) throw error;
  if (['one_effect_per_key', ...final].some((constraint) => failedOn(error, constraint))) return error;
  const wall = wallRefusal(error);
  if (wall) return tries > 1 && wall.code !== 'BUSY' ? wall : undefined;
  return isTwin(error) ? undefined : error;
}

function isTwin(error: unknown): boolean {
  return isPostgresError(error) && TWINS.has(error.code);
}
