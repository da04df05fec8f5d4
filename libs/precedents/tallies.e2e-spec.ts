import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CaseLifeService, CaseSteps, CasesService, FollowUpsReads } from '#cases';
import { Database } from '#database';
import type { Actor } from '#people';
import { readSettings } from '#settings';
import pg from 'pg';
import type { QueryRunner } from 'typeorm';
import { ObjectionsTakenBack1763700000068 } from '../../migrations/0068-objections-taken-back.js';
import { ExceptionsRoom } from '../../test/support/exceptions-room.js';
import { makePrecedents } from '../../test/support/made-precedents.js';
import type { SmallHouse } from '../../test/support/small-house.js';
import { type Matter, PatternsReads } from './patterns.reads.js';
import { PrecedentsGathering } from './precedents.gathering.js';

const DAY_MS = 86_400_000;
const MATTER: Matter = { cause: 'flood', kind: 'REFUND' };

let room: ExceptionsRoom;
let house: SmallHouse;
let gathering: PrecedentsGathering;
let patterns: PatternsReads;

beforeAll(async () => {
  room = await ExceptionsRoom.open();
  house = room.house;
  gathering = new PrecedentsGathering(house.worker);
  patterns = new PatternsReads(house.api, { patternCount: 5, patternDays: 90 });
});
afterAll(() => house.close());

const refund = async (amountMinor: number): Promise<{ id: string; caseId: string }> => {
  const { id, caseId } = await room.propose({
    caseId: await house.caseOf('priya'),
    remedy: { kind: 'REFUND', amount: { amountMinor, currency: 'AUD' } },
  });
  return { id, caseId };
};
const said = async () => {
  const [sums] = await patterns.sums([MATTER]);
  const [pattern] = await patterns.ofMatters([MATTER]);
  return { ...sums, count: pattern?.count, lately: pattern?.lately };
};
const aud = (amountMinor: number) => [{ amountMinor, currency: 'AUD' }];

/** Every tally, as a count by hand over what was gathered says it. */
const byHand = (): Promise<unknown[]> =>
  house.rows(`SELECT p.cause, p.kind, coalesce(p.currency, '') AS currency, count(*) AS count, coalesce(sum(p.amount_minor), 0) AS amount_minor,
      sum((SELECT count(*) FROM objections o LEFT JOIN objection_ends x USING (exception_id, revision, human_id) WHERE o.exception_id = e.id AND x.how IS NULL)) AS objections,
      sum((SELECT count(*) FROM follow_ups f WHERE f.case_id = e.case_id AND f.outcome IN ('HELPED', 'DID_NOT_HELP'))) AS asked,
      sum((SELECT count(*) FROM follow_ups f WHERE f.case_id = e.case_id AND f.outcome = 'HELPED')) AS helped
    FROM precedents p JOIN policy_exceptions e ON e.id = p.exception_id WHERE e.status <> 'STOPPED' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`);
const tallies = (): Promise<unknown[]> => house.rows('SELECT * FROM pattern_tallies WHERE count > 0 ORDER BY cause, kind, currency');

async function helped(caseId: string, priya: Actor): Promise<void> {
  const settings = readSettings({ DATABASE_URL: house.urls.apiUrl });
  const reads = new FollowUpsReads(house.api);
  const life = new CaseLifeService(house.api, new CaseSteps(house.api, new CasesService(house.api, settings), settings), reads, settings);
  await life.solve({ caseId, solution: 'The fee was taken back.', customerToldAt: new Date() }, priya);
  const [followUp] = await reads.ofCases([caseId]);
  await life.recordFollowUp({ followUpId: followUp?.id ?? '', outcome: 'HELPED', channel: 'telephone' }, priya);
}

describe('what the exceptions of a pattern come to', () => {
  it('is tallied as they are gathered, and follows what happens to them', async () => {
    const [one, other, third] = [await refund(100_00), await refund(50_00), await refund(7_00)];
    await room.object(third.id, 'mia');
    for (const { id } of [one, other]) await room.coSign(id, 'tom');
    for (const by of ['tom', 'sam']) await room.coSign(third.id, by);
    await gathering.gather();
    expect(await said()).toEqual({ ...MATTER, cost: aud(157_00), objections: 1, asked: 0, helped: 0, count: 3, lately: 3 });
    await helped(one.caseId, await house.actor('priya'));
    for (const by of ['wei', 'ana']) await room.exceptions.stop({ exceptionId: third.id, reason: 'Fraud.' }, await house.actor(by));
    await gathering.gather();
    expect(await said()).toEqual({ ...MATTER, cost: aud(150_00), objections: 0, asked: 1, helped: 1, count: 2, lately: 2 });
    expect(await tallies()).toEqual(await byHand());
    expect(await gathering.gather()).toBe(0);
  });

  it('knows what happened before it was gathered', async () => {
    const { id, caseId } = await refund(1_00);
    await room.coSign(id, 'tom');
    await helped(caseId, await house.actor('priya'));
    await gathering.gather();
    expect(await said()).toMatchObject({ count: 3, asked: 2, helped: 2 });
    expect(await tallies()).toEqual(await byHand());
  });

  it('leaves out an objection that was taken back, also one that was counted before that was so', async () => {
    const { id } = await refund(3_00);
    for (const by of ['mia', 'noor']) {
      await room.object(id, by);
      await room.exceptions.retract({ exceptionId: id }, await house.actor(by));
      if (by === 'mia') await room.amend(id, { whyFair: 'Nobody could have paid there, on that day or the next.' });
    }
    for (const by of ['tom', 'sam', 'ivy']) await room.coSign(id, by);
    await gathering.gather();
    expect(await said()).toMatchObject({ objections: 0, count: 4 });
    const runner = { query: (text: string, values?: unknown[]) => house.rows(text, values) } as unknown as QueryRunner;
    await new ObjectionsTakenBack1763700000068().down(runner); // the house as it was
    await gathering.gather();
    expect(await said()).toMatchObject({ objections: 2, count: 4 });
    await new ObjectionsTakenBack1763700000068().up(runner);
    await gathering.gather();
    expect(await said()).toMatchObject({ objections: 0, count: 4 });
    expect(await tallies()).toEqual(await byHand());
  });

  it('loses nothing of what happens while others are counted', async () => {
    const made: { id: string; caseId: string }[] = [];
    for (let n = 0; n < 12; n++) made.push(await refund(2_00));
    for (const { id } of made) await room.coSign(id, 'tom');
    const priya = await house.actor('priya');
    await Promise.all([...made.map(({ caseId }) => helped(caseId, priya)), ...made.map(() => gathering.gather())]);
    await gathering.gather();
    expect(await said()).toMatchObject({ count: 16, asked: 14, helped: 14 });
    expect(await tallies()).toEqual(await byHand());
  });

  it('is the same when everything was read anew in another language', async () => {
    const before = await tallies();
    await house.admin.query(`UPDATE house SET search_language = 'german'`);
    expect(await tallies()).toEqual([]);
    await gathering.gather();
    expect(await tallies()).toEqual(before);
  });
});

describe('a page of patterns', () => {
  const SMALL = 30;

  it('reads the tallies and what happened lately, however much there was before, and though nothing was analysed', async () => {
    for (const cause of ['hail', 'storm', 'wind']) {
      const all = Array.from({ length: 400 }, (_, n) => ({
        ...{ id: `exc_${cause}${n}`, cause, kind: 'CREDIT', amountMinor: 100 + n, whatHappened: 'So.', whatWeDo: 'So.' },
        approvedAt: new Date(Date.now() - DAY_MS * (n < SMALL ? 1 : 100 + n)),
      }));
      await makePrecedents(house.admin, all);
    }
    await gathering.gather();
    const pool = new pg.Pool({ connectionString: house.urls.adminUrl, max: 1 }); // one connection, so that one transaction sees what it read
    const watched = new PatternsReads(new Database(pool), { patternCount: 5, patternDays: 90 });
    await pool.query('BEGIN');
    const { rows } = await watched.list({ take: 50, backwards: false });
    await watched.sums(rows);
    const { rows: read } =
      await pool.query(`SELECT relname AS of, (seq_tup_read + coalesce(idx_tup_fetch, 0))::int AS rows FROM pg_stat_xact_user_tables
      WHERE relname IN ('precedents', 'policy_exceptions', 'follow_ups', 'objections') AND seq_tup_read + coalesce(idx_tup_fetch, 0) > 0`);
    await pool.end();
    expect(new Set(rows.map(({ cause, count, lately }) => `${cause} ${count} ${lately}`))).toEqual(
      new Set(['hail 400 30', 'storm 400 30', 'wind 400 30', 'flood 16 16']),
    );
    expect(read).toEqual([{ of: 'precedents', rows: 3 * SMALL + 16 }]);
  });
});
