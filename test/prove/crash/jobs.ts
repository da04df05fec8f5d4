import { setTimeout as sleep } from 'node:timers/promises';
import { Grounds } from '../../support/grounds.js';
import { House } from '../../support/house.js';
import type { Proof } from '../proof.js';
import { Mortal } from './mortal.js';
import { toldBy } from './told-grounds.js';

/** What the worker does beside its jobs, and while it starts. Dying there is dying between two jobs. */
const BACKGROUND =
  /(canary|health|sweep|LISTEN|NOTIFY|advisory|SELECT 1|SELECT version|jobStarts\.parked|reviews\.due|exceptions\.due|handOffs\.due|reply)/i;
/** Long enough for everything to have fallen due. */
const LATER = '40 days';
/** So long a worker is left with what is to be done now, before the clock moves on. */
const NOW_MS = 4_000;
const DEATH_MS_MOST = 20_000;
const DONE_MS_MOST = 90_000;

/** What is done once for each thing, by the fact that tells it. */
const ONCE = [
  ...['review.routed', 'exception.expired', 'exception.lapsed', 'exception.covered', 'review.leaseEnded', 'review.overdue'],
  ...['getBack.broken', 'followUp.fellDue', 'case.acknowledgementDue', 'handOff.expired', 'handOff.returned'],
];

/**
 * The worker dies by SIGKILL at each place of each job (the relay and the acknowledgement are among them), again and again, on work of every
 * kind that waits; the one that lives in the end leaves nothing undone, and nothing done twice. Jobs travel through Postgres.
 */
export async function crashJobs(proof: Proof, most: number): Promise<void> {
  const house = await House.open({ apis: 1, workers: 0, env: { JOB_STARTS_MAX: '100', SWEEP_MS: '1000', REVIEW_DUE_DAYS: '7' } });
  try {
    const grounds = new Grounds(house, toldBy(house));
    await makeWork(house, grounds, 2);
    const worker = await Mortal.start('worker', { ...house.env, PORT: '1', DATABASE_URL: house.ground.urls.workerUrl });
    await allDone(proof, house, 'The first worker');
    const places = [...new Set(await worker.watch())].filter((point) => point.endsWith(' #1') && !BACKGROUND.test(point));
    const chosen = proof.chance.shuffled(places).slice(0, most);
    proof.say(`${places.length} places to die in jobs; ${chosen.length} of them are tried.`);
    for (const place of chosen) {
      await worker.kill();
      await makeWork(house, grounds, 1);
      await worker.revive(place);
      if (!(await worker.dies(NOW_MS))) await house.ground.clock(LATER);
      proof.check(await worker.dies(DEATH_MS_MOST), `The worker did not come to ${place}.`);
    }
    await house.ground.clock('0');
    await worker.revive();
    await allDone(proof, house, 'The last worker');
    await worker.kill();
    await onceEach(proof, house);
    await proof.judge(house.ground.urls.apiUrl);
  } finally {
    await house.close();
  }
}

/** Work of every kind, some of it for now and some for later. What expired before the last worker came cannot be covered any more. */
async function makeWork(house: House, grounds: Grounds, each: number): Promise<void> {
  await house.ground.clock('0');
  for (let n = 0; n < each; n++) {
    await grounds.proposal(); // expires
    await grounds.approved(); // is routed, reminded of, and lapses
    await grounds.of['releaseReview']?.(); // its claim ends
    await grounds.of['coverException']?.(); // found, and covered
    await grounds.of['keepGetBack']?.(); // a promise that is broken
    await grounds.of['recordFollowUp']?.(); // falls due
    await grounds.of['acknowledgeCase']?.(); // is reminded of
    await grounds.of['refuseHandOff']?.(); // an offer that expires
    await acceptAndForget(house, grounds); // comes back untouched
  }
}

async function acceptAndForget(house: House, grounds: Grounds): Promise<void> {
  const ground = await grounds.of['acceptHandOff']?.();
  if (ground) await house.person(ground.who).run('acceptHandOff', ground.input, 'handOff { id }');
}

/** First what is to be done now, then what falls due. */
async function allDone(proof: Proof, house: House, who: string): Promise<void> {
  for (const end = Date.now() + DONE_MS_MOST; (await toBeCovered(house)) > 0 && Date.now() < end;) await sleep(200);
  proof.check((await toBeCovered(house)) === 0, `${who} did not cover what a policy allows.`);
  await house.ground.clock(LATER);
  let left = await openWork(house);
  for (const end = Date.now() + DONE_MS_MOST; left > 0 && Date.now() < end; await sleep(200)) left = await openWork(house);
  proof.check(left === 0, `${who} left ${left} things undone.`);
}

async function toBeCovered(house: House): Promise<number> {
  const [row] = await house.ground.rows<{ open: number }>(
    `SELECT count(*)::int AS open FROM policy_exceptions e JOIN revisions r ON r.exception_id = e.id AND r.number = e.revision
      WHERE e.status = 'PROPOSED' AND r.cause LIKE 'covered-%'`,
  );
  return row?.open ?? 0;
}

async function openWork(house: House): Promise<number> {
  const [row] = await house.ground.rows<{ open: number }>(
    `SELECT (SELECT count(*)::int FROM outbox)
          + (SELECT count(*)::int FROM reviews WHERE routed_at IS NULL OR status = 'CLAIMED' OR status = 'QUEUED' AND due_at <= house_now() AND coalesce(reminded_at < due_at, true))
          + (SELECT count(*)::int FROM hand_offs WHERE status = 'OFFERED' OR status = 'ACCEPTED' AND settled_at IS NULL)
          + (SELECT count(*)::int FROM get_backs WHERE status = 'MADE')
          + (SELECT count(*)::int FROM cases c WHERE status = 'NEW' AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE r.thing_id = c.id))
          + (SELECT count(*)::int FROM follow_ups f WHERE outcome IS NULL AND due_at <= house_now() AND NOT EXISTS (SELECT 1 FROM case_reminders r WHERE r.thing_id = f.id))
          + (SELECT count(*)::int FROM policy_exceptions WHERE status = 'PROPOSED' OR status = 'APPROVED' AND use_by <= house_now() AND customer_told_at IS NULL) AS open`,
  );
  return row?.open ?? 0;
}

async function onceEach(proof: Proof, house: House): Promise<void> {
  const rows = await house.ground.rows<{ name: string; subjects: number; twice: number }>(
    `SELECT name, count(*)::int AS subjects, count(*) FILTER (WHERE times > 1)::int AS twice
       FROM (SELECT name, subject_id, count(*) AS times FROM facts WHERE name = ANY ($1) GROUP BY name, subject_id) AS told GROUP BY name`,
    [ONCE],
  );
  for (const name of ONCE) {
    const told = rows.find((row) => row.name === name);
    proof.check((told?.subjects ?? 0) > 0, `${name} was never told.`);
    proof.check(told?.twice === 0, `${name} was told more than once of ${told?.twice} subjects.`);
  }
  const [parked] = await house.ground.rows<{ jobs: number }>('SELECT count(*)::int AS jobs FROM job_starts WHERE parked_at IS NOT NULL');
  proof.check(parked?.jobs === 0, `${parked?.jobs} jobs were parked.`);
}
