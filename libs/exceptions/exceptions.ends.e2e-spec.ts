import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Done } from '#database';
import type { Actor } from '#people';
import { ExceptionsRoom, FLOODED } from '../../test/support/exceptions-room.js';
import type { SmallHouse } from '../../test/support/small-house.js';
import type { PolicyException } from './exception.entity.js';

let room: ExceptionsRoom;
let house: SmallHouse;

beforeAll(async () => {
  room = await ExceptionsRoom.open();
  house = room.house;
});
afterAll(() => house.close());
afterEach(() => house.clock('0'));

const refused = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });
const approved = async (): Promise<PolicyException> => room.coSign((await room.propose()).id, 'tom');
const payment = async (): Promise<Actor> => house.actor('pay-1', { scopes: ['FULFIL'] });
const fulfil = async (exceptionId: string, reference: string, actor: Actor): Promise<PolicyException> =>
  (await room.exceptions.fulfil({ exceptionId, reference }, actor)).node;
const tell = async (exceptionId: string, toldAt: Date): Promise<Done<PolicyException>> =>
  room.exceptions.tellCustomer({ exceptionId, toldAt }, await house.actor('priya'));
const withdraw = async (exceptionId: string, by: string): Promise<PolicyException> =>
  (await room.exceptions.withdraw({ exceptionId, reason: 'She no longer needs it.' }, await house.actor(by))).node;
const stop = async (exceptionId: string, by: string): Promise<PolicyException> =>
  (await room.exceptions.stop({ exceptionId, reason: 'Her account was taken over.' }, await house.actor(by))).node;
const now = async (): Promise<Date> => (await house.rows<{ now: Date }>('SELECT house_now() AS now'))[0]?.now ?? new Date(0);
const justBefore = (instant: Date | null): Date => new Date((instant?.getTime() ?? 0) - 1);

describe('to withdraw', () => {
  it('is up to the proposer, with a reason, and final', async () => {
    const { id } = await room.propose();
    await expect(withdraw(id, 'tom')).rejects.toEqual(refused('NOT_PROPOSER'));
    const gone = await withdraw(id, 'priya');
    expect(gone).toMatchObject({ status: 'WITHDRAWN', endedAt: expect.any(Date) });
    expect(await house.rows('SELECT body, author_id FROM remarks WHERE id = $1', [gone.endedReasonId])).toEqual([
      { body: 'She no longer needs it.', author_id: 'per_priya' },
    ]);
    for (const again of [() => withdraw(id, 'priya'), () => room.coSign(id, 'tom'), () => room.amend(id, { whyFair: 'Still.' })]) {
      await expect(again()).rejects.toEqual(refused('EXCEPTION_MOVED_ON'));
    }
  });

  it('is up to the new owner as well, who may also sign', async () => {
    const [one, other] = [await room.propose(), await room.propose()];
    await room.handOver(one.caseId, 'mia');
    await room.handOver(other.caseId, 'mia');
    expect(await withdraw(one.id, 'mia')).toMatchObject({ status: 'WITHDRAWN' });
    await expect(room.amend(other.id, { whyFair: 'Mine now.' }, 'mia')).rejects.toEqual(refused('NOT_PROPOSER'));
    expect(await room.coSign(other.id, 'mia')).toMatchObject({ status: 'APPROVED' });
    await expect(fulfil(other.id, 'PAY-1', await house.actor('priya'))).rejects.toEqual(refused('NOT_OWNER'));
    expect(await fulfil(other.id, 'PAY-1', await house.actor('mia'))).toMatchObject({ status: 'FULFILLED' });
  });
});

describe('a policy', () => {
  it('that allows it by now ends the proposal with a yes, and is cited', async () => {
    const [byOwner, bySystem, tooMuch] = [
      await room.propose({ cause: 'hail' }),
      await room.propose({ cause: 'hail' }),
      await room.propose({ cause: 'hail', remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 30_001, currency: 'AUD' } } }),
    ];
    const cover = async (exceptionId: string): Promise<Done<PolicyException>> =>
      room.exceptions.cover({ exceptionId }, await house.actor('priya'));
    await expect(cover(byOwner.id)).rejects.toEqual(refused('NOT_COVERED'));
    const { id } = await room.activate({ causes: ['hail'], upTo: 30_000 });
    expect((await cover(byOwner.id)).node).toMatchObject({ status: 'COVERED', coveredBy: id, approvedAt: null });
    await expect(cover(tooMuch.id)).rejects.toEqual(refused('NOT_COVERED'));
    expect(await room.clock.coveredNow(10)).toEqual([bySystem.id]);
    expect([await room.clock.cover(bySystem.id), await room.clock.cover(bySystem.id), await room.clock.cover(tooMuch.id)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(await room.reads.byId(bySystem.id)).toMatchObject({ status: 'COVERED', coveredBy: id });
    await expect(room.propose({ cause: 'hail' })).rejects.toEqual(refused('POLICY_COVERS_THIS', { policyVersionId: id }));
    await expect(
      room.amend(tooMuch.id, { remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 30_000, currency: 'AUD' } } }),
    ).rejects.toEqual(refused('POLICY_COVERS_THIS'));
  });

  it('that allows a remedy already answers with the version, and is cited once for the case', async () => {
    const caseId = await house.caseOf('priya');
    const { id } = await room.activate({ causes: ['drought'], upTo: 30_000 });
    const ask = (more: object = {}): Promise<unknown> => room.propose({ cause: 'drought', caseId, ...more });
    const cited = async (): Promise<unknown> => room.reads.citations([id]);
    await expect(ask()).rejects.toEqual(refused('POLICY_COVERS_THIS', { policyVersionId: id }));
    await expect(ask()).rejects.toEqual(refused('POLICY_COVERS_THIS'));
    expect(await cited()).toEqual([{ policyVersionId: id, count: 1 }]);
    await expect(room.propose({ cause: 'drought', caseId: await house.caseOf('tom') })).rejects.toEqual(refused('NOT_OWNER'));
    await expect(ask({ caseId: await house.caseOf('priya') })).rejects.toEqual(refused('POLICY_COVERS_THIS'));
    expect(await cited()).toEqual([{ policyVersionId: id, count: 2 }]);
    expect((await house.factsOf(id)).filter(({ name }) => name === 'policy.cited')).toMatchObject([
      { actor_id: 'per_priya', body: { caseId } },
      { actor_id: 'per_priya' },
    ]);
  });

  it('departed from that changes meanwhile stops signatures until the proposal names the new version', async () => {
    const first = await room.activate({ causes: ['quake'], upTo: 100 });
    const departed = {
      cause: 'quake',
      policyVersionId: first.id,
      noPolicyExists: null,
      remedy: { kind: 'CREDIT' as const, amount: { amountMinor: 90_000, currency: 'AUD' } },
    };
    const { id } = await room.propose(departed);
    await room.coSign(id, 'mia');
    const second = await room.activate({ causes: ['quake'], upTo: 200, policyId: first.policyId });
    await expect(room.coSign(id, 'tom')).rejects.toEqual(refused('POLICY_SUPERSEDED'));
    await expect(room.propose(departed)).rejects.toEqual(refused('POLICY_SUPERSEDED', { path: ['policyVersionId'] }));
    expect(await room.amend(id, { whyFair: 'The new version does not know it either.' })).toMatchObject({ policyVersionId: second.id });
    expect(await room.signatures(id)).toEqual([['mia', 1, 'STALE']]);
    await room.coSign(id, 'mia');
    expect(await room.coSign(id, 'tom')).toMatchObject({ status: 'APPROVED', policyVersionId: second.id });
    await room.activate({ causes: ['quake'], upTo: 300, policyId: first.policyId });
    expect(await fulfil(id, 'PAY-1', await payment())).toMatchObject({ status: 'FULFILLED' });
  });
});

describe('to carry out', () => {
  it('happens once: the same reference answers the first result, another one is refused', async () => {
    const { id } = await approved();
    const first = await fulfil(id, 'PAY-1', await payment());
    expect(first).toMatchObject({
      status: 'FULFILLED',
      fulfilmentReference: 'PAY-1',
      fulfilledAt: expect.any(Date),
      endedAt: expect.any(Date),
    });
    expect(await fulfil(id, 'PAY-1', await payment())).toEqual(first);
    expect(await fulfil(id, 'PAY-1', await house.actor('priya'))).toEqual(first);
    await expect(fulfil(id, 'PAY-2', await payment())).rejects.toEqual(refused('ALREADY_FULFILLED', { path: ['reference'] }));
    expect((await room.told(id)).filter((name) => name === 'fulfilled')).toHaveLength(1);
  });

  it('by two payment systems at once happens once', async () => {
    const { id } = await approved();
    const pay = await payment();
    const ends = await Promise.allSettled(['PAY-1', 'PAY-2', 'PAY-1', 'PAY-2'].map((reference) => fulfil(id, reference, pay)));
    const { fulfilmentReference } = await room.reads.byId(id);
    expect(ends.map(({ status }) => status)).toEqual(
      ['PAY-1', 'PAY-2', 'PAY-1', 'PAY-2'].map((reference) => (reference === fulfilmentReference ? 'fulfilled' : 'rejected')),
    );
    expect((await room.told(id)).filter((name) => name === 'fulfilled')).toHaveLength(1);
  });

  it('needs an approval, and the owner or that scope', async () => {
    const { id } = await room.propose();
    await expect(fulfil(id, 'PAY-1', await payment())).rejects.toEqual(refused('EXCEPTION_MOVED_ON'));
    await room.coSign(id, 'tom');
    await expect(fulfil(id, 'PAY-1', await house.actor('tom'))).rejects.toEqual(refused('NOT_OWNER'));
    await expect(fulfil(id, 'PAY-1', await house.actor('pay-1', { scopes: ['READ'] }))).rejects.toEqual(refused('NOT_OWNER'));
  });
});

describe('the customer', () => {
  it('is told once: what was recorded first stands', async () => {
    const { id, approvedAt } = await approved();
    await expect(tell(id, justBefore(approvedAt))).rejects.toEqual(refused('INVALID', { path: ['toldAt'] }));
    await expect(tell(id, new Date(Date.now() + 60_000))).rejects.toEqual(refused('INVALID', { path: ['toldAt'] }));
    const at = await now();
    expect((await tell(id, at)).node).toMatchObject({ status: 'APPROVED', customerToldAt: at });
    await house.clock('1 hour');
    expect((await tell(id, await now())).node).toMatchObject({ customerToldAt: at });
    expect((await room.told(id)).filter((name) => name === 'customerTold')).toHaveLength(1);
  });

  it('who was told keeps the remedy for ever; who was not, until its use-by time', async () => {
    const [told, untold] = [await approved(), await approved()];
    await tell(told.id, await now());
    await room.stopClockAt(justBefore(untold.useBy));
    expect(await room.clock.lapse(untold.id)).toBe(false);
    await room.stopClockAt(new Date(Math.max(told.useBy?.getTime() ?? 0, untold.useBy?.getTime() ?? 0)));
    // No timer has run yet.
    await expect(fulfil(untold.id, 'PAY-1', await payment())).rejects.toEqual(refused('EXPIRED'));
    await expect(tell(untold.id, await now())).rejects.toEqual(refused('EXPIRED'));
    const due = (await room.clock.due(100)).filter(({ action }) => action === 'LAPSE').map(({ id }) => id);
    expect(due).toContain(untold.id);
    expect(due).not.toContain(told.id);
    expect([await room.clock.lapse(untold.id), await room.clock.lapse(untold.id), await room.clock.lapse(told.id)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(await room.reads.byId(untold.id)).toMatchObject({ status: 'LAPSED', endedAt: await now() });
    await expect(fulfil(untold.id, 'PAY-1', await payment())).rejects.toEqual(refused('EXCEPTION_MOVED_ON'));
    expect(await fulfil(told.id, 'PAY-2', await payment())).toMatchObject({ status: 'FULFILLED' });
  });
});

describe('to stop', () => {
  it('takes two admins, before it is carried out', async () => {
    const { id } = await approved();
    await expect(stop(id, 'priya')).rejects.toEqual(refused('NOT_ALLOWED'));
    await expect(stop(id, 'renee')).rejects.toEqual(refused('NOT_ALLOWED'));
    expect(await stop(id, 'wei')).toMatchObject({ status: 'APPROVED', stopProposedBy: 'per_wei' });
    await expect(stop(id, 'wei')).rejects.toEqual(refused('SAME_ADMIN'));
    expect(await stop(id, 'ana')).toMatchObject({ status: 'STOPPED', stopProposedBy: 'per_wei', stoppedBy: 'per_ana' });
    await expect(fulfil(id, 'PAY-1', await payment())).rejects.toEqual(refused('EXCEPTION_MOVED_ON'));
    expect(await room.told(id)).toEqual(['proposed', 'coSigned', 'approved', 'stopProposed', 'stopped']);
    expect(await house.rows('SELECT body FROM remarks WHERE subject_id = $1', [id])).toHaveLength(2);
  });

  it('comes too late for what is carried out; one admin alone stops nothing', async () => {
    const { id } = await approved();
    await stop(id, 'wei');
    await fulfil(id, 'PAY-1', await payment());
    await expect(stop(id, 'ana')).rejects.toEqual(refused('EXCEPTION_MOVED_ON'));
  });
});

describe('a proposal that nobody signs', () => {
  it('is over at its millisecond, whether or not a timer runs', async () => {
    const { id, expiresAt } = await room.propose();
    await room.stopClockAt(justBefore(expiresAt));
    expect(await room.clock.expire(id)).toBe(false);
    await room.vote('pass', id, 'jack');
    await room.stopClockAt(expiresAt);
    for (const late of [
      () => room.coSign(id, 'tom'),
      () => room.object(id, 'tom'),
      () => room.amend(id, { whyFair: 'Late.' }),
      () => withdraw(id, 'priya'),
    ]) {
      await expect(late()).rejects.toEqual(refused('EXPIRED'));
    }
    expect((await room.reads.inbox(await house.actor('tom'), { take: 100, backwards: false })).rows.map((row) => row.id)).not.toContain(id);
    expect(await room.clock.due(100)).toContainEqual({ id, action: 'EXPIRE', at: expiresAt });
    expect([await room.clock.expire(id), await room.clock.expire(id)]).toEqual([true, false]);
    expect(await room.reads.byId(id)).toMatchObject({ status: 'EXPIRED', endedAt: expiresAt });
    expect(await room.told(id)).toEqual(['proposed', 'passed', 'expired']);
  });

  it('may be signed in its last millisecond', async () => {
    const { id, expiresAt } = await room.propose();
    await room.stopClockAt(justBefore(expiresAt));
    expect(await room.coSign(id, 'tom')).toMatchObject({ status: 'APPROVED', approvedAt: justBefore(expiresAt) });
  });

  it('may be taken up again once, for the same case', async () => {
    const { id, caseId, expiresAt } = await room.propose();
    await room.stopClockAt(expiresAt);
    await room.clock.expire(id);
    expect(await room.propose({ caseId, clonedFromId: id })).toMatchObject({ clonedFrom: id, status: 'PROPOSED', revision: 1 });
    await expect(room.propose({ caseId, clonedFromId: id })).rejects.toEqual(refused('INVALID', { path: ['clonedFromId'] }));
    await expect(room.propose({ clonedFromId: id })).rejects.toEqual(refused('INVALID', { path: ['clonedFromId'] }));
  });
});

describe('what may be done', () => {
  it('is told as buttons, and as the reason why not, from the same rules', async () => {
    const { id } = await room.propose();
    const of = async (handle: string) => (await room.exceptions.openActions([id, 'exc_none'], await house.actor(handle)))[0]?.actions;
    expect(await of('priya')).toEqual(['AMEND', 'INVITE_HELPER', 'WITHDRAW']);
    expect(await of('tom')).toEqual(['CO_SIGN', 'OBJECT', 'PASS']);
    expect(await of('wei')).toEqual([]);
    const why = await room.exceptions.whyNot(id, 'CO_SIGN', await house.actor('priya'));
    // Mia has signed for Priya before, so fresh eyes come first.
    expect(why).toMatchObject({ code: 'SELF_CO_SIGN', whoCould: ['per_ivy', 'per_jack', 'per_lachlan', 'per_noor', 'per_renee'] });
    expect(await room.exceptions.whyNot(id, 'CO_SIGN', await house.actor('tom'))).toBeUndefined();
    await expect(room.exceptions.whyNot('exc_none', 'CO_SIGN', await house.actor('tom'))).rejects.toEqual(refused('NOT_FOUND'));
  });

  it('is decided anew when the case ends between looking and writing', async () => {
    const caseId = await house.caseOf('priya');
    await house.admin.query('BEGIN');
    await house.admin.query('SET LOCAL session_replication_role = replica'); // the answer itself is of no matter here
    await house.admin.query(`UPDATE cases SET status = 'HONEST_NO', answered_at = house_now() WHERE id = '${caseId}'`);
    const priya = await house.actor('priya');
    const proposed = room.proposals.propose({ ...FLOODED, caseId }, priya);
    const end = expect(proposed).rejects.toEqual(refused('INVALID', { path: ['caseId'] }));
    await new Promise((resolve) => setTimeout(resolve, 200)); // the wall waits for the lock on the case
    await house.admin.query('COMMIT');
    await end;
  });
});
