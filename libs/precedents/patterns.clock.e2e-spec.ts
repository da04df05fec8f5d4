import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { makePrecedents } from '../../test/support/made-precedents.js';
import { SmallHouse } from '../../test/support/small-house.js';
import { PatternsClock } from './patterns.clock.js';
import { PrecedentsGathering } from './precedents.gathering.js';

const DAY_MS = 86_400_000;

let house: SmallHouse;
let clock: PatternsClock;
let made = 0;

beforeAll(async () => {
  house = await SmallHouse.open();
  clock = new PatternsClock(house.worker, { patternCount: 5, patternDays: 90 });
});
afterAll(() => house?.close());
afterEach(() => house.clock('0'));

/** So many approved, of one cause, so many days ago. */
async function approved(cause: string, count: number, { daysAgo = 0, kind = 'REFUND', status = 'APPROVED' } = {}): Promise<void> {
  const rows = Array.from({ length: count }, () => ({
    ...{ id: `exc_cand${++made}`, cause, kind, amountMinor: 100, whatHappened: 'So.', whatWeDo: 'So.', status },
    approvedAt: new Date(Date.now() - daysAgo * DAY_MS),
  }));
  await makePrecedents(house.admin, rows);
  await new PrecedentsGathering(house.worker).gather();
}
const idOf = async (cause: string, kind = 'REFUND'): Promise<string> =>
  (await house.rows<{ id: string }>('SELECT pattern_of($1, $2) AS id', [cause, kind]))[0]?.id ?? '';

describe('reviewers are told of a pattern that is a candidate', () => {
  it('once it has enough of the last days, and not before', async () => {
    await approved('flood', 4);
    const id = await idOf('flood');
    expect([await clock.untold(10), await clock.tell(id)]).toEqual([[], false]);
    await approved('flood', 1);
    expect(await clock.untold(10)).toEqual([id]);
    expect(await clock.tell(id)).toBe(true);
    expect(await house.factsOf(id)).toEqual([
      { name: 'pattern.candidate', actor_id: null, body: { cause: 'flood', kind: 'REFUND', lately: 5 } },
    ]);
  });

  it('once in as many days as count, however many workers there are and however many more are approved', async () => {
    await approved('storm', 5);
    const id = await idOf('storm');
    const told = await Promise.all(Array.from({ length: 8 }, () => clock.tell(id)));
    expect(told.filter(Boolean)).toHaveLength(1);
    await approved('storm', 3);
    expect([await clock.untold(10), await clock.tell(id)]).toEqual([[], false]);
    await house.clock('91 days');
    await approved('storm', 5, { daysAgo: -91 });
    expect(await clock.untold(10)).toEqual([id]);
    expect(await Promise.all([clock.tell(id), clock.tell(id)])).toEqual(expect.arrayContaining([true, false]));
    expect(await house.factsOf(id)).toHaveLength(2);
  });

  it.each<[string, object]>([
    ['too long ago', { daysAgo: 91 }],
    ['stopped', { status: 'STOPPED' }],
  ])('not of what was %s', async (_, how) => {
    await approved('hail', 5, how);
    expect([await clock.untold(10), await clock.tell(await idOf('hail'))]).toEqual([[], false]);
  });

  it('of what is one only since two causes were merged', async () => {
    const [from, into] = [await house.cause('wet'), await house.cause('damp')];
    await approved(from, 3);
    await approved(into, 2);
    const id = await idOf(into);
    expect(await clock.untold(10)).toEqual([]);
    await house.admin
      .query(`INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_wet', 'cau_wet', 'So.'); UPDATE causes SET merge_asked_into = 'damp', merge_asked_by = 'per_renee', merge_asked_human = 'hum_renee',
      merge_why_id = 'rmk_wet' WHERE key = 'wet'; UPDATE causes SET merged_into = 'damp', merged_by = 'per_omar', merged_human = 'hum_omar' WHERE key = 'wet'`);
    expect(await clock.untold(10)).toEqual([id]);
    expect([await clock.tell(id), await clock.tell('pat_none')]).toEqual([true, false]);
  });
});
