import { Replays } from '#promotions';
import sql from 'sql-template-tag';
import { SmallHouse } from '../support/small-house.js';
import type { Bench } from './bench.types.js';

const EXCEPTIONS = 50_000;
const CAUSES = 40;
const RUNS = 7;

/** A year made straight in the tables, without walls or facts: only what a replay reads. One in fifty was declined, one in a hundred not to be done again. */
const YEAR = `
SET session_replication_role = replica;
INSERT INTO policy_exceptions (id, status, case_id, proposer_id, proposer_human, base_quorum, created_at, expires_at, approved_revision, approved_at, use_by, ended_at)
  SELECT 'exc_' || n, CASE WHEN n % 50 = 0 THEN 'DECLINED' ELSE 'APPROVED' END, 'cas_' || n, 'per_priya', 'hum_priya', 1, at, at + interval '4 hours',
      CASE WHEN n % 50 <> 0 THEN 1 END, CASE WHEN n % 50 <> 0 THEN at END, CASE WHEN n % 50 <> 0 THEN at + interval '30 days' END, CASE WHEN n % 50 = 0 THEN at END
    FROM generate_series(1, ${EXCEPTIONS}) n, LATERAL (SELECT house_now() - interval '364 days' * (n / ${EXCEPTIONS}.0) AS at) t;
INSERT INTO revisions (exception_id, number, digest, material_digest, material, author_id, author_human, cause, kind, amount_minor, currency, has_deed)
  SELECT 'exc_' || n, 1, sha256(n::text::bytea), sha256(n::text::bytea), true, 'per_priya', 'hum_priya', 'cause-' || n % ${CAUSES}, 'FEE_WAIVER', 100 + n % 5000, 'AUD', false
    FROM generate_series(1, ${EXCEPTIONS}) n;
INSERT INTO reviews (id, exception_id, cause, kind, risk, status, due_at, reviewer_id, reviewer_human, disposition, reason_id, disposed_at)
  SELECT 'rev_' || n, 'exc_' || n, 'cause-' || n % ${CAUSES}, 'FEE_WAIVER', 0, 'DISPOSED', house_now(), 'per_omar', 'hum_omar', CASE WHEN n % 100 = 1 THEN 'NOT_AGAIN' ELSE 'ONE_OFF' END, 'rmk_1', house_now()
    FROM generate_series(1, ${EXCEPTIONS}) n WHERE n % 50 <> 0;
INSERT INTO policies (id, title) VALUES ('pol_1', 'Fees');
INSERT INTO policy_versions (id, policy_id, number, status, text, kinds, causes, amount_up_to, currency, drafted_by)
  VALUES ('pve_1', 'pol_1', 1, 'DRAFT', 'Waived.', '{FEE_WAIVER}', '{cause-1,cause-2,cause-3}', 4000, 'AUD', 'per_omar');
SET session_replication_role = DEFAULT;
ANALYZE policy_exceptions; ANALYZE revisions; ANALYZE reviews;`;

/** A replay over a year of 50,000 exceptions, beside a plain scan of the same rows, in turn, in one run. */
export async function replay({ print }: Bench): Promise<void> {
  const house = await SmallHouse.open();
  await house.admin.query(YEAR);
  const db = house.api;
  const replays = new Replays(db);
  const scan = async (): Promise<void> => {
    await db.query(sql`SELECT count(*), sum(r.amount_minor) FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision
      WHERE e.created_at > house_now() - interval '365 days'`);
  };
  const took: { replay: number; scan: number }[] = [];
  const found = await replays.replay('pve_1', {});
  for (let run = 0; run < RUNS; run++) took.push({ replay: await timed(() => replays.replay('pve_1', {})), scan: await timed(scan) });
  const middle = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  const [replayMs, scanMs] = [middle(took.map((one) => one.replay)), middle(took.map((one) => one.scan))];
  print(
    `replay: a year of ${EXCEPTIONS} exceptions, the median of ${RUNS}; it covers ${found.covered} of ${found.of} and also catches ${found.alsoCaughtCount}`,
  );
  print(`a plain scan of the same rows      ${scanMs.toFixed(0).padStart(6)} ms`);
  print(
    `replay with its digest             ${replayMs.toFixed(0).padStart(6)} ms   ${(replayMs / scanMs).toFixed(1)} scans   (goal: 2,000 ms)`,
  );
  await house.close();
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
