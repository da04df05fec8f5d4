import { Database } from '#database';
import { Replays } from '#promotions';
import pg from 'pg';
import sql from 'sql-template-tag';
import { SmallHouse } from '../support/small-house.js';
import type { Bench } from './bench.types.js';
import { Slopes } from './slopes.js';

/** How many exceptions the year has, one after the other; the goal is of the second. Fewer with BENCH_REPLAY_MOST. */
const SIZES = [10_000, 50_000, 100_000, 1_000_000];
const GOAL_SIZE = 50_000;
const CAUSES = 40;
const RUNS = 7;
/** Merged into those that the draft names: two into each of its three. */
const MERGED = 6;

/** Into a year made straight in the tables, without walls or facts: only what a replay reads. One in fifty was declined, one in a hundred not to be done again. */
const MORE = [
  `INSERT INTO policy_exceptions (id, status, case_id, proposer_id, proposer_human, base_quorum, created_at, expires_at, approved_revision, approved_at, use_by, ended_at)
    SELECT 'exc_' || n, CASE WHEN n % 50 = 0 THEN 'DECLINED' ELSE 'APPROVED' END, 'cas_' || n, 'per_priya', 'hum_priya', 1, at, at + interval '4 hours',
        CASE WHEN n % 50 <> 0 THEN 1 END, CASE WHEN n % 50 <> 0 THEN at END, CASE WHEN n % 50 <> 0 THEN at + interval '30 days' END, CASE WHEN n % 50 = 0 THEN at END
      FROM generate_series($1::int, $2::int) n, LATERAL (SELECT house_now() - interval '364 days' * ((n * 0.6180339887) % 1) AS at) t`,
  `INSERT INTO revisions (exception_id, number, digest, material_digest, material, author_id, author_human, cause, kind, amount_minor, currency, has_deed)
    SELECT 'exc_' || n, 1, sha256(n::text::bytea), sha256(n::text::bytea), true, 'per_priya', 'hum_priya', 'cause-' || n % ${CAUSES}, 'FEE_WAIVER', 100 + n % 5000, 'AUD', false
      FROM generate_series($1::int, $2::int) n`,
  `INSERT INTO reviews (id, exception_id, cause, kind, risk, status, due_at, reviewer_id, reviewer_human, disposition, reason_id, disposed_at)
    SELECT 'rev_' || n, 'exc_' || n, 'cause-' || n % ${CAUSES}, 'FEE_WAIVER', 0, 'DISPOSED', house_now(), 'per_omar', 'hum_omar', CASE WHEN n % 100 = 1 THEN 'NOT_AGAIN' ELSE 'ONE_OFF' END, 'rmk_1', house_now()
      FROM generate_series($1::int, $2::int) n WHERE n % 50 <> 0`,
];
const DRAFT = `INSERT INTO policies (id, title) VALUES ('pol_1', 'Fees');
INSERT INTO policy_versions (id, policy_id, number, status, text, kinds, causes, amount_up_to, currency, drafted_by)
  VALUES ('pve_1', 'pol_1', 1, 'DRAFT', 'Waived.', '{FEE_WAIVER}', '{cause-1,cause-2,cause-3}', 4000, 'AUD', 'per_omar');
INSERT INTO causes (key, name) SELECT 'cause-' || n, 'Cause ' || n FROM generate_series(0, ${CAUSES - 1}) n ON CONFLICT DO NOTHING;`;

/** Six of the forty causes, as if reviewers had merged them a day ago. */
const MERGES = `
UPDATE causes SET merge_asked_into = 'cause-' || 1 + n % 3, merge_asked_by = 'per_renee', merge_asked_human = 'hum_renee', merge_why_id = 'rmk_1', merged_into = 'cause-' || 1 + n % 3,
    merged_by = 'per_omar', merged_human = 'hum_omar', merged_at = house_now() - interval '1 day' FROM generate_series(4, ${3 + MERGED}) n WHERE key = 'cause-' || n;
INSERT INTO cause_meanings (cause, means, since) SELECT key, merged_into, merged_at FROM causes WHERE merged_into IS NOT NULL;
ANALYZE causes; ANALYZE cause_meanings;`;
const UNMERGED = `DELETE FROM cause_meanings;
UPDATE causes SET merge_asked_into = NULL, merge_asked_by = NULL, merge_asked_human = NULL, merge_why_id = NULL, merged_into = NULL, merged_by = NULL, merged_human = NULL, merged_at = NULL;
ANALYZE causes; ANALYZE cause_meanings;`;

/**
 * A replay over a year of ten thousand exceptions, of fifty thousand (the goal), a hundred thousand and a million, with the slope; before and after causes were
 * merged, beside a plain scan of the same rows, in turn, in one run. Without the time limit of the service, so that a million can be told, too.
 */
export async function replay({ print }: Bench): Promise<void> {
  const house = await SmallHouse.open();
  const pool = new pg.Pool({ connectionString: house.urls.apiUrl, max: 1, options: '-c statement_timeout=300s' });
  const [db, slopes] = [new Database(pool), new Slopes()];
  await house.admin.query(`SET session_replication_role = replica; ${DRAFT}`);
  let from = 1;
  for (const size of SIZES.filter((one) => one <= Number(process.env['BENCH_REPLAY_MOST'] ?? 1_000_000))) {
    for (const statement of MORE) await house.admin.query(statement, [from, size]);
    for (const table of ['policy_exceptions', 'revisions', 'reviews']) await house.admin.query(`VACUUM ANALYZE ${table}`);
    from = size + 1;
    print(`A year of ${size.toLocaleString('en')} exceptions of ${CAUSES} causes, the median of ${RUNS}.`);
    await compared({ db, slopes, size, print }, 'a draft of three causes');
    await house.admin.query(MERGES);
    await compared({ db, slopes, size, print }, `and ${MERGED} merged into them`);
    await house.admin.query(UNMERGED);
  }
  slopes.lines().forEach((line) => print(line));
  await pool.end();
  await house.close();
}

async function compared(
  { db, slopes, size, print }: { db: Database; slopes: Slopes; size: number; print: Bench['print'] },
  name: string,
): Promise<void> {
  const replays = new Replays(db);
  const { covered, of, alsoCaughtCount } = await replays.replay('pve_1', {}, []);
  const took: { replay: number; scan: number }[] = [];
  for (let run = 0; run < RUNS; run++)
    took.push({ replay: await timed(() => replays.replay('pve_1', {}, [])), scan: await timed(() => scan(db)) });
  const middle = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
  const [replayMs, scanMs] = [middle(took.map((one) => one.replay)), middle(took.map((one) => one.scan))];
  slopes.add(name, size, replayMs);
  const found = `covers ${covered} of ${of} and also catches ${alsoCaughtCount}`;
  const goal = size === GOAL_SIZE ? '   (goal: 2,000 ms)' : '';
  print(
    `  ${name.padEnd(28)} ${replayMs.toFixed(0).padStart(6)} ms   a plain scan ${scanMs.toFixed(0).padStart(5)} ms   ${(replayMs / scanMs).toFixed(1)} scans   ${found}${goal}`,
  );
}

const scan = (db: Database): Promise<unknown> =>
  db.query(sql`SELECT count(*), sum(r.amount_minor) FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision
    WHERE e.created_at > house_now() - interval '365 days'`);

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
