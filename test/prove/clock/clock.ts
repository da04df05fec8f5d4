import { setTimeout as sleep } from 'node:timers/promises';
import { House } from '../../support/house.js';
import { Kept } from '../kept.js';
import type { Proof } from '../proof.js';
import { enginesAsked, startEngine } from '../queue-loss/engines.js';
import { approveAll, makeOpenItems } from '../queue-loss/open-items.js';
import { setScenes } from '../stage.js';
import { Sender } from '../starve/flood.js';
import { type Night, NIGHTS } from './night.js';
import { remindAcross } from './reminders.js';

const OTHER_TIME = new URL('other-time.js', import.meta.url).href;
const HOUR_MS = 3_600_000;
/** By how much a clock is off: an hour and a day in both directions, and the five minutes by which a worker once did ten jobs twice. */
const OFFS = [-24 * HOUR_MS, -HOUR_MS, -300_000, HOUR_MS, 24 * HOUR_MS];
/** Above this, whether its clock is off is said by readiness. */
const SAID_MS = 30_000;
/** So long after the beginning the clocks of that place are changed, amid what falls due. */
const UNTIL_CHANGE_MS = 6_000;
const EXPIRE_IN_MS = 25_000;
const DONE_MS_MOST = 60_000;
const ITEMS = { short: 200, long: 4_000 };

/**
 * Promises 1, 5 and 12 by one clock, the database's: beside each api and worker that goes right works one whose clock does not. Nothing is
 * done twice, early or late by the database's clock; a token is judged by the api's clock and refused with a sentence where that is off;
 * readiness says `clock`. Nor does it matter where database and processes believe to be when the clocks of that place change: what is promised and
 * followed up around such nights is called to mind once each. The short form takes two of the five clocks and one of the four nights, for reminders one
 * in each of the two places, and one engine each, by the seed.
 * With `--own-clock` workers go by clocks of their own, and the programme must fail.
 */
export async function clock(proof: Proof): Promise<void> {
  const engines = enginesAsked(proof.options.engine);
  const offs = proof.long ? OFFS : [proof.chance.of(OFFS.filter((off) => off < 0)), proof.chance.of(OFFS.filter((off) => off > 0))];
  const tries = offs.map((off, n) => () => tryClock(proof, off, engines[(n + proof.seed) % engines.length] ?? 'PostgreSQL'));
  const nights = proof.long ? NIGHTS : [proof.chance.of(NIGHTS)];
  if (!proof.options['own-clock'])
    tries.push(
      ...nights.map((night, n) => () => tryNight(proof, night, engines[(n + proof.seed) % engines.length] ?? 'PostgreSQL')),
      ...(proof.long ? engines : [proof.chance.of(engines)]).map((engine) => () => remindAcross(proof, nightsOfReminders(proof), engine)),
    );
  for (const one of tries) await one();
}

/** One in each place, or all. */
function nightsOfReminders({ long, chance }: Proof): readonly Night[] {
  if (long) return chance.shuffled(NIGHTS);
  return chance.shuffled(['Europe/London', 'Australia/Sydney'].map((place) => chance.of(NIGHTS.filter(({ zone }) => zone === place))));
}

async function tryClock(proof: Proof, offMs: number, engineName: 'PostgreSQL' | 'Redis'): Promise<void> {
  const name = `${offMs / 60_000} minutes, ${engineName}`;
  const house = await House.open({ workers: 0, env: { SWEEP_MS: '1000' } });
  const engine = await startEngine(engineName, house.ground);
  const wrong = { ...house.env, ...engine.env, NODE_OPTIONS: `--import ${OTHER_TIME}`, CLOCK_OFF_MS: String(offMs) };
  const right = { ...house.env, ...engine.env };
  const worker = { PORT: String(house.port), DATABASE_URL: house.ground.urls.workerUrl };
  const kept = await Promise.all([
    Kept.start('worker', { ...right, ...worker }),
    Kept.begin('worker', { ...wrong, ...worker }), // it will never say that it is ready
    Kept.start('api', { ...wrong, PUBLIC_URL: `http://localhost:${house.port}`, DATABASE_URL: house.ground.urls.apiUrl }),
  ]);
  try {
    if (proof.options['own-clock'] === true) await ownClocks(house, offMs);
    await inTime(proof, name, house);
    await byItsOwnClock(proof, name, house, kept[2].url);
    for (const [n, { failing } = { failing: [] }] of (await Promise.all(kept.map((one) => one.readiness()))).entries()) {
      const should = n > 0 && Math.abs(offMs) > SAID_MS;
      proof.check(
        failing.includes('clock') === should,
        `${name}: readiness of process ${n} says ${failing.join() || 'nothing'} of its clock.`,
      );
    }
    await proof.judge(house.ground.urls.apiUrl);
  } finally {
    await Promise.all(kept.map((one) => one.stop('SIGKILL')));
    await engine.stop();
    await house.close();
  }
}

/** Lets the house's clock be off for workers, as if each asked its own. */
async function ownClocks(house: House, offMs: number): Promise<void> {
  await house.ground.admin.query(`CREATE OR REPLACE FUNCTION house_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT date_trunc('milliseconds', clock_timestamp()) + CASE current_user WHEN 'countersign_worker' THEN ${Math.abs(offMs)} ELSE 0 END * interval '1 ms' $$`);
}

/** Database, api and one worker live where the clocks change, another worker lives by UTC, and things fall due before and after the change. */
async function tryNight(proof: Proof, { zone, change }: Night, engineName: 'PostgreSQL' | 'Redis'): Promise<void> {
  const house = await House.open({ workers: 0, env: { SWEEP_MS: '1000', TZ: zone, HOUSE_TIME_ZONE: zone } });
  const { admin, urls } = house.ground;
  await admin.query(`ALTER DATABASE ${new URL(urls.adminUrl).pathname.slice(1)} SET timezone TO '${zone}'`);
  const engine = await startEngine(engineName, house.ground);
  const worker = { ...house.env, ...engine.env, PORT: String(house.port), DATABASE_URL: urls.workerUrl };
  const kept = await Promise.all([Kept.start('worker', worker), Kept.start('worker', { ...worker, TZ: 'UTC' })]);
  try {
    // Only now: a service that starts looks whether the clock of the house is the one that it should be.
    await house.ground.clock(`${Date.parse(change) - Date.now() - UNTIL_CHANGE_MS} milliseconds`);
    await inTime(proof, `${zone}, ${change}, ${engineName}`, house);
    await proof.judge(urls.apiUrl);
  } finally {
    await Promise.all(kept.map((one) => one.stop('SIGKILL')));
    await engine.stop();
    await house.close();
  }
}

/** Reviews to be routed now, proposals that expire soon, one by one over ten seconds, and some that do not. */
async function inTime(proof: Proof, name: string, house: House): Promise<void> {
  const items = proof.rounds(ITEMS.short, ITEMS.long);
  await makeOpenItems(house.ground.admin, items, 0, EXPIRE_IN_MS);
  const scenes = Array.from({ length: items }, (_, n) => ({
    proposerId: 'per_priya',
    quorum: 1,
    expiresInMs: 3_000 + (n * 10_000) / items,
  }));
  await setScenes(house.ground.admin, scenes);
  const later = await setScenes(
    house.ground.admin,
    [1, 2, 3, 23, 25, 48].map((hours) => ({ ...SCENE, expiresInMs: hours * HOUR_MS - 60_000 })),
  );
  await approveAll(
    house.ground.admin,
    later.slice(3).map(({ id }) => id),
  );
  const count = async (query: string): Promise<number> =>
    Number((await house.ground.rows<{ n: string }>(`SELECT count(*) AS n FROM ${query}`))[0]?.n);
  const told = (): Promise<number> => count(`facts WHERE name IN ('review.routed', 'exception.expired')`);
  for (const end = Date.now() + DONE_MS_MOST; (await told()) < 2 * items + 3 && Date.now() < end;) await sleep(200);
  await sleep(2_500); // whatever would be done twice, or too early, is done by the next sweeps
  proof.check((await told()) === 2 * items + 3, `${name}: ${await told()} things were done, and ${2 * items + 3} were due.`);
  const twice = await count(
    `(SELECT 1 FROM facts WHERE name IN ('review.routed', 'exception.expired') GROUP BY subject_id, name HAVING count(*) > 1) AS twice`,
  );
  proof.check(twice === 0, `${name}: ${twice} things were done twice.`);
  const early = await count(
    `facts f JOIN policy_exceptions e ON e.id = f.subject_id WHERE f.name = 'exception.expired' AND f.at < e.expires_at`,
  );
  proof.check(early === 0, `${name}: ${early} proposals expired early.`);
  const [late] = await house.ground.rows<{ s: number }>(
    `SELECT max(extract(epoch FROM f.at - e.expires_at))::float8 AS s FROM facts f JOIN policy_exceptions e ON e.id = f.subject_id WHERE f.name = 'exception.expired'`,
  );
  proof.check((late?.s ?? Infinity) < 20, `${name}: a proposal expired ${late?.s} s late.`);
  proof.say(`${name}: ${2 * items} things were done once, the latest ${late?.s.toFixed(1)} s after it was due.`);
}

const SCENE = { proposerId: 'per_priya', quorum: 1 };

/** What the api whose clock is off says to a token that everybody else believes. */
async function byItsOwnClock(proof: Proof, name: string, house: House, url: string): Promise<void> {
  const token = await house.person('tom').bearer();
  const [wrong, right] = [new Sender(url, token), new Sender(house.urls[0] ?? '', token)];
  const answers = await Promise.all([wrong, right].map((sender) => sender.send('{ inbox(first: 1) { nodes { id } } }')));
  const [own, beside] = answers.map(({ status, code }) => `${status} ${code ?? ''}`.trim());
  proof.check(own === '401 UNAUTHENTICATED', `${name}: an api judges tokens by its own clock, and answered ${own}.`);
  proof.check(beside === '200', `${name}: the api beside it answered ${beside}.`);
  wrong.end();
  right.end();
}
