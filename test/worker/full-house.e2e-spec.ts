import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import type { JobHost } from '../../apps/worker/src/job-host.js';
import { eventually } from '../support/eventually.js';
import { HANDLERS } from './works.js';
import { idsOf, Workshop } from './workshop.js';

jest.setTimeout(90_000);

describe('a worker and a Postgres without a place for all its connections', () => {
  const shop = new Workshop();

  beforeAll(() => shop.open('PostgreSQL'));
  afterEach(async () => {
    await shop.letIn(-1);
    await shop.clear();
  });
  afterAll(() => shop.close());

  it.each([5, 7, 9])('promise 17: that lets in %d ends while it starts, to be started again, instead of freezing', async (limit) => {
    await shop.letIn(limit);
    const child = shop.startElsewhere();
    const waits = sleep(60_000, ['still there'], { ref: false }); // else the whole run would be kept alive by it, and called a failure
    expect(await Promise.race([once(child, 'exit'), once(child, 'message'), waits])).toEqual([1, null]);
  });

  it('asks about once a second, and works on as soon as it is let in', async () => {
    const worker = await shop.work();
    const [handler] = HANDLERS;
    const refused: string[] = [];
    worker.get<JobHost>(handler).worker.on('error', ({ message }) => refused.push(message));
    await shop.letIn(0);
    await shop.ledger.rows(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename = 'countersign_worker'`,
    );
    await shop.ledger.workWithFact(idsOf('full', 5));
    await sleep(5_000);
    const times = refused.filter((message) => message.includes('too many connections')).length;
    expect(times).toBeGreaterThan(0);
    expect(times).toBeLessThan(10);
    await shop.letIn(-1);
    expect(
      await eventually(
        () => shop.ledger.effects(),
        ({ length }) => length === 5,
        20_000,
      ),
    ).toEqual(Array(5).fill(1));
  });
});
