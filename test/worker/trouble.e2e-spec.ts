import { once } from 'node:events';
import { jest } from '@jest/globals';
import { Canary } from '../../apps/worker/src/canary.js';
import { Health } from '../../apps/worker/src/health.js';
import type { JobHost } from '../../apps/worker/src/job-host.js';
import { Relay } from '../../apps/worker/src/relay.js';
import { eventually } from '../support/eventually.js';
import { type Proxy, proxyTo } from '../support/proxy.js';
import { HANDLERS } from './works.js';
import { ENGINES, idsOf, Workshop } from './workshop.js';

const HOUR_MS = 3_600_000;
/** So long the relay leaves what it took to itself; whatever comes sooner did not wait for that. */
const TAKEN_MS = 10_000;

jest.setTimeout(60_000);

describe.each(ENGINES)('the worker in trouble, its queues in %s', (engine) => {
  const shop = new Workshop();
  let wires: Proxy[] = [];
  const effects = (count: number, limitMs?: number) =>
    eventually(
      () => shop.ledger.effects(),
      ({ length }) => length === count,
      limitMs,
    );
  const firstHeartbeat = () =>
    eventually(
      () => shop.heartbeats(),
      (count) => count > 0,
    );
  /** The same place, but every connection to it goes through a wire that can be cut. */
  const throughWires = async () => {
    const { databaseUrl, redisUrl } = shop.place;
    wires = [await proxyTo(databaseUrl), ...(redisUrl ? [await proxyTo(redisUrl)] : [])];
    return { databaseUrl: wires[0]?.url ?? '', redisUrl: wires[1]?.url };
  };

  beforeAll(() => shop.open(engine));
  afterEach(async () => {
    await shop.clear();
    await Promise.all(wires.splice(0).map((wire) => wire.close()));
  });
  afterAll(() => shop.close());

  it('repeats what a relay that died between adding and deleting had taken, to one effect', async () => {
    const worker = await shop.work();
    const relay = worker.get<Relay, { settle(): Promise<void> }>(Relay);
    jest.spyOn(relay, 'settle').mockRejectedValueOnce(new Error('The process died here.'));
    await shop.ledger.workWithFact(idsOf('died', 5));
    await effects(5);
    expect(await shop.inOutbox()).toBe(5);
    await shop.ledger.rows(`UPDATE outbox SET taken_until = clock_timestamp() - interval '1 s'`);
    await eventually(
      () => shop.inOutbox(),
      (count) => count === 0,
    );
    await eventually(
      () => shop.queuesOf(worker).depth(),
      (count) => count === 0,
    );
    expect(await shop.ledger.effects()).toEqual(Array(5).fill(1));
  });

  it('takes again at once what it could not add', async () => {
    const worker = await shop.work();
    const add = jest.spyOn(shop.queuesOf(worker), 'add').mockRejectedValueOnce(new Error('No queue here.'));
    await shop.ledger.workWithFact(idsOf('again', 3));
    expect(await effects(3, TAKEN_MS - 1_000)).toEqual([1, 1, 1]);
    expect(add.mock.calls.length).toBeGreaterThan(1);
  });

  it('promise 5: puts everything back when the queue lost everything', async () => {
    const carrier = await shop.carry();
    await shop.ledger.workWithFact(idsOf('lost', 1_200));
    expect(
      await eventually(
        () => shop.inOutbox(),
        (count) => count === 0,
      ),
    ).toBe(0);
    expect(await shop.queuesOf(carrier).depth()).toBeGreaterThanOrEqual(1_200); // the sweep may have begun with a round of its own
    await shop.loseAllJobs();
    await shop.work();
    await shop.sweepNow();
    expect(await effects(1_200, 30_000)).toEqual(Array(1_200).fill(1));
  });

  it('takes up the job of a worker that was killed', async () => {
    const child = await shop.workElsewhere();
    await shop.ledger.workWithFact(['exc_orphan'], 'hangs');
    await eventually(
      () => shop.runs('exc_orphan'),
      (count) => count > 0,
    );
    process.kill(child.pid ?? 0, 'SIGKILL');
    await once(child, 'exit');
    await shop.ledger.rows(`UPDATE works SET manner = 'good'`);
    await shop.work();
    expect(await effects(1, 40_000)).toEqual([1]);
    expect(
      await eventually(
        () => shop.startsKept(),
        (count) => count === 0,
      ),
    ).toBe(0);
  });

  it.each([HOUR_MS, -HOUR_MS])('does nothing twice or early beside a worker whose clock is off by %d ms', async (offMs) => {
    await Promise.all([shop.work({ SWEEP_MS: '1000' }), shop.workElsewhere({ CLOCK_OFF_MS: String(offMs) })]);
    await shop.ledger.workWithFact(idsOf('skew', 200));
    await shop.ledger.rows(
      `INSERT INTO works (id, kind, due_at) SELECT unnest($1::text[]), 'expire-exception', house_now() + (random() + 0.5) * interval '1 s'`,
      [idsOf('timed', 50)],
    );
    expect(await effects(250, 20_000)).toEqual(Array(250).fill(1));
    expect(await shop.ledger.number('SELECT count(*) FROM works JOIN effects USING (id) WHERE effects.at < works.due_at')).toBe(0);
  });

  it('promise 17: ends the process when three canaries did not come through, although nothing ever said an error', async () => {
    const exit = jest.fn();
    const worker = await shop.work({ CANARY_MS: '1000' }, { exit }, await throughWires());
    await firstHeartbeat();
    expect(worker.get(Canary).standstill).toBeUndefined();
    wires.forEach((wire) => wire.freeze());
    await eventually(
      () => exit.mock.calls.length,
      (count) => count > 0,
      20_000,
    );
    expect(exit).toHaveBeenCalledWith(75);
    wires.forEach((wire) => wire.cut());
    wires.forEach((wire) => wire.heal());
    expect(
      await eventually(
        () => worker.get(Canary).standstill ?? 'works',
        (words) => words === 'works',
        20_000,
      ),
    ).toBe('works');
  });

  it('ends the process when one of its workers does not ask for work any more', async () => {
    const exit = jest.fn();
    const env = { CANARY_MS: '300', SHUTDOWN_GRACE_MS: '300' };
    const [handler] = HANDLERS;
    const { worker: stuck } = (await shop.work(env, { exit })).get<JobHost>(handler);
    let goOn: (nothing: null) => void = () => undefined;
    jest.spyOn(stuck.getBackend(), 'waitForJob').mockReturnValue(new Promise((resolve) => (goOn = resolve)));
    await eventually(
      () => exit.mock.calls.length,
      (count) => count > 0,
      20_000,
    );
    expect(exit).toHaveBeenCalledWith(75);
    goOn(null);
  });

  it('finds half-open connections by itself and works on', async () => {
    await shop.work({ DATABASE_QUERY_MS: '1000' }, {}, await throughWires());
    await firstHeartbeat();
    await new Promise((resolve) => setTimeout(resolve, 500)); // one that freezes while it is being made is for the watch, above
    wires.forEach((wire) => wire.freeze());
    await shop.ledger.workWithFact(idsOf('halfopen', 5));
    expect(await effects(5, 40_000)).toEqual(Array(5).fill(1));
  });

  it('promise 17: says that it is ready, and what is failing when it is not', async () => {
    const health = (await shop.work({}, {}, await throughWires())).get(Health);
    await firstHeartbeat();
    const readyz = () => fetch(`http://127.0.0.1:${health.port}/readyz`);
    expect((await readyz()).status).toBe(200);
    wires.at(-1)?.cut();
    const answer = await readyz();
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject({ ready: false, failing: engine === 'Redis' ? ['queue'] : ['database', 'queue'] });
    expect((await fetch(`http://127.0.0.1:${health.port}/healthz`)).status).toBe(200);
    wires.at(-1)?.heal();
    expect(
      await eventually(
        async () => (await readyz()).status,
        (status) => status === 200,
      ),
    ).toBe(200);
  });
});
