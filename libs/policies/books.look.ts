import type { Queryable } from '#database';
import sql, { raw } from 'sql-template-tag';
import { type BookGround, type KnownPolicy, refKey, type Said } from './book.rules.js';

/** A policy as a book shows it: what is in force, or what has its date where nothing is. */
export interface BookPage extends Said {
  readonly number: number;
  readonly ref: string;
  readonly bookRef: string | null;
  readonly title: string;
  readonly effectiveFrom: Date;
}

const SAID = raw('v.text, v.kinds, v.causes, v.amount_up_to::float8 AS "amountUpTo", v.currency, v.review_by AS "reviewBy", v.owner');
/** Activated, and not over. */
const LIVING = raw(`(v.status = 'ACTIVE' AND coalesce(v.superseded_at > house_now(), true))`);

/** One book after the other, to the end of the transaction: two at once would both make what neither found. */
export async function lockBook(tx: Queryable): Promise<void> {
  await tx.query(sql`SELECT pg_advisory_xact_lock(hashtextextended('policy book', 0))`, 'policies.lockBook');
}

/** Reads what is known of the policies that have one of these refs, in two statements, however many they are. */
export async function lookAtBook(db: Queryable, refs: readonly string[]): Promise<BookGround> {
  const keys = refs.map(refKey);
  const found = await db.query<Omit<KnownPolicy, 'standing'> & Record<string, unknown>>(
    sql`SELECT p.id, p.ref, p.book_ref AS "bookRef", p.title, (SELECT coalesce(max(v.number), 0) FROM policy_versions v WHERE v.policy_id = p.id) AS "lastNumber"
          FROM policies p WHERE p.ref = ANY (${keys}) OR upper(p.book_ref) = ANY (${keys})`,
    'policies.lookAtBook',
  );
  const standing = await db.query<Said & { policyId: string } & Record<string, unknown>>(
    sql`SELECT v.policy_id AS "policyId", ${SAID} FROM policy_versions v
         WHERE v.policy_id = ANY (${found.map(({ id }) => id)}) AND (v.status = 'PROPOSED' OR ${LIVING})`,
    'policies.lookAtStanding',
  );
  const [clock] = await db.query<{ now: Date }>(sql`SELECT house_now() AS now`, 'policies.now');
  if (!clock) throw new Error('This query always has one row.');
  return {
    now: clock.now,
    policies: found.map((policy) => ({ ...policy, standing: standing.filter(({ policyId }) => policyId === policy.id) })),
  };
}

/** Part of the book as it stands: policies after the one with this number, at most so many, in the order of their numbers. */
export function pagesOfBook(db: Queryable, after: number, most: number): Promise<BookPage[]> {
  return db.query<BookPage & Record<string, unknown>>(
    sql`SELECT p.number, p.ref, p.book_ref AS "bookRef", p.title, v."effectiveFrom", v.text, v.kinds, v.causes, v."amountUpTo", v.currency, v."reviewBy", v.owner
          FROM policies p CROSS JOIN LATERAL (SELECT v.effective_from AS "effectiveFrom", ${SAID} FROM policy_versions v
            WHERE v.policy_id = p.id AND ${LIVING} ORDER BY v.effective_from LIMIT 1) AS v
         WHERE p.number > ${after} ORDER BY p.number LIMIT ${most}`,
    'policies.book',
  );
}
