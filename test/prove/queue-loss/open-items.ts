import type pg from 'pg';
import { setScenes } from '../stage.js';

const HOUR_MS = 3_600_000;
const BATCH = 500;

/** Puts so many approved exceptions whose reviews nobody was told of, and so many proposals whose time passes soon, into the tables. */
export async function makeOpenItems(admin: pg.Client, reviews: number, proposals: number, expireInMs: number): Promise<void> {
  for (let left = proposals; left > 0; left -= BATCH) await lay(admin, Math.min(BATCH, left), expireInMs);
  for (let left = reviews; left > 0; left -= BATCH) {
    await approveAll(admin, await lay(admin, Math.min(BATCH, left), HOUR_MS));
  }
  await admin.query('ANALYZE');
}

/** Lets Tom co-sign proposals that need one signature, in one transaction. */
export async function approveAll(admin: pg.Client, ids: readonly string[]): Promise<void> {
  await admin.query('BEGIN');
  for (const statement of APPROVE) await admin.query(statement, [ids]);
  await admin.query('COMMIT');
}

async function lay(admin: pg.Client, count: number, expiresInMs: number): Promise<string[]> {
  const scene = { proposerId: 'per_priya', quorum: 1, expiresInMs };
  return (
    await setScenes(
      admin,
      Array.from({ length: count }, () => scene),
    )
  ).map(({ id }) => id);
}

/** What the decisive co-signature writes, for many at once: Tom signs them all. */
const APPROVE = [
  `INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest)
     SELECT exception_id, 1, 'hum_tom', 'per_tom', digest FROM revisions WHERE exception_id = ANY ($1)`,
  `INSERT INTO approvals (exception_id, revision, digest, quorum, counted) SELECT exception_id, 1, digest, 1, 1 FROM revisions WHERE exception_id = ANY ($1)`,
  `INSERT INTO counted_signatures (exception_id, revision, human_id) SELECT exception_id, 1, 'hum_tom' FROM revisions WHERE exception_id = ANY ($1)`,
  `INSERT INTO reviews (id, exception_id, due_at) SELECT replace(id, 'exc_', 'rev_'), id, house_now() + interval '7 days' FROM unnest($1::text[]) AS e(id)`,
  `UPDATE policy_exceptions SET turn = turn + 1, status = 'APPROVED', approved_revision = 1, use_by = house_now() + interval '30 days' WHERE id = ANY ($1)`,
  `INSERT INTO facts (subject_id, actor_id, name, body) SELECT exception_id, 'per_tom', f.name,
     json_build_object('revision', 1, 'digest', encode(digest, 'hex'), 'humanId', 'hum_tom', 'humans', json_build_array('hum_tom'))
     FROM revisions, (VALUES (1, 'exception.coSigned'), (2, 'exception.approved')) AS f(n, name) WHERE exception_id = ANY ($1) ORDER BY exception_id, f.n`,
  `INSERT INTO facts (subject_id, actor_id, name, body) SELECT replace(id, 'exc_', 'rev_'), 'per_tom', 'review.queued', json_build_object('exceptionId', id)
     FROM unnest($1::text[]) AS e(id)`,
];
