import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readSettings } from '#settings';
import { eventually } from '../../test/support/eventually.js';
import { SmallHouse } from '../../test/support/small-house.js';
import { CaseLifeService } from './case-life.service.js';
import { CaseSteps } from './case-steps.js';
import { CasesClock } from './cases.clock.js';
import { CasesService } from './cases.service.js';
import { FollowUpsReads } from './follow-ups.reads.js';
import { GetBacksReads } from './get-backs.reads.js';
import { GetBacksService, type PromiseGetBack } from './get-backs.service.js';

let house: SmallHouse;
let cases: CasesService;
let reads: GetBacksReads;
let getBacks: GetBacksService;
let life: CaseLifeService;
let clock: CasesClock;

beforeAll(async () => {
  house = await SmallHouse.open();
  const settings = readSettings({ DATABASE_URL: house.urls.apiUrl });
  cases = new CasesService(house.api, settings);
  const steps = new CaseSteps(house.api, cases, settings);
  reads = new GetBacksReads(house.api);
  getBacks = new GetBacksService(house.api, steps, reads, settings);
  life = new CaseLifeService(house.api, steps, new FollowUpsReads(house.api), settings);
  clock = new CasesClock(house.worker);
});
afterAll(() => house.close());
afterEach(() => house.clock('0'));

const MINUTE_MS = 60_000;
const inMinutes = (minutes: number): Date => new Date(Date.now() + minutes * MINUTE_MS);
const promise = async (caseId: string, more: Partial<PromiseGetBack> = { dueAt: inMinutes(60) }, by = 'priya') =>
  (await getBacks.promise({ caseId, what: 'The refund.', ...more }, await house.actor(by))).node;
const keep = async (getBackId: string, by = 'priya', more: object = {}) =>
  getBacks.keep({ getBackId, whatWasSaid: 'It is paid.', ...more }, await house.actor(by));
const renegotiate = async (getBackId: string, more: object = {}) =>
  getBacks.renegotiate({ getBackId, dueAt: inMinutes(120), customerToldAt: new Date(), ...more }, await house.actor('priya'));
const told = async (caseId: string) => (await house.factsOf(caseId)).map(({ name }) => name);
const remindAll = async (): Promise<void> => {
  for (const { thingId } of await clock.due(100)) await clock.remind(thingId);
};
const solve = async (caseId: string) => life.solve({ caseId, solution: 'Paid.', customerToldAt: new Date() }, await house.actor('priya'));
const handOver = (caseId: string, to: string) =>
  house.rows(
    `WITH closed AS (UPDATE ownership SET until_at = house_now() WHERE case_id = $1 AND until_at IS NULL RETURNING until_at)
     INSERT INTO ownership (case_id, person_id, human_id, from_at) SELECT $1, 'per_${to}', 'hum_${to}', until_at FROM closed`,
    [caseId],
  );

describe('a promise', () => {
  it('stands with its time on the clock of the customer, and is what is due next', async () => {
    const caseId = await house.caseOf('priya');
    const later = await promise(caseId, { dueAt: inMinutes(90) });
    const soon = await promise(caseId, { dueAt: inMinutes(30) });
    expect(soon).toMatchObject({
      status: 'MADE',
      what: 'The refund.',
      promisedById: 'per_priya',
      timeZone: 'Australia/Sydney',
      nextId: null,
    });
    expect(soon.dueLocal).toMatch(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/);
    expect((await cases.one(caseId)).nextDueAt).toEqual(soon.dueAt);
    await keep(soon.id);
    expect((await cases.one(caseId)).nextDueAt).toEqual(later.dueAt);
    expect(JSON.stringify(await house.factsOf(caseId))).not.toContain('refund');
  });

  it.each<[story: string, more: Partial<PromiseGetBack>, path: string]>([
    ['in the past', { dueAt: inMinutes(-1) }, 'dueAt'],
    ['in ten years', { dueAt: inMinutes(10 * 366 * 24 * 60) }, 'dueAt'],
    ['at a time that does not exist that night', { dueLocal: '2026-10-04T02:30' }, 'dueLocal'],
    ['at no time', {}, 'dueAt'],
    ['of nothing', { dueAt: inMinutes(5), what: ' ' }, 'what'],
  ])('is refused %s', async (_story, more, path) => {
    const caseId = await house.caseOf('priya');
    await expect(promise(caseId, more)).rejects.toMatchObject({ code: 'INVALID', path: [path] });
    expect(await told(caseId)).toEqual([]);
  });

  it('is the owner’s alone, in an open case, of a customer who was not erased', async () => {
    const caseId = await house.caseOf('priya');
    await expect(promise(caseId, { dueAt: inMinutes(5) }, 'tom')).rejects.toMatchObject({ code: 'NOT_OWNER' });
    await house.rows(
      `UPDATE customers SET name = NULL, contact = NULL, erased_at = house_now() WHERE id = (SELECT customer_id FROM cases WHERE id = $1)`,
      [caseId],
    );
    await expect(promise(caseId)).rejects.toMatchObject({ code: 'CUSTOMER_ERASED' });
  });
});

describe('a promise is kept', () => {
  it('in time; once; by whoever owns the case by then', async () => {
    const caseId = await house.caseOf('priya');
    const { id } = await promise(caseId);
    await handOver(caseId, 'tom');
    await expect(keep(id)).rejects.toMatchObject({ code: 'NOT_OWNER', whoCould: ['per_tom'] });
    const kept = await keep(id, 'tom', { idempotencyKey: 'kept' });
    expect(kept.node).toMatchObject({ status: 'KEPT', whatWasSaid: 'It is paid.' });
    expect(await keep(id, 'tom', { idempotencyKey: 'kept' })).toEqual({ ...kept, replayed: true });
    await expect(keep(id, 'tom')).rejects.toMatchObject({ code: 'GET_BACK_MOVED_ON' });
    expect(await told(caseId)).toEqual(['getBack.promised', 'getBack.kept']);
    await expect(keep('gbk_none')).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['getBackId'] });
  });

  it('promise 12: too late is broken, also before any timer noted it, and says when it was delivered', async () => {
    const caseId = await house.caseOf('priya');
    const { id } = await promise(caseId);
    await house.clock('61 minutes');
    expect(await reads.one(id)).toMatchObject({ status: 'BROKEN', deliveredAt: null });
    const { node } = await keep(id);
    expect(node.status).toBe('BROKEN');
    expect(node.deliveredAt?.getTime()).toBeGreaterThan(node.dueAt.getTime());
    await expect(keep(id)).rejects.toMatchObject({ code: 'GET_BACK_MOVED_ON' });
    expect(await told(caseId)).toEqual(['getBack.promised', 'getBack.broken', 'getBack.delivered']);
    expect((await cases.one(caseId)).nextDueAt).toBeNull();
  });
});

describe('another time', () => {
  it('takes the place of the first, once the customer was told, before it was due', async () => {
    const caseId = await house.caseOf('priya');
    const { id } = await promise(caseId);
    await expect(renegotiate(id, { customerToldAt: inMinutes(1) })).rejects.toMatchObject({ code: 'CUSTOMER_NOT_TOLD' });
    await expect(renegotiate(id, { customerToldAt: inMinutes(-1) })).rejects.toMatchObject({ code: 'INVALID', path: ['customerToldAt'] });
    const { node } = await renegotiate(id);
    expect(node).toMatchObject({ id, status: 'RENEGOTIATED' });
    expect(await reads.one(node.nextId ?? '')).toMatchObject({ status: 'MADE', what: 'The refund.', caseId });
    await expect(renegotiate(id)).rejects.toMatchObject({ code: 'GET_BACK_MOVED_ON' });
    expect(await told(caseId)).toEqual(['getBack.promised', 'getBack.renegotiated', 'getBack.promised']);
  });

  it('is refused after the first was due', async () => {
    const { id } = await promise(await house.caseOf('priya'));
    await house.clock('60 minutes 1 second');
    await expect(renegotiate(id)).rejects.toMatchObject({ code: 'GET_BACK_MOVED_ON', path: ['getBackId'] });
  });
});

describe('the end of a case', () => {
  it('makes open promises void, and leaves broken ones broken', async () => {
    const caseId = await house.caseOf('priya');
    const [late, open] = [await promise(caseId, { dueAt: inMinutes(10) }), await promise(caseId, { dueAt: inMinutes(60) })];
    await house.clock('11 minutes');
    await solve(caseId);
    expect((await reads.byIds([late.id, open.id])).map(({ id, status }) => [id, status]).sort()).toEqual(
      [
        [late.id, 'BROKEN'],
        [open.id, 'VOID'],
      ].sort(),
    );
    expect((await told(caseId)).filter((name) => name.startsWith('getBack.')).sort()).toEqual(
      ['getBack.promised', 'getBack.promised', 'getBack.broken', 'getBack.voided'].sort(),
    );
    await expect(promise(caseId)).rejects.toMatchObject({ code: 'CASE_MOVED_ON' });
  });
});

describe('promise 12: a reminder', () => {
  it('comes before the time and at the time, once each, to whoever owns the case then', async () => {
    const caseId = await house.caseOf('priya');
    const { id } = await promise(caseId, { dueAt: inMinutes(60) });
    await remindAll();
    expect(await told(caseId)).toEqual(['getBack.promised']);
    await house.clock('46 minutes');
    await Promise.all([remindAll(), remindAll(), remindAll()]);
    expect(await told(caseId)).toEqual(['getBack.promised', 'getBack.dueSoon']);
    await house.clock('61 minutes');
    await Promise.all([remindAll(), remindAll(), remindAll()]);
    await remindAll();
    expect(await told(caseId)).toEqual(['getBack.promised', 'getBack.dueSoon', 'getBack.broken']);
    expect(await house.rows('SELECT status FROM get_backs WHERE id = $1', [id])).toEqual([{ status: 'BROKEN' }]);
    expect((await cases.one(caseId)).nextDueAt).not.toBeNull();
  });

  it('comes once after everything was down for a month, and says nothing of what was about to be due', async () => {
    const caseId = await house.caseOf('priya');
    await promise(caseId);
    await house.clock('30 days');
    await remindAll();
    expect(await told(caseId)).toEqual(['getBack.promised', 'getBack.broken']);
  });

  it.each([
    ['too late, and delivers it', '61 minutes', (_caseId: string, id: string) => keep(id), ['getBack.broken', 'getBack.delivered']],
    ['too late, and answers the case', '61 minutes', (caseId: string) => solve(caseId), ['getBack.broken', 'case.solved', 'followUp.made']],
    ['in time, and answers the case', '59 minutes', (caseId: string) => solve(caseId), ['getBack.broken', 'case.solved', 'followUp.made']],
  ])('is told once, also when somebody looked just before it, %s', async (_story, lookedAt, act, facts) => {
    const caseId = await house.caseOf('priya');
    const { id } = await promise(caseId);
    await house.clock(lookedAt);
    const acting = await house.inTransaction(async () => {
      await house.rows('SELECT hold_case($1)', [caseId]);
      const begun = act(caseId, id);
      await eventually(
        () => house.rows('SELECT 1 FROM pg_locks WHERE NOT granted'),
        (waiting) => waiting.length > 0,
      );
      await house.clock('61 minutes');
      await house.rows(`UPDATE get_backs SET status = 'BROKEN' WHERE id = $1`, [id]);
      await house.rows(
        `INSERT INTO facts (subject_id, name, body) VALUES ($1, 'getBack.broken', json_build_object('getBackId', $2::text))`,
        [caseId, id],
      );
      return { begun };
    });
    await acting.begun;
    expect(await told(caseId)).toEqual(['getBack.promised', ...facts]);
    expect(await reads.one(id)).toMatchObject({ status: 'BROKEN' });
    expect(await house.rows(`SELECT 1 FROM remarks r WHERE r.subject_id = $1`, [caseId])).toHaveLength(2);
  });

  it('does not come for what was kept, and no remark on the case moves or erases one', async () => {
    const caseId = await house.caseOf('priya');
    const [kept, open] = [await promise(caseId), await promise(caseId)];
    await keep(kept.id);
    await house.rows(`INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_thanks', $1, 'Thanks!')`, [caseId]);
    await house.rows(`UPDATE people SET away_until = house_now() + interval '1 day' WHERE handle = 'priya'`);
    await house.clock('61 minutes');
    await remindAll();
    await house.rows(`UPDATE people SET away_until = NULL`);
    expect((await told(caseId)).filter((name) => name === 'getBack.broken')).toHaveLength(1);
    expect(await reads.one(open.id)).toMatchObject({ status: 'BROKEN', dueAt: open.dueAt });
  });
});

it('promise 7: one of ten who keep and renegotiate at once wins', async () => {
  const caseId = await house.caseOf('priya');
  const { id } = await promise(caseId);
  const outcomes = await Promise.allSettled(Array.from({ length: 10 }, (_, n) => (n % 2 ? keep(id) : renegotiate(id))));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect((await told(caseId)).filter((name) => /kept|renegotiated/.test(name))).toHaveLength(1);
});
