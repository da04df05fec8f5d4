import { setTimeout as sleep } from 'node:timers/promises';
import { House } from '../../support/house.js';
import { hasRedis } from '../../support/redis.js';
import type { Proof } from '../proof.js';
import { type Engine, enginesAsked } from '../queue-loss/engines.js';
import { makeOpenItems } from '../queue-loss/open-items.js';
import { type Fault, FAULTS } from './faulty-wire.js';
import { layLinks, type Link } from './links.js';
import { Tally } from './tally.js';
import { Watch } from './watch.js';

/** How long links are broken: in the long form until every watchdog has barked. */
const BROKEN_MS = { short: 10_000, long: 36_000 };
/** So long without a failure, and it is over. */
const QUIET_MS = 5_000;
const LOOKED_AT_MS = 45_000;
/** Of a connection to Postgres, which takes more than this before its first answer, and of one to Redis. */
const BYTES_MOST = 300;
/** Reviews to be routed and proposals that expire, each round. */
const ITEMS = 20;

/** Settings under which nobody gives up, for `--no-patience`, and those faults first that need it. */
const PATIENT = { DATABASE_CONNECT_MS: '60000', DATABASE_QUERY_MS: '600000', REQUEST_MS_MAX: '600000' };
const SILENT_FIRST: readonly Fault[] = [
  'half-open',
  'black hole',
  'no answers',
  'no requests',
  'latency',
  'trickle',
  'refused',
  'reset',
  'cut',
];

/**
 * Promise 17 and the wires: nine ways to break each link of a house at work, all links at once and each in another way. Nobody who asks hangs
 * for more than ten seconds, readiness is red within fifteen, and twenty seconds after healing everything is as before; nothing that was
 * acknowledged is lost. The short form takes two of the nine for each link, by the seed, on Redis where there is one; the long form takes all,
 * on both engines. With `--no-patience` nobody gives up a silent line, and the programme must fail.
 */
export async function partition(proof: Proof): Promise<void> {
  const engines = proof.options.engine
    ? enginesAsked(proof.options.engine)
    : hasRedis()
      ? (['Redis', 'PostgreSQL'] as const)
      : (['PostgreSQL'] as const);
  const tally = new Tally();
  for (const engine of proof.long ? engines : engines.slice(0, 1)) await inHouse(proof, engine, tally);
  tally.tell(proof);
}

async function inHouse(proof: Proof, engine: Engine['name'], tally: Tally): Promise<void> {
  const house = await House.open({ apis: 0, workers: 0, env: { SWEEP_MS: '3000' } });
  const patience = proof.options['no-patience'] === true ? PATIENT : {};
  const { links, close } = await layLinks(house, engine, patience);
  const watches = new Map<Link, Watch>(links.map((link) => [link, new Watch(link.process)]));
  try {
    proof.say(`Queues in ${engine}: ${links.map(({ name }) => name).join(', ')}.`);
    const faults = proof.options['no-patience'] === true ? SILENT_FIRST : proof.chance.shuffled(FAULTS);
    for (let n = 0; n < proof.rounds(2, FAULTS.length); n++) await breakAll({ proof, house, links, watches, tally }, faults, n);
    await Promise.all(links.flatMap(({ load }) => (load ? [load.end()] : [])));
    await nothingIsLost(proof, house, links);
    await nobodyStays(proof, house);
    await proof.judge(house.ground.urls.apiUrl);
  } finally {
    await Promise.all([...watches.values()].map((watch) => watch.end()));
    await close();
    await house.close();
  }
}

interface Scene {
  readonly proof: Proof;
  readonly house: House;
  readonly links: readonly Link[];
  readonly watches: ReadonlyMap<Link, Watch>;
  readonly tally: Tally;
}

/** One round: each link another fault, and each link another one the next time. */
async function breakAll(scene: Scene, faults: readonly Fault[], round: number): Promise<void> {
  const { proof, house, links, watches, tally } = scene;
  const chosen = links.map((_, n) => faults[(round + 2 * n) % faults.length] as Fault);
  const brokeAt = performance.now();
  await Promise.all(links.map(({ wire }, n) => wire.break(chosen[n] as Fault, proof.chance.between(1, BYTES_MOST))));
  await makeOpenItems(house.ground.admin, ITEMS, ITEMS, 2_000);
  await sleep(proof.long ? BROKEN_MS.long : BROKEN_MS.short);
  await Promise.all(links.map(({ wire }) => wire.heal()));
  const healedAt = performance.now();
  const doneAt = await untilDone(scene, healedAt);
  for (const [n, link] of links.entries()) {
    const readings = watches.get(link)?.readings ?? [];
    tally.judge(proof, link, { fault: chosen[n] as Fault, brokeAt, healedAt, readings });
  }
  tally.work(proof, chosen.join(', '), doneAt === undefined ? undefined : doneAt - healedAt);
}

/** Waits until all work is done and nothing has failed for a while; answers when the work was done, if it was. */
async function untilDone({ house, links, watches }: Scene, healedAt: number): Promise<number | undefined> {
  const healed = await now(house);
  let doneAt: number | undefined;
  for (const end = healedAt + LOOKED_AT_MS; performance.now() < end; await sleep(250)) {
    if (doneAt === undefined && (await undone(house, healed)) === 0) doneAt = performance.now();
    const quietSince = Math.max(healedAt, ...links.map((link) => lastFailure(link, watches.get(link)?.readings ?? [])));
    if (doneAt !== undefined && performance.now() - quietSince > QUIET_MS && links.every((link) => sings(watches.get(link), healedAt)))
      break;
  }
  return doneAt;
}

/** When a link last failed somebody. */
function lastFailure({ load }: Link, readings: readonly { at: number; failing: readonly string[] }[]): number {
  const red = readings.findLast(({ failing }) => failing.length > 0)?.at ?? 0;
  return Math.max(red, load?.asked.findLast(({ came }) => came !== 'done')?.endedAt ?? 0);
}

/** Whether a canary of a worker has come through since; of others nothing is asked. */
function sings(watch: Watch | undefined, since: number): boolean {
  const last = watch?.readings.at(-1);
  return last?.canarySilentMs === undefined || last.at - last.canarySilentMs > since;
}

async function now(house: House): Promise<string> {
  const [row] = await house.ground.rows<{ now: string }>('SELECT house_now()::text AS now');
  return row?.now ?? '';
}

/** What was there before and should have been done by a worker. */
async function undone(house: House, before: string): Promise<number> {
  const [row] = await house.ground.rows<{ n: number }>(
    `SELECT (SELECT count(*)::int FROM outbox WHERE at < $1) + (SELECT count(*)::int FROM reviews r WHERE routed_at IS NULL AND EXISTS (
         SELECT 1 FROM facts f WHERE f.subject_id = r.id AND f.name = 'review.queued' AND f.at < $1))
       + (SELECT count(*)::int FROM policy_exceptions WHERE status = 'PROPOSED' AND expires_at < $1) AS n`,
    [before],
  );
  return row?.n ?? 0;
}

/** What was acknowledged is there, under its key; and what was done, was done once. */
async function nothingIsLost(proof: Proof, house: House, links: readonly Link[]): Promise<void> {
  const acknowledged = links.flatMap(({ load }) => load?.acknowledged ?? []);
  const [lost] = await house.ground.rows<{ n: number }>(
    `SELECT count(*)::int AS n FROM json_to_recordset($1) AS a(key text, "exceptionId" text) LEFT JOIN idempotency_keys k ON k.key = a.key
      WHERE k.result_id IS DISTINCT FROM a."exceptionId"`,
    [JSON.stringify(acknowledged)],
  );
  proof.check(lost?.n === 0, `${lost?.n} of ${acknowledged.length} mutations that were acknowledged are lost.`);
  const [twice] = await house.ground.rows<{ n: number }>(
    `SELECT count(*)::int AS n FROM policy_exceptions e WHERE id NOT LIKE 'exc_p%'
        AND (SELECT count(*) FROM idempotency_keys k WHERE k.result_id = e.id AND k.operation = 'PROPOSE') <> 1`,
  );
  proof.check(twice?.n === 0, `${twice?.n} exceptions were not proposed under one key each.`);
  const unanswered = links.reduce((sum, { load }) => sum + (load?.unanswered ?? 0), 0);
  proof.check(unanswered === 0, `${unanswered} mutations were not answered for a minute.`);
  proof.say(`${acknowledged.length} mutations were acknowledged; ${lost?.n} of them are lost.`);
}

/** Sessions whose other end is gone hold locks and places; listeners of queues wait for long, and speak seldom. */
async function nobodyStays(proof: Proof, house: House): Promise<void> {
  const silent = await house.ground.rows<{ name: string; s: number }>(
    `SELECT application_name AS name, extract(epoch FROM clock_timestamp() - state_change)::int AS s FROM pg_stat_activity
      WHERE datname = current_database() AND state LIKE 'idle%' AND state_change < clock_timestamp() - interval '18 s'
        AND application_name LIKE 'countersign%' AND application_name <> 'countersign queue'`,
  );
  proof.check(
    silent.length === 0,
    `Postgres keeps ${silent.length} sessions on which nobody speaks: ${JSON.stringify(silent.slice(0, 5))}`,
  );
}
