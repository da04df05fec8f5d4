import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page, Paged } from '#pages';
import { readSettings } from '#settings';
import { SmallHouse } from '../../test/support/small-house.js';
import { CaseLifeService } from './case-life.service.js';
import { CaseSteps } from './case-steps.js';
import type { ComplaintsShown } from './case.words.js';
import { CasesClock } from './cases.clock.js';
import { CasesService } from './cases.service.js';
import { type Complaint, ComplaintsReads } from './complaints.reads.js';
import { ComplaintsService, type MarkComplaint } from './complaints.service.js';
import { FollowUpsReads } from './follow-ups.reads.js';

let house: SmallHouse;
let cases: CasesService;
let complaints: ComplaintsService;
let reads: ComplaintsReads;
let life: CaseLifeService;
let clock: CasesClock;

beforeAll(async () => {
  house = await SmallHouse.open();
  const settings = readSettings({ DATABASE_URL: house.urls.apiUrl, COMPLAINT_PROFILE: 'AUSTRALIA' });
  cases = new CasesService(house.api, settings);
  const steps = new CaseSteps(house.api, cases, settings);
  complaints = new ComplaintsService(house.api, steps, settings);
  reads = new ComplaintsReads(house.api);
  life = new CaseLifeService(house.api, steps, new FollowUpsReads(house.api), settings);
  clock = new CasesClock(house.worker);
});
afterAll(() => house.close());
afterEach(() => house.clock('0'));

const [HOUR_MS, DAY_MS] = [3_600_000, 86_400_000];
const now = async (): Promise<Date> => (await house.rows<{ now: Date }>('SELECT house_now() AS now'))[0]?.now ?? new Date();
const mark = async (caseId: string, more: Partial<MarkComplaint> = {}, by = 'priya') =>
  complaints.mark({ caseId, customerToldAt: await now(), ...more }, await house.actor(by));
const marked = async (): Promise<string> => {
  const caseId = await house.caseOf('priya');
  await mark(caseId);
  return caseId;
};
const of = async (caseId: string): Promise<Complaint> => {
  const [found] = await reads.ofCases([caseId]);
  if (!found) throw new Error('It is no complaint.');
  return found;
};
const no = { reason: 'The contract says so.', toldBy: 'Priya.', appealRoute: 'AFCA, within two years.' };
const refuse = async (caseId: string) => life.answerHonestNo({ caseId, ...no }, await house.actor('priya'));
const told = async (caseId: string) => (await house.factsOf(caseId)).map(({ name, body }) => [name, body.clock].filter(Boolean).join(' '));
const remindAll = async (): Promise<void> => {
  for (const { thingId } of await clock.due(500)) await clock.remind(thingId);
};
const shown = async (show: ComplaintsShown): Promise<string[]> => {
  const page: Page<Complaint & Paged> = await reads.list({ show }, { take: 100, backwards: false });
  expect(await reads.count({ show })).toBe(page.rows.length);
  return page.rows.map(({ caseId }) => caseId);
};

describe('a case that becomes a complaint', () => {
  it('has three clocks since the customer complained, by the profile of the house, and tells them in one fact', async () => {
    const caseId = await house.caseOf('priya');
    const customerToldAt = await now();
    const complainedAt = new Date(+customerToldAt - HOUR_MS);
    const { node } = await mark(caseId, { complainedAt, customerToldAt, idempotencyKey: 'once' });
    const found = await of(caseId);
    expect(found).toMatchObject({ profile: 'AUSTRALIA', timeZone: 'Australia/Sydney', complainedAt, acknowledgedAt: customerToldAt });
    expect(found).toMatchObject({
      acknowledged: 'MET',
      answeredWithoutAdo: 'RUNNING',
      finalAnswer: 'RUNNING',
      isLate: false,
      answeredAt: null,
    });
    expect(+found.acknowledgeBy).toBe(+complainedAt + 24 * HOUR_MS);
    expect(node.nextDueAt).toEqual(found.answerBy);
    const [fact, ...more] = await house.factsOf(caseId);
    expect(more).toEqual([]);
    expect(fact).toEqual({
      name: 'complaint.opened',
      actor_id: 'per_priya',
      body: {
        profile: 'AUSTRALIA',
        complainedAt: complainedAt.toISOString(),
        acknowledgeBy: found.acknowledgeBy.toISOString(),
        answerBy: found.answerBy.toISOString(),
        finalBy: found.finalBy.toISOString(),
        acknowledgedAt: customerToldAt.toISOString(),
      },
    });
    expect((await mark(caseId, { complainedAt, customerToldAt, idempotencyKey: 'once' })).replayed).toBe(true);
    await expect(mark(caseId)).rejects.toMatchObject({ code: 'CASE_MOVED_ON' });
  });

  it('does so once, of ten who say it at once, and for its owner alone', async () => {
    const caseId = await house.caseOf('priya');
    await expect(mark(caseId, {}, 'tom')).rejects.toMatchObject({ code: 'NOT_OWNER', whoCould: ['per_priya'] });
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => mark(caseId)));
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await told(caseId)).toEqual(['complaint.opened']);
  });

  it('is refused where it was answered, and of a customer who was erased', async () => {
    const [answered, gone] = [await house.caseOf('priya'), await house.caseOf('priya')];
    await refuse(answered);
    await expect(mark(answered)).rejects.toMatchObject({ code: 'CASE_MOVED_ON' });
    await house.rows(
      `UPDATE customers SET name = NULL, contact = NULL, erased_at = house_now() WHERE id = (SELECT customer_id FROM cases WHERE id = $1)`,
      [gone],
    );
    await expect(mark(gone)).rejects.toMatchObject({ code: 'CUSTOMER_ERASED' });
  });

  it('keeps its profile when the house takes another one', async () => {
    const caseId = await marked();
    const settings = readSettings({ DATABASE_URL: house.urls.apiUrl, COMPLAINT_PROFILE: 'UNITED_KINGDOM' });
    const later = new ComplaintsService(house.api, new CaseSteps(house.api, cases, settings), settings);
    const other = await house.caseOf('priya');
    await later.mark({ caseId: other, customerToldAt: await now() }, await house.actor('priya'));
    expect([(await of(caseId)).profile, (await of(other)).profile]).toEqual(['AUSTRALIA', 'UNITED_KINGDOM']);
  });
});

describe('a case that is opened as a complaint', () => {
  const customer = { name: 'Adele', contact: 'adele@example.org', timeZone: 'Pacific/Auckland' };

  it('by a person is acknowledged; also of a colleague inside the company', async () => {
    const complainedAt = new Date(Date.now() - 2 * DAY_MS);
    const { node } = await cases.open({ customer, need: 'A fee.', internal: true, complainedAt }, await house.actor('priya'));
    const found = await of(node.id);
    expect(found).toMatchObject({
      timeZone: 'Pacific/Auckland',
      complainedAt,
      acknowledgedAt: node.acknowledgedAt,
      acknowledged: 'MISSED',
    });
    expect(node.nextDueAt).toEqual(found.answerBy);
    expect(await told(node.id)).toEqual(['case.opened', 'complaint.opened']);
    const tomorrow = new Date(Date.now() + DAY_MS);
    const open = cases.open({ customer, need: 'A fee.', complainedAt: tomorrow }, await house.actor('priya'));
    await expect(open).rejects.toMatchObject({ code: 'INVALID', path: ['complainedAt'] });
  });

  it('by a machine waits to be acknowledged: the owner is called before and at the time, once each, and taking it on meets the clock', async () => {
    const desk = await house.actor('desk', { tokenId: 'tok_desk', scopes: ['CASES'] });
    const ids: string[] = [];
    for (let n = 0; n < 2; n++) ids.push((await cases.open({ customer, need: 'A fee.', complainedAt: await now() }, desk)).node.id);
    const [late = '', met = ''] = ids;
    expect(await of(late)).toMatchObject({ acknowledgedAt: null, acknowledged: 'RUNNING' });
    await house.clock('21 hours');
    for (let n = 0; n < 3; n++) await Promise.all([remindAll(), remindAll()]);
    await life.acknowledge({ caseId: met }, await house.actor('lachlan'));
    expect(await of(met)).toMatchObject({ acknowledged: 'MET' });
    await house.clock('25 hours');
    expect(await of(late)).toMatchObject({ acknowledged: 'MISSED', isLate: true });
    expect((await shown('LATE')).filter((id) => ids.includes(id))).toEqual([late]);
    for (let n = 0; n < 3; n++) await Promise.all([remindAll(), remindAll()]);
    const begun = ['case.opened', 'complaint.opened', 'complaint.dueSoon ACKNOWLEDGE'];
    expect(await told(late)).toEqual([...begun, 'complaint.fellDue ACKNOWLEDGE']);
    expect(await told(met)).toEqual([...begun, 'case.acknowledged']);
    await life.acknowledge({ caseId: late }, await house.actor('lachlan'));
    expect(await of(late)).toMatchObject({ acknowledged: 'MISSED', isLate: false });
  });
});

describe('promise 12: the clocks of a complaint', () => {
  it('call the owner before and at their time, once each, whatever was down, and are met by the answer', async () => {
    const caseId = await marked();
    const { answerBy, finalBy } = await of(caseId);
    const clockAt = async (at: Date, more = 0): Promise<void> => house.clock(`${+at - Date.now() + more} milliseconds`);
    await clockAt(answerBy, -25 * HOUR_MS);
    await remindAll();
    expect(await told(caseId)).toEqual(['complaint.opened']);
    await clockAt(answerBy, -23 * HOUR_MS);
    await Promise.all([remindAll(), remindAll(), remindAll()]);
    await clockAt(answerBy, 1_000);
    await Promise.all([remindAll(), remindAll(), remindAll()]);
    const called = ['complaint.opened', 'complaint.dueSoon ANSWER', 'complaint.fellDue ANSWER'];
    expect(await told(caseId)).toEqual(called);
    expect(await of(caseId)).toMatchObject({ answeredWithoutAdo: 'MISSED', finalAnswer: 'RUNNING', isLate: false });
    expect((await cases.one(caseId)).nextDueAt).toEqual(finalBy);
    await clockAt(finalBy, 40 * DAY_MS); // nothing ran for weeks: what was about to be due is left out
    await remindAll();
    await remindAll();
    expect(await told(caseId)).toEqual([...called, 'complaint.fellDue FINAL']);
    expect(await of(caseId)).toMatchObject({ finalAnswer: 'MISSED', isLate: true });
    expect([await shown('LATE'), await shown('OPEN')]).toEqual([expect.arrayContaining([caseId]), expect.arrayContaining([caseId])]);
    expect(await cases.count({ complaint: 'LATE', ownerId: 'per_priya' })).toBeGreaterThan(0);
    await refuse(caseId);
    expect(await of(caseId)).toMatchObject({ finalAnswer: 'MISSED', isLate: false });
    expect(await shown('LATE')).not.toContain(caseId);
    expect(await shown('ALL')).toContain(caseId);
  });

  it('are met by the first answer; one that did not hold leaves the last clock due again', async () => {
    const caseId = await marked();
    await house.clock('3 hours');
    await refuse(caseId);
    const met = await of(caseId);
    expect(met).toMatchObject({ answeredWithoutAdo: 'MET', finalAnswer: 'MET', isLate: false });
    expect((await cases.one(caseId)).nextDueAt).toBeNull();
    await life.reopen({ caseId, reason: 'She sent the letter.' }, await house.actor('priya'));
    expect((await cases.one(caseId)).nextDueAt).toEqual(met.finalBy);
    await house.clock('31 days');
    expect(await of(caseId)).toEqual({ ...met, isLate: true });
    await life.solve({ caseId, solution: 'Paid.', customerToldAt: await now() }, await house.actor('priya'));
    expect(await of(caseId)).toEqual(met);
  });

  it('are not met by an answer of which the customer was told before they complained', async () => {
    const caseId = await marked();
    const { complainedAt } = await of(caseId);
    const solve = { caseId, solution: 'Paid.', customerToldAt: new Date(+complainedAt - 1) };
    await expect(life.solve(solve, await house.actor('priya'))).rejects.toMatchObject({ code: 'INVALID', path: ['customerToldAt'] });
  });
});

describe('the register', () => {
  const noon = new Date('2026-06-01T12:00:00Z');
  it.each([
    ['backwards', new Date(noon.getTime() - 1)],
    ['of no time at all', noon],
  ])('refuses a stretch that is %s, at its end', async (_story, until) => {
    const refusal = { code: 'INVALID', path: ['filter', 'until'] };
    await expect(reads.list({ since: noon, until }, { take: 5, backwards: false })).rejects.toMatchObject(refusal);
    await expect(reads.count({ since: noon, until })).rejects.toMatchObject(refusal);
  });
});

describe('each profile', () => {
  const MONDAY_EVENING = '2026-03-02T20:00';
  it.each<[profile: string, acknowledge: string, answer: string, final: string]>([
    ['HOUSE', '2026-03-03T20:00', '2026-03-07T20:00', '2026-04-01T20:00'],
    ['AUSTRALIA', '2026-03-03T20:00', '2026-03-09T17:00', '2026-04-01T20:00'],
    ['AUSTRALIA_SUPER', '2026-03-03T20:00', '2026-03-09T17:00', '2026-04-16T20:00'],
    ['UNITED_KINGDOM', '2026-03-03T20:00', '2026-03-05T17:00', '2026-04-27T20:00'],
    ['UNITED_KINGDOM_PAYMENTS', '2026-03-03T20:00', '2026-03-05T17:00', '2026-03-23T17:00'],
    ['EUROPEAN_UNION_PAYMENTS', '2026-03-03T20:00', '2026-03-09T17:00', '2026-03-23T17:00'],
    ['NEW_ZEALAND', '2026-03-03T20:00', '2026-03-09T17:00', '2026-04-30T20:00'],
  ])('%s', async (profile, ...expected) => {
    const rows = await house.rows<{ due: string }>(
      `SELECT to_char(complaint_due($1, c.clock, $2::timestamp AT TIME ZONE 'Australia/Sydney', 'Australia/Sydney') AT TIME ZONE 'Australia/Sydney', 'YYYY-MM-DD"T"HH24:MI') AS due
         FROM (VALUES (1, 'ACKNOWLEDGE'), (2, 'ANSWER'), (3, 'FINAL')) AS c (n, clock) ORDER BY c.n`,
      [profile, MONDAY_EVENING],
    );
    expect(rows.map(({ due }) => due)).toEqual(expected);
  });

  it('is known to the settings, and the other way round', async () => {
    const rows = await house.rows<{ name: string }>('SELECT DISTINCT name FROM complaint_profiles');
    for (const { name } of rows)
      expect(readSettings({ DATABASE_URL: house.urls.apiUrl, COMPLAINT_PROFILE: name }).complaintProfile).toBe(name);
    expect(rows).toHaveLength(7);
    expect(() => readSettings({ DATABASE_URL: house.urls.apiUrl, COMPLAINT_PROFILE: 'MOON' })).toThrow('COMPLAINT_PROFILE');
  });
});
