import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import sql, { raw } from 'sql-template-tag';
import { capTheHouse, counters } from '../../test/support/caps.js';
import { ExceptionsRoom } from '../../test/support/exceptions-room.js';
import { confirmation, type SmallHouse } from '../../test/support/small-house.js';
import type { DisputeOutcome } from './dispute.words.js';
import { DisputesReads } from './disputes.reads.js';
import { DisputesService } from './disputes.service.js';
import type { PolicyException } from './exception.entity.js';
import { Forecasts } from './forecasts.service.js';

let room: ExceptionsRoom;
let house: SmallHouse;

beforeEach(async () => {
  room = await ExceptionsRoom.open();
  house = room.house;
});
afterEach(() => house.close());

const refused = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });
const money = (amountMinor: number) => ({ remedy: { kind: 'REFUND' as const, amount: { amountMinor, currency: 'AUD' } } });
const propose = (amountMinor: number, by = 'priya'): Promise<PolicyException> => room.propose(money(amountMinor), by);
const withdraw = async (exceptionId: string, by: string) =>
  room.exceptions.withdraw({ exceptionId, reason: 'Not now.' }, await house.actor(by));

describe('promise 13: the caps of one human with two accounts', () => {
  it('are joined when the link is confirmed, also above a cap: then nothing more fits until it has room', async () => {
    await capTheHouse(house, [{ scope: 'PERSON_DAY', limitMinor: 100_00 }]);
    const [ofMia, ofNoor] = [await propose(80_00, 'mia'), await propose(70_00, 'noor')];
    const linkId = await house.link('noor', 'mia');
    expect(await counters(house)).toEqual([['PERSON_DAY', 'mia', 150_00]]);
    for (const by of ['mia', 'noor']) {
      await expect(propose(1, by)).rejects.toEqual(refused('CAP_EXCEEDED', { message: expect.stringMatching(/150\.00/) }));
    }
    await withdraw(ofNoor.id, 'noor');
    await propose(20_00, 'noor');
    await expect(propose(1, 'mia')).rejects.toEqual(refused('CAP_EXCEEDED'));
    // Ended, what was booked stays with the one; from now on each books for themselves.
    await house.unlink(linkId);
    await expect(propose(1, 'mia')).rejects.toEqual(refused('CAP_EXCEEDED'));
    await propose(100_00, 'noor');
    await withdraw(ofMia.id, 'mia');
    expect(await counters(house)).toEqual([
      ['PERSON_DAY', 'mia', 20_00],
      ['PERSON_DAY', 'noor', 100_00],
    ]);
  });

  it('of pairs are joined on either side, and a change of wording moves nothing after the end of a link', async () => {
    await capTheHouse(house, [{ scope: 'PAIR_30_DAYS', limitMinor: 100_00 }]);
    for (const by of ['mia', 'noor']) await room.coSign((await propose(40_00)).id, by);
    await room.coSign((await propose(10_00, 'noor')).id, 'priya');
    const open = await propose(1_500_00);
    await expect(room.coSign(open.id, 'tom')).rejects.toEqual(refused('CAP_EXCEEDED'));
    const linkId = await house.link('noor', 'mia');
    expect(await counters(house)).toEqual([['PAIR_30_DAYS', 'mia+priya', 90_00]]);
    const next = await propose(10_01);
    await expect(room.coSign(next.id, 'noor')).rejects.toEqual(refused('CAP_EXCEEDED', { message: expect.stringMatching(/90\.00/) }));
    expect(await room.reads.eligibleCoSigners(next.id, 50)).not.toContain('per_noor');
    await room.coSign((await propose(10_00)).id, 'noor');
    await house.unlink(linkId);
    expect(await counters(house)).toEqual([['PAIR_30_DAYS', 'mia+priya', 100_00]]);
    await room.coSign(next.id, 'noor');
    expect(await counters(house)).toEqual([
      ['PAIR_30_DAYS', 'mia+priya', 100_00],
      ['PAIR_30_DAYS', 'noor+priya', 10_01],
    ]);
  });

  it('hold while a link is confirmed in the middle of many proposals', async () => {
    await capTheHouse(house, [{ scope: 'PERSON_DAY', limitMinor: 100_00 }]);
    const linkId = await house.link('noor', 'mia', false);
    const cases = await Promise.all(
      Array.from({ length: 40 }, async (_, n) => [n % 2 ? 'mia' : 'noor', await house.caseOf(n % 2 ? 'mia' : 'noor')] as const),
    );
    const attempts = cases.map(async ([by, caseId], n) => {
      if (n === 8) await house.superuser.query(sql`${raw(confirmation(linkId))}`);
      return room.propose({ ...money(7_00), caseId }, by);
    });
    const settled = await Promise.allSettled(attempts);
    const admitted = settled.filter(({ status }) => status === 'fulfilled').length;
    for (const one of settled) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'CAP_EXCEEDED' });
    expect(await counters(house)).toEqual([['PERSON_DAY', 'mia', admitted * 7_00]]);
    expect(admitted).toBeGreaterThanOrEqual(14);
    expect(admitted).toBeLessThanOrEqual(28); // each alone reached their cap before it was confirmed
    await expect(propose(2_01, 'noor')).rejects.toEqual(refused('CAP_EXCEEDED'));
  });
});

describe('promise 1: who could sign', () => {
  it('counts one human once, and not by another account of who proposes', async () => {
    await house.admin.query(
      `UPDATE people SET faces_customers = false WHERE handle NOT IN ('priya', 'tom', 'mia', 'noor') AND kind = 'PERSON'`,
    );
    const open = await propose(1_500_00);
    const counted = async (): Promise<number> => (await room.reads.eligibleCounts([open.id]))[0]?.count ?? 0;
    expect(await counted()).toBe(3);
    await house.link('noor', 'mia');
    expect(await counted()).toBe(2);
    await propose(1_500_00);
    await house.link('tom', 'priya');
    expect(await counted()).toBe(1);
    const error = refused('QUORUM_UNREACHABLE', { message: expect.stringMatching(/\b1\b/) });
    await expect(propose(1_500_00)).rejects.toEqual(error);
    await expect(propose(1_500_00, 'tom')).rejects.toEqual(error);
    await expect(room.amend(open.id, money(1_600_00))).rejects.toEqual(error);
    const forecasts = new Forecasts(house.api);
    expect(await forecasts.beforeEdit({}, await house.actor('tom'))).toMatchObject({ now: 1 });
    expect(await forecasts.beforeEdit({ exceptionId: open.id, editorId: 'per_noor' }, await house.actor('priya'))).toMatchObject({
      now: 1,
      afterEdit: 0,
    });
    await room.object(open.id, 'mia');
    expect(await counted()).toBe(0);
    expect(await room.reads.waitingAmong([open.id], 'per_noor')).toEqual([]);
  });

  it('puts last whoever signed with the proposer most often, by any account', async () => {
    for (const by of ['mia', 'noor', 'tom']) await room.coSign((await propose(1)).id, by);
    await house.link('noor', 'mia');
    const { id } = await propose(1);
    expect((await room.reads.eligibleCoSigners(id, 50)).slice(-2)).toEqual(['per_tom', 'per_mia']);
  });
});

describe('promise 2: a signature that one of two accounts disowns', () => {
  const settle = async (disputes: DisputesService, disputeId: string, outcome: DisputeOutcome, by: string) =>
    (await disputes.settle({ disputeId, outcome, reason: 'Asked.' }, await house.actor(by))).node;

  it('ends the sessions and tokens of both, and is settled by no account of who took part', async () => {
    const disputes = new DisputesService(house.api, new DisputesReads(house.api));
    await house.admin.query(`UPDATE people SET roles = '{AGENT,ADMIN}' WHERE handle IN ('noor', 'jack');
      INSERT INTO sessions (id_hash, person_id, expires_at) SELECT sha256(handle::bytea), id, house_now() + interval '1 day' FROM people WHERE handle IN ('noor', 'ivy');
      INSERT INTO api_tokens (id, person_id, name, hash, scopes, expires_at, created_by)
        VALUES ('tok_noors', 'per_pay-1', 'made', sha256('made'), '{READ}', house_now() + interval '1 day', 'per_noor')`);
    await house.link('noor', 'mia');
    const { id } = await propose(1);
    await room.coSign(id, 'mia');
    const { node } = await disputes.disown({ exceptionId: id }, await house.actor('mia'));
    expect(await house.rows(`SELECT person_id FROM sessions WHERE ended_at IS NOT NULL`)).toEqual([{ person_id: 'per_noor' }]);
    expect(await house.rows(`SELECT handle FROM people WHERE sessions_ended_at IS NOT NULL ORDER BY 1`)).toEqual([
      { handle: 'mia' },
      { handle: 'noor' },
    ]);
    expect(await house.rows(`SELECT id FROM api_tokens WHERE revoked_at IS NOT NULL`)).toEqual([{ id: 'tok_noors' }]);
    expect(await house.factsOf('per_noor')).toMatchObject([{ name: 'person.sessionsEnded' }]);
    await expect(settle(disputes, node.id, 'GENUINE', 'noor')).rejects.toEqual(refused('NOT_ALLOWED'));
    // Wei asked to stop it; Jack is Wei, so that it is Ana who stops it, whoever of the two settled.
    await room.exceptions.stop({ exceptionId: id, reason: 'Fraud.' }, await house.actor('wei'));
    await house.link('jack', 'wei');
    await settle(disputes, node.id, 'FORGED', 'wei');
    await expect(settle(disputes, node.id, 'FORGED', 'jack')).rejects.toEqual(refused('SAME_ADMIN'));
    await settle(disputes, node.id, 'GENUINE', 'wei');
    await settle(disputes, node.id, 'FORGED', 'ana');
    expect(await settle(disputes, node.id, 'FORGED', 'jack')).toMatchObject({ settledBy: 'per_jack' });
    const stopped = await house.rows(`SELECT status, stop_proposed_by, stopped_by FROM policy_exceptions WHERE id = '${id}'`);
    expect(stopped).toEqual([{ status: 'STOPPED', stop_proposed_by: 'per_wei', stopped_by: 'per_ana' }]);
  });
});
