import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ForgetKeys } from '../../apps/worker/src/forget-keys.js';
import { REACTIONS } from '../../apps/worker/src/reactions.js';
import { ROOMS } from '../../apps/worker/src/rooms.js';
import { OPEN_WORK_OF_THE_HOUSE, TIMERS } from '../../apps/worker/src/timers.js';
import { WorkerModule } from '../../apps/worker/src/worker.module.js';
import { eventually } from '../support/eventually.js';
import { hasRedis, startRedis, type TestRedis } from '../support/redis.js';
import { SmallHouse } from '../support/small-house.js';
import { settingsAt } from './works.js';

const PARTS = {
  handlers: [...REACTIONS, ...TIMERS],
  openWork: OPEN_WORK_OF_THE_HOUSE,
  rooms: ROOMS,
  exit: () => undefined,
};

describe.each(['PostgreSQL', ...(hasRedis() ? ['Redis'] : [])])('the worker of the house, its queues in %s', (engine) => {
  let house: SmallHouse;
  let redis: TestRedis | undefined;
  let worker: INestApplicationContext;
  const facts = async (id: string) => (await house.factsOf(id)).map(({ name }) => name);
  const factOf = (id: string, name: string) =>
    eventually(
      () => facts(id),
      (names) => names.includes(name),
    );
  const sweepNow = () => house.rows('NOTIFY sweep_wake');

  beforeAll(async () => {
    house = await SmallHouse.open();
    if (engine === 'Redis') redis = await startRedis();
    const settings = { ...settingsAt({ databaseUrl: house.urls.workerUrl, redisUrl: redis?.url }), workerHealthPort: 0 };
    worker = await NestFactory.createApplicationContext(WorkerModule.of(settings, PARTS), { logger: ['fatal'], abortOnError: false });
  });
  afterEach(() => house.clock('0'));
  afterAll(async () => {
    await worker.close();
    await house.close();
    await redis?.stop();
  });

  it('routes the review of an approved exception, and tells those who took no part', async () => {
    const { reviewId } = await house.approved({ proposer: 'priya', signers: ['renee'] });
    await house.rows('NOTIFY outbox_wake');
    expect(await factOf(reviewId, 'review.routed')).toEqual(['review.queued', 'review.routed']);
    const [, routed] = await house.factsOf(reviewId);
    expect(routed?.body).toMatchObject({ reviewerIds: ['per_lach2', 'per_omar'] });
  });

  it('promise 5: routes a review of which no job was ever made', async () => {
    const { reviewId } = await house.approved({ proposer: 'priya' });
    await house.rows('DELETE FROM outbox');
    await sweepNow();
    expect(await factOf(reviewId, 'review.routed')).toContain('review.routed');
  });

  it('ends a proposal whose time has passed, and not before', async () => {
    const id = await house.proposal({ proposer: 'priya' });
    await sweepNow();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await facts(id)).toEqual([]);
    await house.clock('4 hours');
    await sweepNow();
    expect(await factOf(id, 'exception.expired')).toEqual(['exception.expired']);
  });

  it('lets a remedy lapse that nobody used, and reminds of its review', async () => {
    const { exceptionId, reviewId } = await house.approved({ proposer: 'priya' });
    await house.clock('31 days');
    await sweepNow();
    expect(await factOf(exceptionId, 'exception.lapsed')).toEqual(['exception.lapsed']);
    expect(await factOf(reviewId, 'review.overdue')).toContain('review.overdue');
    await sweepNow();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await facts(reviewId)).filter((name) => name === 'review.overdue')).toHaveLength(1);
  });

  it('takes a review back whose claim ran out', async () => {
    const { reviewId } = await house.approved({ proposer: 'priya' });
    await house.rows(
      `UPDATE reviews SET turn = turn + 1, status = 'CLAIMED', reviewer_id = 'per_omar', reviewer_human = 'hum_omar',
         claimed_until = house_now() + interval '20 minutes' WHERE id = $1`,
      [reviewId],
    );
    await house.clock('21 minutes');
    await sweepNow();
    expect(await factOf(reviewId, 'review.leaseEnded')).toContain('review.leaseEnded');
    expect(await house.rows('SELECT status FROM reviews WHERE id = $1', [reviewId])).toEqual([{ status: 'QUEUED' }]);
  });

  it('covers a proposal that a policy allows since a moment ago', async () => {
    const id = await house.proposal({ proposer: 'priya', cause: 'storm' });
    await house.rows(`WITH p AS (INSERT INTO policies (id, title) VALUES ('pol_storm', 'Storm fees') RETURNING id)
      INSERT INTO policy_versions (id, policy_id, number, status, text, kinds, causes, amount_up_to, currency, drafted_by)
      SELECT 'pve_storm', id, 1, 'DRAFT', 'Fees during a storm are waived.', '{FEE_WAIVER}', '{storm}', 50000, 'AUD', 'per_renee' FROM p`);
    await house.rows(
      `UPDATE policy_versions SET status = 'PROPOSED', proposed_by = 'per_renee', proposed_human = 'hum_renee' WHERE id = 'pve_storm'`,
    );
    await house.rows(`UPDATE policy_versions SET status = 'ACTIVE', activated_by = 'per_omar', activated_human = 'hum_omar',
      effective_from = house_now() WHERE id = 'pve_storm'`);
    await house.rows(
      `INSERT INTO facts (subject_id, name, body) VALUES ('pol_storm', 'policy.activated', '{"policyVersionId":"pve_storm"}')`,
    );
    await house.rows('NOTIFY outbox_wake');
    expect(await factOf(id, 'exception.covered')).toEqual(['exception.covered']);
    expect(await house.rows('SELECT status, covered_by FROM policy_exceptions WHERE id = $1', [id])).toEqual([
      { status: 'COVERED', covered_by: 'pve_storm' },
    ]);
  });

  it('promise 12: reminds the owner of that moment, once, of a follow-up that fell due while everything was down', async () => {
    const id = await house.caseOf('priya');
    await house.rows(`INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_${id}', '${id}', 'So.')`);
    await house.admin.query(`BEGIN;
      INSERT INTO case_answers (case_id, turn, kind, by_id, by_human, customer_told_at, words_id) VALUES ('${id}', 2, 'SOLUTION', 'per_priya', 'hum_priya', house_now(), 'rmk_${id}');
      INSERT INTO follow_ups (id, case_id, answer_turn, due_at) VALUES ('fol_${id}', '${id}', 2, house_now() + interval '7 days');
      UPDATE cases SET turn = 2, status = 'SOLVED' WHERE id = '${id}'; COMMIT`);
    await sweepNow();
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await facts(id)).toEqual([]);
    await house.clock('40 days');
    await house.rows(`WITH closed AS (UPDATE ownership SET until_at = house_now() WHERE case_id = '${id}' RETURNING until_at)
      INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT '${id}', 'per_tom', 'hum_tom', until_at FROM closed`);
    await sweepNow();
    expect(await factOf(id, 'followUp.fellDue')).toEqual(['followUp.fellDue']);
    await sweepNow();
    const told = await eventually(
      () => house.rows<{ person_id: string }>(`SELECT person_id FROM notices WHERE subject_id = '${id}'`),
      (rows) => rows.length > 0,
    );
    expect(told).toEqual([{ person_id: 'per_tom' }]);
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(await facts(id)).toEqual(['followUp.fellDue']);
  });

  it('forgets idempotency keys after three days, and not before', async () => {
    const key = `INSERT INTO idempotency_keys (principal, key, operation, input_hash, result_id, created_at)
      VALUES ('per_priya', $1, 'proposeException', sha256('x'), 'exc_1', house_now() - $2 * interval '1 hour')`;
    await house.rows(key, ['old', 73]);
    await house.rows(key, ['young', 71]);
    await worker.get(ForgetKeys).forget();
    expect(await house.rows('SELECT key FROM idempotency_keys')).toEqual([{ key: 'young' }]);
  });
});
