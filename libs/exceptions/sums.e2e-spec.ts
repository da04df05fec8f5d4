import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { GuardrailsService } from '#people';
import { capTheHouse } from '../../test/support/caps.js';
import { ExceptionsRoom } from '../../test/support/exceptions-room.js';
import type { SmallHouse } from '../../test/support/small-house.js';
import type { PolicyException } from './exception.entity.js';
import { Forecasts } from './forecasts.service.js';

let room: ExceptionsRoom;
let house: SmallHouse;
let forecasts: Forecasts;
let caseId: string;
let customerId: string;

beforeAll(async () => {
  room = await ExceptionsRoom.open();
  house = room.house;
  forecasts = new Forecasts(house.api);
});
afterAll(() => house.close());
beforeEach(async () => {
  caseId = await house.caseOf('priya');
  [{ customerId } = { customerId: '' }] = await house.rows<{ customerId: string }>(
    `SELECT customer_id AS "customerId" FROM cases WHERE id = '${caseId}'`,
  );
});
afterEach(async () => {
  await house.clock('0');
  await house.admin.query(`UPDATE people SET active = true, away_until = NULL WHERE NOT active OR away_until IS NOT NULL`);
});

const refused = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });
const aud = (amountMinor: number, currency = 'AUD') => ({ remedy: { kind: 'REFUND' as const, amount: { amountMinor, currency } } });
/** For the same customer. */
const propose = (amountMinor: number, more: object = {}): Promise<PolicyException> =>
  room.propose({ caseId, ...aud(amountMinor), ...more });
const asked = async (amountMinor: number, cause = 'flood', currency = 'AUD'): Promise<number> =>
  new GuardrailsService(house.api).quorumFor(await forecasts.measured(aud(amountMinor, currency).remedy, { customerId, cause }));

describe('promise 1: the sum of what one customer was given for one cause', () => {
  it('chooses the band, and is told beforehand', async () => {
    expect(await asked(300_00)).toBe(1);
    expect(await propose(300_00)).toMatchObject({ quorum: 1 });
    expect([
      await asked(200_00),
      await asked(200_01),
      await asked(1_700_01),
      await asked(300_00, 'storm'),
      await asked(300_00, 'flood', 'NZD'),
    ]).toEqual([1, 2, 3, 1, 3]);
    expect(await propose(200_00)).toMatchObject({ quorum: 1 });
    expect(await propose(1)).toMatchObject({ quorum: 2 });
    expect(await propose(300_00, { cause: 'storm' })).toMatchObject({ quorum: 1 });
    expect(await room.propose(aud(300_00))).toMatchObject({ quorum: 1 }); // another customer
    expect(await propose(1, { remedy: { kind: 'DEED', deed: 'We call her.' } })).toMatchObject({ quorum: 1 });
  });

  it('counts what is open, approved or carried out, and nothing that came to nothing', async () => {
    const priya = await house.actor('priya');
    const [withdrawn, declined, approved, lost] = [await propose(400_00), await propose(1), await propose(1), await propose(1)];
    await room.exceptions.withdraw({ exceptionId: withdrawn.id, reason: 'A mistake.' }, priya);
    await room.object(declined.id, 'tom');
    await room.object(declined.id, 'mia');
    expect(await asked(499_98)).toBe(1);
    expect(await asked(499_99)).toBe(2);
    await room.coSign(approved.id, 'tom');
    await room.exceptions.fulfil({ exceptionId: approved.id, reference: 'PAY-1' }, priya);
    await house.clock('9 days'); // the other one has expired, whether or not somebody noticed
    expect([await asked(499_99), await asked(500_00)]).toEqual([1, 2]);
    await room.clock.expire(lost.id);
    expect([await asked(499_99), await asked(500_00)]).toEqual([1, 2]);
  });

  it('reads what this customer was given, and nothing of the many others', async () => {
    await propose(400_00);
    for (let other = 0; other < 12; other++) await room.propose(aud(300_00));
    const [read] = await house.inTransaction(async () => {
      await house.admin.query('SET LOCAL enable_nestloop = off'); // a planner that would rather join whole tables
      const [sum] = await house.rows<{ sum: string }>(`SELECT same_cause_sum($1, 'flood', 'AUD', NULL) AS sum`, [customerId]);
      expect(Number(sum?.sum)).toBe(400_00);
      return house.rows<{ rows: string }>(
        `SELECT seq_tup_read + coalesce(idx_tup_fetch, 0) AS rows FROM pg_stat_xact_user_tables WHERE relname = 'policy_exceptions'`,
      );
    });
    expect(Number(read?.rows)).toBe(1);
  });

  it('goes back fourteen days, to the millisecond', async () => {
    await room.stopClockAt(new Date('2027-03-01T00:00:00.000Z'));
    await room.coSign((await propose(400_00)).id, 'tom');
    await room.stopClockAt(new Date('2027-03-14T23:59:59.999Z'));
    expect(await propose(100_01)).toMatchObject({ quorum: 2 });
    await room.stopClockAt(new Date('2027-03-15T00:00:00.000Z'));
    expect(await asked(399_99)).toBe(1);
  });

  it('follows an amendment of the amount and of the cause, without counting the proposal twice', async () => {
    await propose(300_00);
    const { id } = await propose(150_00);
    expect(await room.amend(id, aud(200_00))).toMatchObject({ quorum: 1 });
    expect(await room.amend(id, aud(200_01))).toMatchObject({ quorum: 2 });
    expect(await room.amend(id, { cause: 'storm' })).toMatchObject({ quorum: 1 });
    expect(await room.amend(id, { cause: 'flood', oneMoreCoSigner: true })).toMatchObject({ quorum: 3 });
  });

  it('is never that of one alone when two propose at once', async () => {
    for (let round = 0; round < 8; round++) {
      const cases = [await house.caseOf('priya'), await house.caseOf('tom'), await house.caseOf('mia')];
      const [{ of } = { of: '' }] = await house.rows<{ of: string }>('SELECT customer_id AS of FROM cases WHERE id = $1', [cases[0]]);
      await house.giveTo(of, cases);
      const proposed = await Promise.all(
        ['priya', 'tom', 'mia'].map((by, n) => room.propose({ caseId: cases[n] ?? '', ...aud(300_00) }, by)),
      );
      expect(proposed.map(({ quorum }) => quorum).sort()).toEqual([1, 2, 2]);
    }
  });

  it('is never passed by two amendments at once', async () => {
    for (let round = 0; round < 8; round++) {
      caseId = await house.caseOf('priya');
      const open = [await propose(100_00), await propose(100_00)];
      const amended = await Promise.all(open.map(({ id }) => room.amend(id, aud(300_00))));
      expect(amended.map(({ quorum }) => quorum).sort()).toEqual([1, 2]);
    }
  });

  it('of an unknown customer is no number', async () => {
    await expect(forecasts.measured(aud(1).remedy, { customerId: 'cus_none', cause: 'flood' })).rejects.toEqual(
      refused('NOT_FOUND', { path: ['customerId'] }),
    );
  });

  it('of very great amounts is still a number, for which the strictest band holds', async () => {
    await capTheHouse(house, []);
    await propose(Number.MAX_SAFE_INTEGER);
    await propose(Number.MAX_SAFE_INTEGER);
    expect(await propose(Number.MAX_SAFE_INTEGER)).toMatchObject({ quorum: 3 });
  });
});

describe('who could co-sign', () => {
  const names = async (id: string): Promise<string[]> => (await room.reads.eligibleCoSigners(id, 50)).map((who) => who.replace('per_', ''));

  it('comes with fresh eyes first: who signed least with the proposer, in either direction', async () => {
    for (const by of ['sam', 'sam', 'ivy']) await room.coSign((await room.propose({}, 'noor')).id, by);
    await room.coSign((await room.propose({}, 'ivy')).id, 'noor');
    await room.coSign((await room.propose({}, 'ivy')).id, 'noor');
    await room.coSign((await room.propose({}, 'priya')).id, 'tom'); // says nothing of Noor
    const { id } = await room.propose({}, 'noor');
    expect(await names(id)).toEqual(['jack', 'lachlan', 'mia', 'priya', 'renee', 'tom', 'sam', 'ivy']);
    expect(await room.reads.eligibleCounts([id])).toEqual([{ exceptionId: id, count: 8 }]);
    await house.clock('91 days');
    expect(await names((await room.propose({}, 'noor')).id)).toEqual(['ivy', 'jack', 'lachlan', 'mia', 'priya', 'renee', 'sam', 'tom']);
  });

  it('is forecast before an edit, and warned of beside what was done', async () => {
    await house.admin.query(
      `UPDATE people SET active = false WHERE faces_customers AND handle NOT IN ('priya', 'tom', 'lachlan', 'lach2')`,
    );
    const priya = await house.actor('priya');
    const tom = await house.actor('tom');
    expect(await forecasts.beforeEdit({}, priya)).toMatchObject({ now: 2, afterEdit: 2, warnings: [] });
    const { id } = await propose(100_00);
    expect(await forecasts.warnings(id)).toEqual([]);
    expect(await forecasts.beforeEdit({ exceptionId: id }, tom)).toEqual({
      now: 2,
      afterEdit: 1,
      message: '2 people could co-sign this now; after your edit 1.',
      warnings: [expect.objectContaining({ code: 'ONE_AFTER_EDIT', whoIds: ['per_lachlan'] })],
    });
    expect(await forecasts.beforeEdit({ exceptionId: id, editorId: 'per_lach2' }, priya)).toMatchObject({
      message: '2 people could co-sign this now; after an edit by Lach2 1.',
    });
    await room.exceptions.inviteHelper({ exceptionId: id, personId: 'per_tom' }, priya);
    expect(await forecasts.warnings(id)).toEqual([
      expect.objectContaining({
        code: 'ONE_AFTER_EDIT',
        whoIds: ['per_lachlan'],
        message: expect.stringContaining('an edit by Tom only Lachlan'),
      }),
    ]);
    await room.amend(id, { whyFair: 'In other words.' }, 'tom');
    expect(await forecasts.warnings(id)).toEqual([expect.objectContaining({ code: 'ONE_COULD_CO_SIGN', whoIds: ['per_lachlan'] })]);
    await house.admin.query(`UPDATE people SET away_until = house_now() + interval '1 day' WHERE handle LIKE 'lach%'`);
    expect(await forecasts.warnings(id)).toEqual([expect.objectContaining({ code: 'NOBODY_COULD_CO_SIGN', whoIds: [] })]);
    expect(await forecasts.beforeEdit({ exceptionId: id }, priya)).toMatchObject({
      message: 'Nobody could co-sign this now; after your edit 0.',
    });
    await expect(forecasts.beforeEdit({ exceptionId: 'exc_none' }, priya)).rejects.toEqual(refused('NOT_FOUND'));
    await expect(forecasts.beforeEdit({ editorId: 'per_none' }, priya)).rejects.toEqual(refused('NOT_FOUND', { path: ['editorId'] }));
    await house.admin.query(`UPDATE people SET away_until = NULL WHERE handle LIKE 'lach%'`);
    await room.coSign(id, 'lachlan');
    expect(await forecasts.warnings(id)).toEqual([]);
  });
});
