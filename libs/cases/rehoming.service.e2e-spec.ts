import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PeopleService } from '#people';
import { readSettings } from '#settings';
import { SmallHouse } from '../../test/support/small-house.js';
import { CaseLifeService } from './case-life.service.js';
import { CaseSteps } from './case-steps.js';
import { CasesClock } from './cases.clock.js';
import { CasesService } from './cases.service.js';
import { FollowUpsReads } from './follow-ups.reads.js';
import { type RehomeCases, RehomingService } from './rehoming.service.js';

let house: SmallHouse;
let rehoming: RehomingService;
let cases: CasesService;

beforeAll(async () => {
  house = await SmallHouse.open();
  [rehoming, cases] = [new RehomingService(house.api), new CasesService(house.api, { acknowledgeHours: 24, complaintProfile: 'HOUSE' })];
});
afterAll(() => house.close());
afterEach(() => house.admin.query(`UPDATE people SET active = true, away_until = NULL WHERE kind = 'PERSON'`));

const give = async (fromId: string, toId: string, more: Partial<RehomeCases> = {}): Promise<number> => {
  const input = { fromId: `per_${fromId}`, toId: `per_${toId}`, reason: 'Moves to sales.', ...more };
  return (await rehoming.rehome(input, await house.actor('wei'))).node.left;
};
const owners = async (ids: readonly string[]): Promise<(string | undefined)[]> => {
  const now = await cases.ownerNow(ids);
  return ids.map((id) => now.get(id));
};

describe('promise 12: re-homing the cases of somebody who leaves', () => {
  it('gives all of them to a colleague at one moment, with a fact each, and the reason apart', async () => {
    const ids = [await house.caseOf('sam'), await house.caseOf('sam'), await house.caseOf('sam')];
    expect(await give('sam', 'ivy')).toBe(0);
    expect(await owners(ids)).toEqual(['per_ivy', 'per_ivy', 'per_ivy']);
    const turns = await house.rows<{ at: Date }>(
      'SELECT DISTINCT from_at AS at FROM ownership WHERE case_id = ANY ($1) AND until_at IS NULL',
      [ids],
    );
    expect(turns).toHaveLength(1);
    const [fact] = await house.factsOf(ids[0] ?? '');
    expect(fact).toMatchObject({ name: 'case.rehomed', actor_id: 'per_wei', body: { fromId: 'per_sam', toId: 'per_ivy' } });
    const reasons = await house.rows<{ subject_id: string }>(
      `SELECT r.subject_id, r.body FROM facts f JOIN remarks r ON r.id = f.body ->> 'reasonId' WHERE f.subject_id = ANY ($1) AND f.name = 'case.rehomed'
        ORDER BY array_position($1, r.subject_id)`,
      [ids],
    );
    expect(reasons).toEqual(ids.map((subject_id) => ({ subject_id, body: 'Moves to sales.' })));
    const instant = turns[0]?.at ?? new Date();
    expect(await cases.ownerAt(ids[0] ?? '', new Date(+instant - 1))).toBe('per_sam');
    expect(await cases.ownerAt(ids[0] ?? '', instant)).toBe('per_ivy');
  });

  it('gives some, says how many are left, and lets the person leave when none is', async () => {
    const people = new PeopleService(house.api);
    const wei = await house.actor('wei');
    const [first, second] = [await house.caseOf('mia'), await house.caseOf('mia')];
    expect(await give('mia', 'ivy', { caseIds: [first] })).toBe(1);
    const leave = { personId: 'per_mia', active: false };
    await expect(people.update(leave, wei)).rejects.toMatchObject({ code: 'OWNS_OPEN_CASES' });
    expect(await give('mia', 'noor', { caseIds: [second] })).toBe(0);
    expect((await people.update(leave, wei)).node.active).toBe(false);
    expect(await owners([first, second])).toEqual(['per_ivy', 'per_noor']);
  });

  it('also when they have left already, since a sync is believed', async () => {
    const id = await house.caseOf('jack');
    await house.admin.query(`UPDATE people SET active = false WHERE handle = 'jack'`);
    expect(await give('jack', 'ivy')).toBe(0);
    expect(await owners([id])).toEqual(['per_ivy']);
  });

  it('of what is solved and still to be followed up, too: the follow-up and its reminder go along; what has ended stays', async () => {
    const settings = readSettings({ DATABASE_URL: house.urls.apiUrl });
    const reads = new FollowUpsReads(house.api);
    const life = new CaseLifeService(house.api, new CaseSteps(house.api, cases, settings), reads, settings);
    const [solved, ended] = [await house.caseOf('sam'), await house.caseOf('sam')];
    const sam = await house.actor('sam');
    await life.solve({ caseId: solved, solution: 'Paid.', customerToldAt: new Date() }, sam);
    const no = { caseId: ended, reason: 'The contract.', toldBy: 'Sam.', appealRoute: 'The ombudsman.' };
    await life.answerHonestNo(no, sam);
    const [people, wei] = [new PeopleService(house.api), await house.actor('wei')];
    expect((await people.leaving('per_sam', wei)).cases).toEqual({ count: 1, ids: [solved] });
    await expect(people.update({ personId: 'per_sam', active: false }, wei)).rejects.toMatchObject({ code: 'OWNS_OPEN_CASES' });
    await expect(give('sam', 'ivy', { caseIds: [ended] })).rejects.toMatchObject({ code: 'INVALID', path: ['caseIds'] });
    expect(await give('sam', 'ivy')).toBe(0);
    expect(await owners([solved, ended])).toEqual(['per_ivy', 'per_sam']);
    expect((await people.update({ personId: 'per_sam', active: false }, wei)).node.active).toBe(false);
    await house.clock('8 days');
    await new CasesClock(house.worker).remind((await reads.ofCases([solved]))[0]?.id ?? '');
    const [followUp] = await reads.ofCases([solved]);
    const found = { followUpId: followUp?.id ?? '', outcome: 'DID_NOT_HELP', channel: 'telephone', note: 'Again.' } as const;
    await expect(life.recordFollowUp(found, await house.actor('priya'))).rejects.toMatchObject({ code: 'NOT_OWNER' });
    await life.recordFollowUp(found, await house.actor('ivy'));
    await house.clock('0');
    expect(await cases.one(solved)).toMatchObject({ status: 'OWNED', ownerId: 'per_ivy' });
    expect((await house.factsOf(solved)).map(({ name }) => name)).toEqual(
      expect.arrayContaining(['case.rehomed', 'followUp.fellDue', 'case.reopened']),
    );
    await give('ivy', 'noor', { caseIds: [solved] });
  });

  it('refuses by code and moves nothing: not all theirs, an absent colleague, the own second account, an agent who asks', async () => {
    const [mine, other] = [await house.caseOf('lachlan'), await house.caseOf('tom')];
    await expect(give('lachlan', 'ivy', { caseIds: [mine, other] })).rejects.toMatchObject({ code: 'INVALID', path: ['caseIds'] });
    await house.admin.query(`UPDATE people SET away_until = house_now() + interval '1 hour' WHERE handle = 'ivy'`);
    await expect(give('lachlan', 'ivy')).rejects.toMatchObject({ code: 'INVALID', path: ['toId'] });
    await expect(give('lachlan', 'lach2')).rejects.toMatchObject({ code: 'INVALID', path: ['toId'] });
    await expect(give('lachlan', 'desk')).rejects.toMatchObject({ code: 'INVALID', path: ['toId'] });
    await expect(give('lachlan', 'pay-1')).rejects.toMatchObject({ code: 'INVALID', path: ['toId'] });
    const byTom = rehoming.rehome({ fromId: 'per_lachlan', toId: 'per_noor', reason: 'So.' }, await house.actor('tom'));
    await expect(byTom).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await owners([mine, other])).toEqual(['per_lachlan', 'per_tom']);
  });

  it('once for one key, and to one colleague of two who are named at once', async () => {
    const ids = await Promise.all([1, 2, 3, 4].map(() => house.caseOf('priya')));
    const input = { fromId: 'per_priya', toId: 'per_ivy', reason: 'Leaves.', idempotencyKey: 'once' };
    const wei = await house.actor('wei');
    const outcomes = await Promise.all([1, 2, 3].map(() => rehoming.rehome(input, wei)));
    expect(outcomes.filter(({ replayed }) => !replayed)).toHaveLength(1);
    const race = await Promise.allSettled([give('ivy', 'noor', { caseIds: ids }), give('ivy', 'tom', { caseIds: ids })]);
    expect(race.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(new Set(await owners(ids)).size).toBe(1);
    expect(await house.rows(`SELECT count(*)::int FROM facts WHERE name = 'case.rehomed' AND subject_id = $1`, [ids[0]])).toEqual([
      { count: 2 },
    ]);
  });

  it('of a whole department: two hundred cases in one call', async () => {
    for (let n = 0; n < 200; n++) await house.caseOf('renee');
    const startedAt = Date.now();
    expect(await give('renee', 'noor')).toBe(0);
    expect(Date.now() - startedAt).toBeLessThan(2_000);
  });
});
