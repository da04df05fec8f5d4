import { jest } from '@jest/globals';
import { Health } from '../../apps/worker/src/health.js';
import { JobStarts } from '../../apps/worker/src/job-starts.js';
import { Relay } from '../../apps/worker/src/relay.js';
import { Sweep } from '../../apps/worker/src/sweep.js';
import { releaseParked } from '#jobs';
import { Database } from '#database';
import { eventually } from '../support/eventually.js';
import { ENGINES, idsOf, Workshop } from './workshop.js';

jest.setTimeout(60_000);

/** A small part of the 5 s after which an idle queue would have been looked at anyway; on a quiet machine it takes a tenth of it. */
const PUNCTUAL_S = 2;

describe.each(ENGINES)('the worker at work, its queues in %s', (engine) => {
  const shop = new Workshop();
  const effects = (count: number, limitMs?: number) =>
    eventually(
      () => shop.ledger.effects(),
      ({ length }) => length === count,
      limitMs,
    );

  beforeAll(() => shop.open(engine));
  afterEach(() => shop.clear());
  afterAll(() => shop.close());

  it('does once what a fact sets off, and leaves nothing behind', async () => {
    await shop.work();
    await shop.ledger.workWithFact(idsOf('once', 30));
    expect(await effects(30)).toEqual(Array(30).fill(1));
    expect(await eventually(() => shop.inOutbox(), isZero)).toBe(0);
    expect(await eventually(() => shop.startsKept(), isZero)).toBe(0);
  });

  it('tells the feeds of every fact, in lists that fit into a notification', async () => {
    await shop.carry();
    const told: string[] = [];
    const stop = await shop.ledger.listen('facts', (payload) => told.push(payload));
    await shop.ledger.workWithFact(idsOf('told', 300));
    const facts = () => told.flatMap((list) => JSON.parse(list) as { subjectId: string; name: string; seq: number }[]);
    expect(
      await eventually(
        () => facts().length,
        (count) => count >= 300,
      ),
    ).toBe(300);
    expect(facts()).toContainEqual({ subjectId: 'exc_told00000', name: 'exception.approved', seq: 1 });
    expect(Math.max(...told.map((list) => Buffer.byteLength(list)))).toBeLessThan(8_000);
    await stop();
  });

  it('lets two relays share the outbox', async () => {
    const env = { RELAY_POLL_MS: '60000', RELAY_BATCH: '20' };
    const workers = [await shop.carry(env), await shop.carry(env)];
    const carried = workers.map((worker) => jest.spyOn(shop.queuesOf(worker), 'add'));
    await shop.ledger.rows(`INSERT INTO facts (subject_id, name, body) SELECT unnest($1::text[]), 'exception.approved', '{}'`, [
      idsOf('shared', 400),
    ]);
    await Promise.all(workers.map((worker) => worker.get(Relay).drain()));
    // The round that each began by itself when it started may still hold a batch.
    expect(
      await eventually(
        () => shop.inOutbox(),
        (left) => left === 0,
      ),
    ).toBe(0);
    const jobs = carried.map(({ mock }) => mock.calls.flatMap(([orders]) => orders.map(({ job }) => job.id)));
    expect(jobs.flat().sort()).toEqual(idsOf('shared', 400));
    expect(Math.min(...jobs.map(({ length }) => length))).toBeGreaterThan(0);
  });

  it('ignores a job that the queue still has, and a sweep that comes twice', async () => {
    const worker = await shop.carry();
    const job = { kind: 'route-review', id: 'exc_twice', generation: 1 } as const;
    const queues = shop.queuesOf(worker);
    await queues.add([{ job }]);
    await queues.add([{ job }]);
    expect(await queues.depth()).toBe(1);
    await shop.ledger.rows('INSERT INTO works (id) SELECT unnest($1::text[])', [idsOf('swept', 10)]);
    await worker.get(Sweep).sweep();
    await worker.get(Sweep).sweep();
    expect(await queues.depth()).toBe(11);
  });

  it('does nothing early, whatever the queue says, and does it when the clock of the house says so', async () => {
    const worker = await shop.work();
    await shop.ledger.rows(`INSERT INTO works (id, kind, due_at) VALUES ('exc_later', 'expire-exception', house_now() + interval '1 h')`);
    await shop.queuesOf(worker).add([{ job: { kind: 'expire-exception', id: 'exc_later', generation: 1 } }]);
    await eventually(() => shop.runs('exc_later'), isPositive);
    expect(await shop.workLeft()).toBe(1);
    await shop.moveTheClock('2 h');
    await shop.sweepNow();
    expect(await eventually(() => shop.workLeft(), isZero)).toBe(0);
  });

  it('is punctual for what falls due before the next sweep', async () => {
    await shop.work();
    await shop.ledger.rows(`INSERT INTO works (id, kind, due_at) VALUES ('exc_soon', 'expire-exception', house_now() + interval '700 ms')`);
    await shop.sweepNow();
    expect(await eventually(() => shop.workLeft(), isZero)).toBe(0);
    expect(await shop.ledger.number('SELECT extract(epoch FROM at - due_at) FROM works JOIN effects USING (id)')).toBeLessThan(PUNCTUAL_S);
  });

  it('ends jobs under way before it stops, and takes its traces along', async () => {
    const worker = await shop.work();
    await shop.ledger.workWithFact(['exc_slow'], 'slow');
    await eventually(() => shop.runs('exc_slow'), isPositive);
    await shop.stop(worker);
    expect(await shop.ledger.effects()).toEqual([1]);
    expect(await shop.startsKept()).toBe(0);
    expect(await shop.heartbeats()).toBe(0);
  });

  it('parks a job that started often and never ended, tells it, and goes on with the others', async () => {
    const worker = await shop.work({ JOB_STARTS_MAX: '2' });
    const job = { kind: 'route-review', id: 'exc_poison', generation: 1 } as const;
    await shop.ledger.workWithFact([job.id], 'throws');
    await shop.ledger.workWithFact(idsOf('sound', 5));
    const parked = () => shop.ledger.number('SELECT count(*) FROM job_starts WHERE parked_at IS NOT NULL');
    expect(await eventually(parked, isPositive)).toBe(1);
    expect(await effects(5)).toEqual(Array(5).fill(1));
    expect(await shop.ledger.rows(`SELECT subject_id, body FROM facts WHERE name = 'job.parked'`)).toEqual([
      { subject_id: job.id, body: { kind: job.kind, generation: 1 } },
    ]);
    expect((await worker.get(Health).readiness()).parkedJobs).toBe(1);

    const before = await shop.runs(job.id);
    await worker.get(Sweep).sweep();
    await shop.queuesOf(worker).add([{ job, tide: 1 }]);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await shop.runs(job.id)).toBe(before);

    await shop.ledger.rows(`UPDATE works SET manner = 'good'`);
    expect(await releaseParked(worker.get(Database), job.kind, job.id)).toBe(1);
    await worker.get(Sweep).sweep();
    expect(await eventually(() => shop.workLeft(), isZero)).toBe(0);
    expect(await releaseParked(worker.get(Database), job.kind, job.id)).toBe(0);
  });

  it('counts the starts of a job that kills its worker each time, and parks it at the sixth', async () => {
    const starts = (await shop.carry()).get(JobStarts);
    const job = { kind: 'route-review', id: 'exc_killer', generation: 1 } as const;
    expect(await starts.begin(job)).toBe(1);
    const begun: (number | undefined)[] = [];
    for (let times = 0; times < 6; times++) {
      expect(await starts.begin(job)).toBeUndefined(); // nobody saw how the last start ended: its turn comes among the suspects
      begun.push(await starts.beginSuspect(job));
    }
    expect(begun).toEqual([2, 3, 4, 5, undefined, undefined]);
    expect(await shop.ledger.number(`SELECT count(*) FROM facts WHERE name = 'job.parked' AND subject_id = 'exc_killer'`)).toBe(1);
  });

  it('starts suspects one by one, and others beside them', async () => {
    await shop.ledger.rows(`INSERT INTO job_starts (kind, id, generation, starts) SELECT 'route-review', unnest($1::text[]), 1, 1`, [
      idsOf('suspect', 4),
    ]);
    await shop.ledger.rows(`INSERT INTO works (id, manner) SELECT unnest($1::text[]), 'slow'`, [
      [...idsOf('suspect', 4), ...idsOf('other', 4)],
    ]);
    await shop.work();
    expect(await effects(8, 20_000)).toEqual(Array(8).fill(1));
    const apart = (story: string) =>
      shop.ledger.number(
        `SELECT extract(epoch FROM min(at - before)) FROM (SELECT at, lag(at) OVER (ORDER BY at) AS before FROM runs WHERE id LIKE 'exc_${story}%') AS told`,
      );
    expect(await apart('suspect')).toBeGreaterThanOrEqual(0.7);
    expect(await apart('other')).toBeLessThan(0.7);
    expect(await shop.startsKept()).toBe(0);
  });

  it('gives the place of a job that never ends to others, and parks it', async () => {
    await shop.ledger.workWithFact(idsOf('endless', 9), 'hangs'); // one more than have a place
    await shop.ledger.workWithFact(idsOf('after', 5));
    await shop.work({ JOB_MS_MAX: '1000', JOB_STARTS_MAX: '1', SWEEP_MS: '1000' });
    expect(await effects(5, 20_000)).toEqual(Array(5).fill(1));
    const parked = () => shop.ledger.number('SELECT count(*) FROM job_starts WHERE parked_at IS NOT NULL');
    expect(await eventually(parked, (count) => count === 9, 20_000)).toBe(9);
  });

  it('holds nothing against a job that failed because of the machines', async () => {
    const starts = (await shop.carry()).get(JobStarts);
    const job = { kind: 'route-review', id: 'exc_innocent', generation: 1 } as const;
    for (let times = 0; times < 12; times++) {
      expect(await starts.begin(job)).toBe(1);
      await starts.failed(job, 1, new Error('Connection terminated unexpectedly'));
    }
  });
});

function isZero(count: number): boolean {
  return count === 0;
}

function isPositive(count: number): boolean {
  return count > 0;
}
