import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readSettings } from '#settings';
import { SmallHouse } from '../../test/support/small-house.js';
import { CaseLifeService } from './case-life.service.js';
import { CaseSteps } from './case-steps.js';
import { CasesService } from './cases.service.js';
import { FollowUpsReads } from './follow-ups.reads.js';
import { type GetBackFilter, GetBacksReads } from './get-backs.reads.js';
import { GetBacksService } from './get-backs.service.js';

let house: SmallHouse;
let reads: GetBacksReads;
/** When the promises were made; each is named by the minutes after it at which it is due. */
const began = Date.now();
const at = (minutes: number): Date => new Date(began + minutes * 60_000);

/**
 * Priya's cases: one in which 10 was kept, 20 passed unnoticed, 30 was put off to 40, and 90 stands; and one that was solved, with 15 broken and 80 void.
 * Tom's: 50, which passed and was delivered late, and 100. Tom is of a team. Half an hour and a little more has passed.
 */
beforeAll(async () => {
  house = await SmallHouse.open();
  const settings = readSettings({ DATABASE_URL: house.urls.apiUrl });
  const cases = new CasesService(house.api, settings);
  const steps = new CaseSteps(house.api, cases, settings);
  reads = new GetBacksReads(house.api);
  const service = new GetBacksService(house.api, steps, reads, settings);
  const life = new CaseLifeService(house.api, steps, new FollowUpsReads(house.api), settings);
  const [priya, tom] = [await house.actor('priya'), await house.actor('tom')];
  const [hers, solved, his] = [await house.caseOf('priya'), await house.caseOf('priya'), await house.caseOf('tom')];
  const promise = async (caseId: string, minutes: number, actor = priya): Promise<string> =>
    (await service.promise({ caseId, what: `${minutes}`, dueAt: at(minutes) }, actor)).node.id;
  const keep = (getBackId: string, actor = priya) => service.keep({ getBackId, whatWasSaid: 'Paid.' }, actor);
  await keep(await promise(hers, 10));
  for (const minutes of [20, 90]) await promise(hers, minutes);
  const early = await promise(hers, 30);
  await service.renegotiate({ getBackId: early, dueAt: at(40), customerToldAt: new Date() }, priya);
  for (const minutes of [15, 80]) await promise(solved, minutes);
  const late = await promise(his, 50, tom);
  await promise(his, 100, tom);
  await house.clock('55 minutes');
  await keep(late, tom);
  await house.clock('35 minutes');
  await life.solve({ caseId: solved, solution: 'Paid.', customerToldAt: new Date() }, priya);
  await house.admin.query(
    `INSERT INTO teams (id, name) VALUES ('tea_cards', 'Cards'); UPDATE people SET team_id = 'tea_cards' WHERE handle = 'tom'`,
  );
});
afterAll(() => house.close());

const named = async (filter: GetBackFilter): Promise<string[]> =>
  (await reads.list(filter, { take: 20, backwards: false })).rows.map(({ what }) => what ?? '');

describe('a list of promises', () => {
  it.each<[string, GetBackFilter, string[]]>([
    ['all, the soonest due first', {}, ['10', '15', '20', '30', '30', '50', '80', '90', '100']],
    ['of one owner, for which a customer waits', { ownerId: 'per_tom', open: true }, ['100']],
    ['of a team', { teamId: 'tea_cards' }, ['50', '100']],
    ['of a team without anybody', { teamId: 'tea_none' }, []],
    ['kept', { status: ['KEPT'] }, ['10']],
    ['broken, also where nobody has noted it yet', { status: ['BROKEN'] }, ['15', '20', '50']],
    ['made, and not due yet', { status: ['MADE'] }, ['30', '90', '100']],
    ['renegotiated or void', { status: ['RENEGOTIATED', 'VOID'] }, ['30', '80']],
    ['in no state', { status: [] }, []],
    ['for which a customer still waits', { open: true }, ['20', '30', '90', '100']],
    ['of Priya, for which one does', { ownerId: 'per_priya', open: true }, ['20', '30', '90']],
    ['for which nobody does', { open: false }, ['10', '15', '30', '50', '80']],
    ['due after', { dueAfter: at(80) }, ['90', '100']],
    ['due before', { dueBefore: at(20) }, ['10', '15']],
    ['due between', { dueAfter: at(20), dueBefore: at(41), open: true }, ['30']],
  ])('%s', async (_story, filter, expected) => {
    expect(await named(filter)).toEqual(expected);
    expect(await reads.count(filter)).toBe(expected.length);
  });

  it('goes forwards and backwards, page after page, with what a promise has', async () => {
    const first = await reads.list({}, { take: 4, backwards: false });
    const last = first.rows[3];
    expect(first).toMatchObject({
      hasNextPage: true,
      rows: [{ what: '10', status: 'KEPT', timeZone: expect.any(String) as unknown }, {}, {}, {}],
    });
    expect(last?.dueLocal).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d/);
    const from = { key: last?.pageKey ?? '', id: last?.id ?? '' };
    expect((await reads.list({}, { take: 20, backwards: false, from })).rows.map(({ what }) => what)).toEqual([
      '30',
      '50',
      '80',
      '90',
      '100',
    ]);
    expect((await reads.list({}, { take: 2, backwards: true, from })).rows.map(({ what }) => what)).toEqual(['15', '20']);
  });

  it.each<GetBackFilter>([{}, { open: false }, { status: ['BROKEN'] }])(
    'counts what became of the promises of a team, and of nobody alone: %j',
    async (filter) => {
      const refusal = { code: 'INVALID', path: ['filter', 'ownerId'] };
      await expect(reads.count({ ...filter, ownerId: 'per_tom' })).rejects.toMatchObject(refusal);
      await expect(named({ ...filter, ownerId: 'per_tom' })).rejects.toMatchObject(refusal);
    },
  );

  it.each([
    ['backwards', 41, 40],
    ['of no time at all', 40, 40],
  ])('is refused for a stretch that is %s, at its end', async (_story, from, until) => {
    await expect(named({ dueAfter: at(from), dueBefore: at(until) })).rejects.toMatchObject({
      code: 'INVALID',
      path: ['filter', 'dueBefore'],
    });
  });
});
