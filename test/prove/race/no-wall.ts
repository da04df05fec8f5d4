import { SmallHouse } from '../../support/small-house.js';
import { ensureGuardrails } from '#people';
import pg from 'pg';
import type { Proof } from '../proof.js';
import { hire, type SetScene, setScenes } from '../stage.js';

const SIGNERS = 100;
const HOUR_MS = 3_600_000;

/**
 * Shows that the race can see what it looks for: the same race on a copy of the database without walls, by a service that reads, checks
 * and then writes, as services are often written. It must fail: exceptions that were approved twice, and invariants that are broken.
 */
export async function raceWithoutWalls(proof: Proof): Promise<void> {
  await naively(proof.rounds(20, 100), async (house, pool, scenes, signers) => {
    await takeDownTheWalls(house.admin);
    let twice = 0;
    for (const set of scenes) {
      const times = await approvals(pool, set, proof.chance.shuffled(signers));
      if (times > 1) twice += 1;
      proof.check(times === 1, `${set.id} was approved ${times} times: double approvals.`);
    }
    proof.say(`Without walls ${twice} of ${scenes.length} exceptions were approved more than once.`);
    await proof.judge(house.urls.adminUrl);
  });
}

/** The same careless service against the walls: whatever it forgets, nothing is approved twice. Its database is not judged, since it tells no facts. */
export async function naiveRaceAgainstWalls(proof: Proof): Promise<void> {
  await naively(10, async (house, pool, scenes, signers) => {
    for (const set of scenes) {
      const times = await approvals(pool, set, proof.chance.shuffled(signers));
      proof.check(times === 1, `${set.id} was approved ${times} times by a careless service, although the walls stand.`);
    }
    const [row] = await house.rows<{ all: number; reviews: number }>(
      `SELECT (SELECT count(*)::int FROM approvals) AS all, (SELECT count(*)::int FROM reviews) AS reviews`,
    );
    proof.check(
      row?.all === scenes.length && row.reviews === scenes.length,
      `There are ${row?.all} approvals and ${row?.reviews} reviews.`,
    );
  });
}

type Naive = (house: SmallHouse, pool: pg.Pool, scenes: readonly SetScene[], signers: readonly string[]) => Promise<void>;

async function naively(rounds: number, work: Naive): Promise<void> {
  const house = await SmallHouse.open();
  const pool = new pg.Pool({ connectionString: house.urls.adminUrl, max: 20 });
  try {
    await ensureGuardrails(house.superuser, 'AUD');
    const signers = await hire(house.admin, 'signer', SIGNERS);
    const scene = { proposerId: 'per_priya', quorum: 1, expiresInMs: HOUR_MS };
    await work(
      house,
      pool,
      await setScenes(
        house.admin,
        Array.from({ length: rounds }, () => scene),
      ),
      signers,
    );
  } finally {
    await pool.end();
    await house.close();
  }
}

/** How many of them believe to have approved. */
async function approvals(pool: pg.Pool, set: SetScene, signers: readonly string[]): Promise<number> {
  const approved = await Promise.all(signers.map((signer) => naiveCoSign(pool, set, signer).catch(() => false)));
  return approved.filter(Boolean).length;
}

/** Every trigger but the one that makes facts, and every constraint of the tables that hold decisions. */
async function takeDownTheWalls(admin: pg.Client): Promise<void> {
  await admin.query(`DO $$ DECLARE w record; BEGIN
    FOR w IN SELECT t.tgname AS name, c.oid::regclass AS of FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
              WHERE NOT t.tgisinternal AND c.relnamespace = 'public'::regnamespace AND t.tgname <> 'facts_are_chained' LOOP
      EXECUTE format('DROP TRIGGER %I ON %s', w.name, w.of);
    END LOOP;
    FOR w IN SELECT k.conname AS name, k.conrelid::regclass AS of FROM pg_constraint k
              WHERE k.contype IN ('c', 'f', 'p', 'u') AND k.conrelid IN ('approvals'::regclass, 'counted_signatures'::regclass, 'co_signatures'::regclass,
                'reviews'::regclass, 'policy_exceptions'::regclass)
              ORDER BY k.contype = 'f' DESC LOOP
      EXECUTE format('ALTER TABLE %s DROP CONSTRAINT IF EXISTS %I CASCADE', w.of, w.name);
    END LOOP;
  END $$`);
}

/** Reads, checks, writes; answers whether it believes to have approved. */
async function naiveCoSign(pool: pg.Pool, { id, digest }: SetScene, signerId: string): Promise<boolean> {
  const client = await pool.connect();
  const human = signerId.replace('per_', 'hum_');
  try {
    await client.query('BEGIN');
    const { rows } = await client.query<{ status: string; quorum: number; signed: number }>(
      `SELECT status, quorum, (SELECT count(*)::int FROM co_signatures WHERE exception_id = $1) AS signed FROM policy_exceptions WHERE id = $1`,
      [id],
    );
    const approves = rows[0]?.status === 'PROPOSED' && rows[0].signed + 1 >= rows[0].quorum;
    if (approves) for (const statement of NAIVE) await client.query(statement, [id, digest, human, signerId]);
    await client.query('COMMIT');
    return approves;
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

const NAIVE = [
  `INSERT INTO co_signatures (exception_id, revision, human_id, signer_id, digest) VALUES ($1, 1, $3, $4, decode($2, 'hex'))`,
  `INSERT INTO approvals (exception_id, revision, digest, quorum, counted) SELECT $1, 1, decode($2, 'hex'), 1, 1 WHERE $3 || $4 <> ''`,
  `INSERT INTO counted_signatures (exception_id, revision, human_id) SELECT $1, 1, $3 WHERE $2 || $4 <> ''`,
  `INSERT INTO reviews (id, exception_id, due_at) SELECT 'rev_' || $1 || $3, $1, house_now() + interval '7 days' WHERE $2 || $4 <> ''`,
  `UPDATE policy_exceptions SET status = 'APPROVED', turn = turn + 1, approved_revision = 1, approved_at = house_now(), use_by = house_now() + interval '30 days'
    WHERE id = $1 AND $2 || $3 || $4 <> ''`,
];
