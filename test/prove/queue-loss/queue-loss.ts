import { setTimeout as sleep } from 'node:timers/promises';
import { ensureGuardrails } from '#people';
import { Running } from '../../support/house.js';
import { freePort } from '../../support/server.mjs';
import { SmallHouse } from '../../support/small-house.js';
import type { Proof } from '../proof.js';
import { type Engine, enginesAsked, startEngine } from './engines.js';
import { makeOpenItems } from './open-items.js';

const BACK_MS_MOST = 30_000;
const DONE_MS_MOST = 120_000;
const WORKERS = 2;

/**
 * Promise 5: reviews that nobody was told of and proposals past their time, thousands of each; everything in the queue is deleted while two
 * workers work, twice. Without `--engine`, both engines work beside each other, the second one with half as many items.
 */
export async function queueLoss(proof: Proof): Promise<void> {
  const most = proof.rounds(10_000, 100_000);
  const tries = enginesAsked(proof.options.engine).map((name, n) => tryEngine(proof, name, 2 * Math.ceil(most / (2 + 2 * n))));
  const failed = (await Promise.allSettled(tries)).find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
}

async function tryEngine(proof: Proof, name: Engine['name'], items: number): Promise<void> {
  const house = await SmallHouse.open();
  const engine = await startEngine(name, house);
  try {
    await ensureGuardrails(house.superuser, 'AUD');
    await loseTheQueue(proof, house, engine, items);
    await proof.judge(house.urls.apiUrl);
  } finally {
    await engine.stop();
    await house.close();
  }
}

async function loseTheQueue(proof: Proof, house: SmallHouse, engine: Engine, items: number): Promise<void> {
  await makeOpenItems(house.admin, items / 2, items / 2, 5_000);
  proof.say(`${engine.name}: ${items} open items.`);
  const workers = await Promise.all(Array.from({ length: WORKERS }, () => startWorker(house, engine)));
  try {
    await sleep(proof.chance.between(500, 1_500));
    await lose(proof, house, engine);
    await sleep(proof.chance.between(500, 4_000));
    await lose(proof, house, engine);
    await until(proof, house, engine, items);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
  await doneOnce(proof, house, items);
}

async function startWorker(house: SmallHouse, engine: Engine): Promise<Running> {
  const port = await freePort();
  const env = { NODE_ENV: 'test', LOG_LEVEL: 'error', PORT: '1', WORKER_HEALTH_PORT: String(port), DATABASE_URL: house.urls.workerUrl };
  const worker = new Running('worker', port, { ...env, ...engine.env });
  await worker.ready();
  return worker;
}

async function lose(proof: Proof, house: SmallHouse, engine: Engine): Promise<void> {
  const [jobs, open] = [await engine.depth(), await openItems(house)];
  await engine.loseEverything();
  proof.say(`${engine.name}: ${jobs} jobs deleted, ${open} items are open.`);
}

/** Waits until every item is done or has its job again, and then until every item is done. */
async function until(proof: Proof, house: SmallHouse, engine: Engine, items: number): Promise<void> {
  const lost = performance.now();
  const passed = (): number => performance.now() - lost;
  let backMs: number | undefined;
  for (let open = items; open > 0 && passed() < DONE_MS_MOST; await sleep(100)) {
    const jobs = await engine.depth();
    open = await openItems(house);
    if (jobs >= open) backMs ??= passed();
  }
  const left = await openItems(house);
  const back = backMs === undefined ? 'never' : `after ${(backMs / 1_000).toFixed(1)} s`;
  proof.check(
    backMs !== undefined && backMs <= BACK_MS_MOST,
    `${engine.name}: the jobs were all back ${back}, and should be within ${BACK_MS_MOST / 1_000} s.`,
  );
  proof.check(left === 0, `${engine.name}: ${left} items were not done within ${DONE_MS_MOST / 1_000} s.`);
  proof.say(`${engine.name}: all back ${back}, all done after ${(passed() / 1_000).toFixed(1)} s.`);
}

async function openItems(house: SmallHouse): Promise<number> {
  const [row] = await house.rows<{ open: number }>(
    `SELECT (SELECT count(*)::int FROM reviews WHERE routed_at IS NULL)
          + (SELECT count(*)::int FROM policy_exceptions WHERE status = 'PROPOSED' AND expires_at <= house_now()) AS open`,
  );
  return row?.open ?? 0;
}

async function doneOnce(proof: Proof, house: SmallHouse, items: number): Promise<void> {
  const rows = await house.rows<{ name: string; facts: number; subjects: number }>(
    `SELECT name, count(*)::int AS facts, count(DISTINCT subject_id)::int AS subjects FROM facts WHERE name IN ('review.routed', 'exception.expired') GROUP BY name`,
  );
  for (const { name, facts, subjects } of rows) {
    proof.check(
      facts === items / 2 && subjects === items / 2,
      `${name} was told ${facts} times of ${subjects} subjects, and should be once of ${items / 2}.`,
    );
  }
  proof.check(rows.length === 2, 'Both kinds of work were done.');
  const [parked] = await house.rows<{ jobs: number }>('SELECT count(*)::int AS jobs FROM job_starts');
  proof.check(parked?.jobs === 0, `${parked?.jobs} jobs were started and never ended.`);
}
