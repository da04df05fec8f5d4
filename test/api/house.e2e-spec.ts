import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { SeenQueues } from '#jobs';
import { eventually } from '../support/eventually.js';
import { House } from '../support/house.js';

jest.setTimeout(120_000);

interface Depth {
  kind: string;
  waiting: number | null;
  active: number | null;
  delayed: number | null;
  parked: number;
}
interface Shown {
  failing: string[];
  version: string;
  migrationsMissing: number;
  migrationsRun: number;
  outboxCount: number;
  outboxAgeSeconds: number | null;
  canaryAt: string | null;
  queueEngine: string;
  queues: Depth[];
  checkpointNumber: number | null;
  sealPlaces: { place: string; failingSince: string | null }[];
  mailsDue: number;
  mailsTriedAgain: number;
  mailsFailed: number;
}

const ALL = `at failing version nodeVersion postgresVersion migrationsRun migrationsMissing outboxCount outboxAgeSeconds canaryAt queueEngine
  queues { kind waiting active delayed parked } checkpointNumber checkpointAt sealPlaces { place sentUpTo sentAt failingSince }
  mailsDue mailsTriedAgain mailsFailed`;

let house: House;
beforeAll(async () => {
  house = await House.open();
});
afterAll(() => house?.close());

const look = async (who = 'wei'): Promise<Shown> => (await house.person(who).ask<{ house: Shown }>(`{ house { ${ALL} } }`)).house;
const until = (holds: (shown: Shown) => boolean): Promise<Shown> => eventually(() => look(), holds, 20_000);

it('shows a house that is well: at head, nothing waits for long, every kind of job is counted', async () => {
  const shown = await until(({ canaryAt, outboxCount, queues }) => canaryAt !== null && outboxCount === 0 && queues[0]?.waiting !== null);
  expect(shown).toMatchObject({
    failing: [],
    migrationsMissing: 0,
    outboxAgeSeconds: null,
    queueEngine: 'PostgreSQL',
    checkpointNumber: null,
  });
  expect(shown).toMatchObject({ version: '0.1.0', mailsDue: 0, mailsTriedAgain: 0, mailsFailed: 0, sealPlaces: [] });
  expect(shown.queues.length).toBeGreaterThan(10);
  for (const { waiting, active, delayed, parked } of shown.queues)
    expect([waiting, active, delayed, parked].every((number) => number !== null && number >= 0)).toBe(true);
});

it('shows what is not well: schema, outbox, mails, parked jobs, a place that takes no seal', async () => {
  const { admin } = house.ground;
  await house.running.find(({ kind }) => kind === 'worker')?.stop();
  const { migrationsRun } = await look();
  await admin.query(`
    INSERT INTO job_starts (kind, id, generation, starts, parked_at) VALUES ('send-mail', 'ntc_x', 1, 10, clock_timestamp());
    INSERT INTO seal_places (place, failing_since, trouble) VALUES ('WEBHOOK', house_now(), 'HTTP 500');
    INSERT INTO notices (id, person_id, subject_id, name, mark, at, mail, mail_problem) VALUES
      ('ntc_a', 'per_tom', 'exc_a', 'exception.approved', 1, house_now(), 'FAILED', '550'),
      ('ntc_b', 'per_tom', 'exc_b', 'exception.approved', 1, house_now(), 'DUE', 'ETIMEDOUT'),
      ('ntc_c', 'per_tom', 'exc_c', 'exception.approved', 1, house_now(), 'DUE', NULL);
    BEGIN; SET LOCAL session_replication_role = replica;
    INSERT INTO outbox (fact_id, subject_id, seq, name, at) VALUES (999999, 'exc_x', 1, 'exception.proposed', house_now() - interval '90 seconds'); COMMIT;
    UPDATE migrations SET name = name || '-not' WHERE id = (SELECT max(id) FROM migrations)`);
  const shown = await until(({ failing }) => failing.includes('schema') && failing.includes('outbox'));
  expect(shown).toMatchObject({ migrationsMissing: 1, migrationsRun, outboxCount: 1, mailsDue: 2, mailsTriedAgain: 1, mailsFailed: 1 });
  expect(shown.outboxAgeSeconds).toBeGreaterThanOrEqual(90);
  expect(shown.queues.find(({ kind }) => kind === 'send-mail')?.parked).toBe(1);
  expect(shown.sealPlaces).toEqual([expect.objectContaining({ place: 'WEBHOOK', failingSince: expect.any(String) as unknown })]);
  await admin.query(`UPDATE migrations SET name = replace(name, '-not', '')`);
});

it('tells admins and auditors only, and no machine', async () => {
  await house.ground.admin.query(`UPDATE people SET roles = '{AUDITOR}' WHERE handle = 'ivy'`);
  expect((await look('ivy')).version).toBe('0.1.0');
  const input = { name: 'curious', scopes: ['READ'], expiresAt: new Date(Date.now() + 86_400_000).toISOString() };
  const { secret } = await house.person('wei').run<{ secret: string }>('createApiToken', input, 'secret');
  for (const caller of [house.person('priya'), house.person('omar'), house.holder(secret)]) {
    const { errors } = await caller.send('{ house { version } }');
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  }
});

it('only looks at the queues: the role of the api can put nothing in, and a silent engine is told as not known', async () => {
  const seen = new SeenQueues({ databaseUrl: house.ground.urls.apiUrl });
  expect((await seen.depths())?.length).toBe(seen.kinds.length);
  await expect(seen.queues()[0]?.add('x', {})).rejects.toThrow(/permission denied/);
  await seen.onApplicationShutdown();
  const silent = new SeenQueues({ databaseUrl: 'postgres://x@127.0.0.1:1/x' });
  expect(await silent.depths()).toBeUndefined();
  await silent.onApplicationShutdown();
});
