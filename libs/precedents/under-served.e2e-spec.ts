import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { NoticesService, Telling } from '#notices';
import sql from 'sql-template-tag';
import { makePrecedents } from '../../test/support/made-precedents.js';
import { SmallHouse } from '../../test/support/small-house.js';
import { PatternsReads } from './patterns.reads.js';
import { PrecedentsGathering } from './precedents.gathering.js';
import { UnderServedClock } from './under-served.clock.js';

const DAY_MS = 86_400_000;
const SETTINGS = { patternCount: 5, patternDays: 90 };

let house: SmallHouse;
let clock: UnderServedClock;
let gathering: PrecedentsGathering;
let made = 0;

beforeAll(async () => {
  house = await SmallHouse.open();
  clock = new UnderServedClock(house.worker, new PatternsReads(house.worker, SETTINGS), SETTINGS);
  gathering = new PrecedentsGathering(house.worker);
});
afterAll(() => house.close());
afterEach(() => house.clock('0'));

/** These amounts for one cause, so many days ago, gathered; answers the ids. */
async function given(cause: string, amounts: readonly number[], daysAgo = 1): Promise<string[]> {
  const rows = amounts.map((amountMinor) => ({
    ...{ id: `exc_fair${++made}`, cause, kind: 'REFUND', amountMinor, whatHappened: 'So.', whatWeDo: 'So.' },
    approvedAt: new Date(Date.now() - daysAgo * DAY_MS),
  }));
  await makePrecedents(house.admin, rows);
  await gathering.gather();
  return rows.map(({ id }) => id);
}
/** Twenty that differ as amounts do. */
const usual = Array.from({ length: 20 }, (_, n) => 20_000 + 150 * (n % 10));
const patternOf = async (cause: string): Promise<string> =>
  (await house.rows<{ id: string }>(`SELECT pattern_of($1, 'REFUND') AS id`, [cause]))[0]?.id ?? '';
const toldOf = async (cause: string): Promise<unknown[]> =>
  (await house.factsOf(await patternOf(cause))).map(({ name, actor_id: actor, body }) => [name, actor, body['exceptionId'], body['cause']]);

describe('of a customer who was given far less than others in like cases', () => {
  it('reviewers are told once, however many workers measure, and however often', async () => {
    await given('flood', usual);
    const id = await patternOf('flood');
    expect([await clock.unmeasured(10), await clock.tell(id), await clock.unmeasured(10)]).toEqual([[id], 0, []]);
    const [low] = await given('flood', [1_500, 400_000]);
    expect(await clock.unmeasured(10)).toEqual([id]);
    const told = await Promise.all(Array.from({ length: 8 }, () => clock.tell(id)));
    expect(told.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect([await clock.unmeasured(10), await clock.tell(id)]).toEqual([[], 0]);
    expect(await toldOf('flood')).toEqual([['pattern.underServed', null, low, 'flood']]);
    await given('flood', usual);
    expect([await clock.unmeasured(10), await clock.tell(id)]).toEqual([[id], 0]);
    const [lower] = await given('flood', [1_200]);
    expect(await clock.tell(id)).toBe(1);
    expect(await toldOf('flood')).toEqual([low, lower].map((one) => ['pattern.underServed', null, one, 'flood']));
  });

  it('every reviewer reads it in plain words, with the exception, and nobody else', async () => {
    const id = await patternOf('flood');
    const telling = new Telling(house.worker, { smtpUrl: undefined });
    for (let times = 0; times < 2; times++) await telling.tell({ subjectId: id, seq: 1 });
    const notices = new NoticesService(house.api);
    const read = async (who: string) => (await notices.list(await house.actor(who), {}, { take: 9, backwards: false })).rows;
    expect(await read('priya')).toEqual([]);
    const [{ ref } = { ref: '' }] = await house.rows<{ ref: string }>(
      `SELECT e.ref FROM policy_exceptions e JOIN under_served u ON u.exception_id = e.id ORDER BY u.told_at`,
    );
    for (const who of ['renee', 'omar']) {
      const told = await read(who);
      expect(told.map(({ name, subjectId }) => [name, subjectId])).toEqual([
        ['pattern.underServed', id],
        ['pattern.underServed', id],
      ]);
      expect(told.map(({ words }) => words)).toContain(
        `The customer of ${ref} was given far less than others because of flood. Ask whether that was fair: look at the pattern, and read what was signed. It stands as it is, and you are told of it once.`,
      );
    }
  });

  it('is not told what happened long ago, nor of a few', async () => {
    await given('storm', usual, 95);
    await given('storm', [1_500], 91);
    await given('hail', [...usual.slice(0, 8), 1_500]);
    for (const cause of ['storm', 'hail']) expect([await clock.tell(await patternOf(cause)), await toldOf(cause)]).toEqual([0, []]);
  });

  it('who is one only since others were stopped is told of, too', async () => {
    const ids = await given('wind', [...Array.from({ length: 13 }, () => 900), ...usual.slice(0, 12)]);
    const id = await patternOf('wind');
    expect(await clock.tell(id)).toBe(0);
    const stopped = `'{${ids.slice(0, 12).join()}}'::text[]`;
    await house.admin
      .query(`SET session_replication_role = replica; UPDATE policy_exceptions SET status = 'STOPPED', ended_at = house_now(),
        stop_proposed_by = 'per_wei', stop_proposed_human = 'hum_wei', stopped_by = 'per_ana', stopped_human = 'hum_ana' WHERE id = ANY (${stopped});
      RESET session_replication_role; INSERT INTO precedent_changes (exception_id) SELECT unnest(${stopped})`);
    await gathering.gather();
    expect([await clock.unmeasured(10), await clock.tell(id)]).toEqual([[id], 1]);
    expect(await toldOf('wind')).toEqual([['pattern.underServed', null, ids[12], 'wind']]);
  });

  it('stays to be measured when more was gathered meanwhile', async () => {
    await given('fog', [...usual, 1_500]);
    const id = await patternOf('fog');
    const slow = new UnderServedClock(
      house.worker,
      meanwhile(() => given('fog', [1_400])),
      SETTINGS,
    );
    await slow.tell(id);
    expect(await clock.unmeasured(10)).toEqual([id]);
    await clock.tell(id);
    expect(await clock.unmeasured(10)).toEqual([]);
    expect(new Set((await toldOf('fog')).map((one) => (one as unknown[])[2]))).toEqual(new Set([`exc_fair${made}`, `exc_fair${made - 1}`]));
  });

  it('in a pattern of causes that were merged is told of, under the pattern that it became', async () => {
    const [from, into] = [await house.cause('wet'), await house.cause('damp')];
    await given(into, usual);
    await clock.tell(await patternOf(into));
    await house.admin
      .query(`INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_wet', 'cau_wet', 'So.'); UPDATE causes SET merge_asked_into = 'damp', merge_asked_by = 'per_renee', merge_asked_human = 'hum_renee',
      merge_why_id = 'rmk_wet' WHERE key = 'wet'; UPDATE causes SET merged_into = 'damp', merged_by = 'per_omar', merged_human = 'hum_omar' WHERE key = 'wet'`);
    const [low] = await given(from, [1_500]);
    const id = await patternOf(into);
    expect([await clock.unmeasured(10), await clock.tell(id)]).toEqual([[id], 1]);
    expect(await toldOf(into)).toEqual([['pattern.underServed', null, low, into]]);
    expect(await clock.unmeasured(10)).toEqual([]);
  });

  it('is told of no second time, whoever writes', async () => {
    const again = house.worker.query(sql`INSERT INTO under_served SELECT exception_id, 'pat_other' FROM under_served LIMIT 1`);
    await expect(again).rejects.toMatchObject({ constraint: 'an_under_served_customer_is_told_of_once' });
  });
});

/** Patterns as they are read, after something happened. */
function meanwhile(happens: () => Promise<unknown>): PatternsReads {
  const reads = new PatternsReads(house.worker, SETTINGS);
  const spreads = reads.spreads.bind(reads);
  reads.spreads = async (matters) => {
    const before = await spreads(matters);
    await happens();
    return before;
  };
  return reads;
}
