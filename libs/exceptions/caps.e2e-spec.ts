import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { capTheHouse, counters } from '../../test/support/caps.js';
import { ExceptionsRoom } from '../../test/support/exceptions-room.js';
import type { SmallHouse } from '../../test/support/small-house.js';
import type { PolicyException } from './exception.entity.js';

let room: ExceptionsRoom;
let house: SmallHouse;

beforeEach(async () => {
  room = await ExceptionsRoom.open();
  house = room.house;
});
afterEach(() => house.close());

const refused = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });
const money = (amountMinor: number, currency = 'AUD') => ({ remedy: { kind: 'REFUND' as const, amount: { amountMinor, currency } } });
/** The message has these parts in this order; between figure and currency stands a space that does not break. */
const sentence = (...parts: string[]) => ({
  message: expect.stringMatching(parts.map((part) => part.replace(/[.$()]/g, '\\$&').replaceAll(' ', '\\s')).join('.*')),
});
/** Proposes by Priya, each time for another customer. */
const propose = (amountMinor: number, more: object = {}): Promise<PolicyException> => room.propose({ ...money(amountMinor), ...more });
/** The codes of what was refused, with their number, and how many were not. */
const outcomes = (settled: readonly PromiseSettledResult<unknown>[]): Record<string, number> => {
  const count: Record<string, number> = {};
  for (const one of settled) {
    const code = one.status === 'fulfilled' ? 'OK' : String((one.reason as { code?: string }).code);
    count[code] = (count[code] ?? 0) + 1;
  }
  return count;
};

describe('promise 13: a cap', () => {
  it('is passed by nobody by a cent; the refusal names limit, used and left in the form of the currency, and what else can be done', async () => {
    await capTheHouse(house, [
      { scope: 'PERSON_DAY', limitMinor: 100_00 },
      { scope: 'PERSON_DAY', limitMinor: 5_000, currency: 'JPY' },
      { scope: 'PERSON_DAY', limitMinor: 1_500, currency: 'BHD' },
    ]);
    await propose(60_00);
    await propose(40_00);
    await expect(propose(1)).rejects.toEqual(
      refused('CAP_EXCEEDED', sentence('one person in a day is A$100.00', 'A$100.00 is used, A$0.00 is left')),
    );
    await room.propose(money(5_000, 'JPY'));
    await expect(room.propose(money(1, 'JPY'))).rejects.toEqual(refused('CAP_EXCEEDED', sentence('is ¥5,000', '¥5,000 is used')));
    await room.propose(money(1_000, 'BHD'));
    await expect(room.propose(money(501, 'BHD'))).rejects.toEqual(
      refused('CAP_EXCEEDED', sentence('BHD 1.000 is used', 'BHD 0.500 is left')),
    );
    await room.propose(money(1_000_000, 'EUR')); // no cap names it; its band is the strictest
    await room.propose(money(100_00), 'tom');
  });

  it('holds under 64 parallel requests, to the cent', async () => {
    await capTheHouse(house, [{ scope: 'PERSON_DAY', limitMinor: 100_00 }]);
    const cases = await Promise.all(Array.from({ length: 64 }, () => house.caseOf('priya')));
    const settled = await Promise.allSettled(cases.map((caseId) => propose(7_00, { caseId })));
    expect(outcomes(settled)).toEqual({ OK: 14, CAP_EXCEEDED: 50 });
    for (const one of settled) if (one.status === 'rejected') expect(one.reason).toMatchObject(sentence('A$98.00 is used, A$2.00 is left'));
    expect(await counters(house)).toEqual([['PERSON_DAY', 'priya', 98_00]]);
    await propose(2_00);
  });

  it('of a pair is asked when one signs, and another colleague may; the buttons know it', async () => {
    await capTheHouse(house, [{ scope: 'PAIR_30_DAYS', limitMinor: 50_00 }]);
    const open = await Promise.all(Array.from({ length: 20 }, () => propose(10_00)));
    const settled = await Promise.allSettled(open.map(({ id }) => room.coSign(id, 'tom')));
    expect(outcomes(settled)).toEqual({ OK: 5, CAP_EXCEEDED: 15 });
    expect(await counters(house)).toEqual([['PAIR_30_DAYS', 'priya+tom', 50_00]]);
    const left = open[settled.findIndex(({ status }) => status === 'rejected')]?.id ?? '';
    const tom = await house.actor('tom');
    expect(await room.exceptions.whyNot(left, 'CO_SIGN', tom)).toMatchObject({
      code: 'CAP_EXCEEDED',
      ...sentence('two people who sign for each other', 'A$50.00 is used', 'Let another colleague sign'),
      whoCould: expect.not.arrayContaining(['per_tom']),
    });
    expect((await room.exceptions.openActions([left], tom))[0]?.actions).not.toContain('CO_SIGN');
    expect(await room.reads.eligibleCoSigners(left, 50)).not.toContain('per_tom');
    expect(await room.coSign(left, 'mia')).toMatchObject({ status: 'APPROVED' });
    // The other way round they are the same pair.
    const back = await room.propose(money(10_00), 'tom');
    await expect(room.coSign(back.id, 'priya')).rejects.toEqual(refused('CAP_EXCEEDED'));
  });

  it('is freed by every end but an approval', async () => {
    await capTheHouse(house, [
      { scope: 'PERSON_DAY', limitMinor: 100_00 },
      { scope: 'PAIR_30_DAYS', limitMinor: 100_00 },
    ]);
    const priya = await house.actor('priya');
    const withdrawn = await propose(100_00);
    await room.exceptions.withdraw({ exceptionId: withdrawn.id, reason: 'A mistake.' }, priya);
    const declined = await propose(100_00);
    await room.object(declined.id, 'tom');
    await room.object(declined.id, 'mia');
    const covered = await propose(100_00);
    await room.activate({ kinds: ['REFUND'], causes: ['flood'], upTo: 200_00 });
    await room.exceptions.cover({ exceptionId: covered.id }, priya);
    expect(await counters(house)).toEqual([]);
    const approved = await propose(100_00, { cause: 'storm' });
    await room.coSign(approved.id, 'tom');
    expect(await counters(house)).toEqual([
      ['PAIR_30_DAYS', 'priya+tom', 100_00],
      ['PERSON_DAY', 'priya', 100_00],
    ]);
    for (const admin of ['ana', 'wei'])
      await room.exceptions.stop({ exceptionId: approved.id, reason: 'Fraud.' }, await house.actor(admin));
    await expect(propose(1, { cause: 'storm' })).rejects.toEqual(refused('CAP_EXCEEDED'));
  });

  it('counts no proposal whose time has passed, also while nobody has noticed', async () => {
    await capTheHouse(house, [{ scope: 'CUSTOMER_30_DAYS', limitMinor: 100_00 }]);
    const caseId = await house.caseOf('priya');
    const old = await propose(100_00, { caseId });
    await expect(propose(1, { caseId })).rejects.toEqual(refused('CAP_EXCEEDED'));
    await house.clock('9 days');
    await propose(100_00, { caseId });
    await expect(propose(1, { caseId })).rejects.toEqual(refused('CAP_EXCEEDED'));
    expect(await room.clock.expire(old.id)).toBe(true);
    expect((await counters(house)).map(([, , used]) => used)).toEqual([100_00]);
    await expect(propose(1, { caseId })).rejects.toEqual(refused('CAP_EXCEEDED'));
  });

  it('is freed for a pair when a signature is taken back, becomes void or stale', async () => {
    await capTheHouse(house, [{ scope: 'PAIR_30_DAYS', limitMinor: 1_500_00 }]);
    const { id } = await propose(1_500_00); // two signatures
    await room.coSign(id, 'tom');
    await room.exceptions.retract({ exceptionId: id }, await house.actor('tom'));
    expect(await counters(house)).toEqual([]);
    await room.coSign(id, 'mia');
    await house.admin.query(`UPDATE people SET away_until = house_now() + interval '1 day' WHERE handle = 'mia'`);
    expect(await counters(house)).toEqual([]);
    await room.coSign(id, 'sam');
    await room.amend(id, { whyFair: 'In other words.' });
    expect(await counters(house)).toEqual([['PAIR_30_DAYS', 'priya+sam', 1_500_00]]);
    await room.amend(id, { whatWeDo: 'Something else.' });
    expect(await counters(house)).toEqual([]);
  });

  it('is booked anew by an amendment, up and down', async () => {
    await capTheHouse(house, [{ scope: 'PERSON_DAY', limitMinor: 100_00 }]);
    const { id } = await propose(60_00);
    await room.amend(id, money(100_00));
    await expect(room.amend(id, money(100_01))).rejects.toEqual(refused('CAP_EXCEEDED', sentence('A$0.00 is used, A$100.00 is left')));
    await room.amend(id, money(30_00));
    await room.amend(id, { whyFair: 'In other words.' });
    expect(await counters(house)).toEqual([['PERSON_DAY', 'priya', 30_00]]);
    await room.amend(id, { remedy: { kind: 'DEED', deed: 'We call her.' } });
    expect(await counters(house)).toEqual([]);
    await propose(100_00);
    await expect(room.amend(id, money(1))).rejects.toEqual(refused('CAP_EXCEEDED'));
  });

  it('of a team is that of the proposer, whoever moves later', async () => {
    await house.admin.query(`INSERT INTO teams (id, name) VALUES ('tea_a', 'A'), ('tea_b', 'B');
      UPDATE people SET team_id = 'tea_a' WHERE handle IN ('priya', 'tom'); UPDATE people SET team_id = 'tea_b' WHERE handle = 'sam'`);
    await capTheHouse(house, [{ scope: 'TEAM_DAY', limitMinor: 100_00 }]);
    const { id } = await propose(60_00);
    await expect(room.propose(money(40_01), 'tom')).rejects.toEqual(refused('CAP_EXCEEDED', sentence('for one team in a day')));
    await room.propose(money(100_00), 'sam');
    await room.propose(money(100_00), 'mia'); // in no team
    await house.admin.query(`UPDATE people SET team_id = 'tea_b' WHERE handle = 'priya'`);
    await room.amend(id, { whyFair: 'In other words.' });
    expect(await counters(house)).toEqual([
      ['TEAM_DAY', 'tea_a', 60_00],
      ['TEAM_DAY', 'tea_b', 100_00],
    ]);
  });

  it('counts days where the house is, and thirty of them', async () => {
    await house.admin.query(`UPDATE house SET time_zone = 'Australia/Sydney'`);
    await room.stopClockAt(new Date('2027-03-01T12:59:59.999Z')); // one millisecond before midnight in Sydney
    await capTheHouse(house, [
      { scope: 'PERSON_DAY', limitMinor: 100_00 },
      { scope: 'CUSTOMER_30_DAYS', limitMinor: 150_00 },
    ]);
    const caseId = await house.caseOf('priya');
    const first = await propose(100_00, { caseId });
    await room.coSign(first.id, 'tom');
    await expect(propose(1)).rejects.toEqual(refused('CAP_EXCEEDED'));
    await room.stopClockAt(new Date('2027-03-01T13:00:00.000Z'));
    await room.coSign((await propose(50_00, { caseId })).id, 'tom');
    await expect(propose(1, { caseId })).rejects.toEqual(refused('CAP_EXCEEDED', sentence('for one customer in 30 days')));
    await room.stopClockAt(new Date('2027-03-30T12:59:59.999Z')); // the thirtieth day ends
    await expect(propose(1, { caseId })).rejects.toEqual(refused('CAP_EXCEEDED'));
    await room.stopClockAt(new Date('2027-03-30T13:00:00.000Z'));
    await propose(100_00, { caseId });
    await expect(propose(1, { caseId })).rejects.toEqual(refused('CAP_EXCEEDED'));
  });

  it('begins with what is used already', async () => {
    const [open, approved, ended] = [await propose(30_00), await propose(50_00), await propose(99_00)];
    await room.coSign(approved.id, 'tom');
    await room.exceptions.withdraw({ exceptionId: ended.id, reason: 'A mistake.' }, await house.actor('priya'));
    const most = (scope: string) => house.rows(`SELECT cap_used_most('${scope}', 'AUD')::int AS most`);
    expect([await most('PERSON_DAY'), await most('PAIR_30_DAYS'), await most('TEAM_DAY')]).toEqual([
      [{ most: 80_00 }],
      [{ most: 50_00 }],
      [{ most: 0 }],
    ]);
    expect(await counters(house)).toEqual([]);
    await capTheHouse(house, [{ scope: 'PERSON_DAY', limitMinor: 100_00 }]);
    await expect(propose(20_01)).rejects.toEqual(refused('CAP_EXCEEDED', sentence('A$80.00 is used, A$20.00 is left')));
    await capTheHouse(house, []);
    await propose(500_00);
    await room.exceptions.withdraw({ exceptionId: open.id, reason: 'A mistake.' }, await house.actor('priya'));
    await capTheHouse(house, [{ scope: 'PERSON_DAY', limitMinor: 600_00 }]);
    await expect(propose(50_01)).rejects.toEqual(refused('CAP_EXCEEDED', sentence('A$550.00 is used, A$50.00 is left')));
  });

  it('is not touched by what one more co-signer stands behind', async () => {
    await capTheHouse(house, [
      { scope: 'PERSON_DAY', limitMinor: 10_00 },
      { scope: 'PAIR_30_DAYS', limitMinor: 10_00 },
    ]);
    await expect(propose(20_00)).rejects.toEqual(refused('CAP_EXCEEDED', sentence('one more co-signer (oneMoreCoSigner)')));
    const beyond = await propose(20_00, { oneMoreCoSigner: true });
    expect(beyond).toMatchObject({ quorum: 2, beyondCaps: true });
    await room.coSign(beyond.id, 'tom');
    // Another text of the same size takes the signature along; another quorum does not.
    await room.amend(beyond.id, { whyFair: 'In other words.' });
    expect(await room.signatures(beyond.id)).toEqual([['tom', 2, 'GIVEN']]);
    await expect(room.amend(beyond.id, { oneMoreCoSigner: false })).rejects.toEqual(refused('CAP_EXCEEDED'));
    expect(await room.coSign(beyond.id, 'mia')).toMatchObject({ status: 'APPROVED' });
    expect(await counters(house)).toEqual([]);
    const within = await propose(10_00);
    await room.coSign((await propose(10_00, { oneMoreCoSigner: true })).id, 'tom');
    const moved = await room.amend(within.id, { oneMoreCoSigner: true });
    expect(moved).toMatchObject({ quorum: 2, beyondCaps: true, revision: 2 });
    expect(await counters(house)).toEqual([]);
    expect((await house.factsOf(within.id)).map(({ body }) => body['beyondCaps'])).toEqual([undefined, true]);
  });
});
