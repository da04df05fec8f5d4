import type { Queryable } from '#database';
import sql from 'sql-template-tag';

/** A job that was started often and never ended: it waits for a person. */
export interface ParkedJob {
  readonly kind: string;
  readonly id: string;
  readonly generation: number;
  readonly starts: number;
  readonly parkedAt: Date;
}

/** All parked jobs, the longest parked first. */
export function parkedJobs(db: Queryable): Promise<ParkedJob[]> {
  return db.query<ParkedJob & Record<string, unknown>>(
    sql`SELECT kind, id, generation, starts, parked_at AS "parkedAt" FROM job_starts WHERE parked_at IS NOT NULL ORDER BY parked_at, kind, id`,
  );
}

/** Lets every parked job of this kind on this row run again: the sweep puts it back while its work is open. Answers how many there were. */
export async function releaseParked(db: Queryable, kind: string, id: string): Promise<number> {
  const released = await db.query(
    sql`DELETE FROM job_starts WHERE kind = ${kind} AND id = ${id} AND parked_at IS NOT NULL RETURNING generation`,
  );
  return released.length;
}
