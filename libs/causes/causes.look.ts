import type { Queryable } from '#database';
import sql from 'sql-template-tag';
import { UnknownCauseError } from './cause.errors.js';

const NEAREST_MOST = 3;
/** Less alike than this is hardly what was meant. */
const MEANT = 0.45;

/**
 * Refuses a cause that is not on the list, and offers those that look most like it.
 * @param path the field of the input that named it
 * @throws UnknownCauseError always
 */
export async function refuseUnknownCause(db: Queryable, path: readonly string[], cause: string): Promise<never> {
  const nearest = await db.query<{ key: string }>(
    sql`SELECT key FROM causes_near(${cause}, ${NEAREST_MOST}::int) WHERE alike >= ${MEANT}::real ORDER BY alike DESC, key`,
    'causes.nearest',
  );
  throw new UnknownCauseError(
    path,
    cause,
    nearest.map(({ key }) => key),
  );
}

/** The name of what each of some causes is by now; those that are not on the list are left out. */
export function namesOf(db: Queryable, causes: readonly string[]): Promise<{ key: string; name: string }[]> {
  return db.query<{ key: string; name: string }>(
    sql`SELECT c.key, goal.name FROM causes c JOIN causes goal ON goal.key = coalesce(c.merged_into, c.key) WHERE c.key = ANY (${causes})`,
    'causes.names',
  );
}

/** How people read causes: by the name of what each is by now, in quotation marks; one that is not on the list by its key. */
export async function causeNames(db: Queryable, causes: readonly string[]): Promise<(cause: string) => string> {
  return inQuotes(await namesOf(db, causes));
}

/** The same of names that are read already. */
export function inQuotes(known: readonly { readonly key: string; readonly name: string }[]): (cause: string) => string {
  const names = new Map(known.map(({ key, name }) => [key, `“${name}”`]));
  return (cause) => names.get(cause) ?? cause;
}
