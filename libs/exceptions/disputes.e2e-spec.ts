import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ExceptionsRoom } from '../../test/support/exceptions-room.js';
import type { SmallHouse } from '../../test/support/small-house.js';
import type { DisputeOutcome } from './dispute.words.js';
import { DisputesReads, type DisputeView } from './disputes.reads.js';
import { DisputesService } from './disputes.service.js';

let room: ExceptionsRoom;
let house: SmallHouse;
let disputes: DisputesService;

beforeAll(async () => {
  room = await ExceptionsRoom.open();
  house = room.house;
  disputes = new DisputesService(house.api, new DisputesReads(house.api));
});
afterAll(() => house.close());
afterEach(() => house.clock('0'));

const refused = (code: string) => expect.objectContaining({ code });
const twoNeeded = { remedy: { kind: 'FEE_WAIVER' as const, amount: { amountMinor: 90_000, currency: 'AUD' } } };
const disown = async (exceptionId: string, by: string, idempotencyKey?: string): Promise<DisputeView> =>
  (await disputes.disown({ exceptionId, idempotencyKey }, await house.actor(by))).node;
const settle = async (disputeId: string, outcome: DisputeOutcome, by: string): Promise<DisputeView> =>
  (await disputes.settle({ disputeId, outcome, reason: `${by} asked around.` }, await house.actor(by))).node;
const both = async (disputeId: string, outcome: DisputeOutcome): Promise<DisputeView> => {
  await settle(disputeId, outcome, 'wei');
  return settle(disputeId, outcome, 'ana');
};
const approved = async (): Promise<string> => (await room.coSign((await room.propose()).id, 'tom')).id;
const signedOnce = async (): Promise<string> => (await room.coSign((await room.propose(twoNeeded)).id, 'tom')).id;
const now = async (id: string) => room.reads.byId(id);
const as = (by: string) => house.actor(by);

describe('promise 2: while a signature is disowned', () => {
  it('an open proposal is frozen: nobody decides, amends or covers; it may be withdrawn', async () => {
    const id = await signedOnce();
    expect(await disown(id, 'tom')).toMatchObject({ exceptionId: id, openedBy: 'per_tom', outcome: null, receiptMayBeOut: false });
    expect(await now(id)).toMatchObject({ status: 'PROPOSED', frozen: true });
    const tries = [
      () => room.coSign(id, 'mia'),
      () => room.object(id, 'mia'),
      () => room.vote('pass', id, 'mia'),
      () => room.amend(id, { whyFair: 'Still.' }),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toEqual(refused('EXCEPTION_FROZEN'));
    expect(await room.reads.waitingAmong([id], 'per_mia')).toEqual([]);
    expect(await room.exceptions.openActions([id], await as('priya'))).toEqual([{ id, actions: ['WITHDRAW'] }]);
    expect(await room.exceptions.whyNot(id, 'CO_SIGN', await as('mia'))).toMatchObject({ code: 'EXCEPTION_FROZEN' });
    expect((await room.exceptions.withdraw({ exceptionId: id, reason: 'Not now.' }, await as('priya'))).node).toMatchObject({
      status: 'WITHDRAWN',
      frozen: false,
    });
  });

  it('what was approved is not carried out, and no customer is told; two admins may stop it', async () => {
    const id = await approved();
    expect(await disown(id, 'tom')).toMatchObject({ receiptMayBeOut: true });
    const priya = await as('priya');
    const toldAt = (await now(id)).approvedAt ?? new Date();
    await expect(room.exceptions.fulfil({ exceptionId: id, reference: 'PAY-1' }, priya)).rejects.toEqual(refused('EXCEPTION_FROZEN'));
    await expect(room.exceptions.tellCustomer({ exceptionId: id, toldAt }, priya)).rejects.toEqual(refused('EXCEPTION_FROZEN'));
    for (const admin of ['wei', 'ana']) await room.exceptions.stop({ exceptionId: id, reason: 'Fraud.' }, await as(admin));
    expect(await now(id)).toMatchObject({ status: 'STOPPED', frozen: false });
  });

  it('the clock is not stopped: a proposal expires in its time', async () => {
    const id = await signedOnce();
    const { id: disputeId } = await disown(id, 'tom');
    await house.clock('10 days');
    expect(await room.clock.expire(id)).toBe(true);
    expect(await now(id)).toMatchObject({ status: 'EXPIRED', frozen: false });
    expect(await both(disputeId, 'GENUINE')).toMatchObject({ outcome: 'GENUINE' });
  });

  it('is covered by nobody', async () => {
    const { id } = await room.propose({ cause: 'hail', ...twoNeeded });
    await room.coSign(id, 'tom');
    await disown(id, 'tom');
    await room.activate({ causes: ['hail'], upTo: 90_000 });
    expect(await room.clock.cover(id)).toBe(false);
    expect(await room.clock.coveredNow(100)).not.toContain(id);
    await expect(room.exceptions.cover({ exceptionId: id }, await as('priya'))).rejects.toEqual(refused('EXCEPTION_FROZEN'));
  });
});

describe('promise 2: to disown', () => {
  it('is up to the human in whose name it stands, from any account, and happens once', async () => {
    const id = await approved();
    await expect(disown(id, 'mia')).rejects.toEqual(refused('NOT_FOUND'));
    const robot = await house.actor('desk', { tokenId: 'tok_x', scopes: ['READ'] });
    await expect(disputes.disown({ exceptionId: id }, robot)).rejects.toEqual(refused('NOT_ALLOWED'));
    const first = await disown(id, 'tom', 'once');
    expect((await disputes.disown({ exceptionId: id, idempotencyKey: 'once' }, await as('tom'))).replayed).toBe(true);
    expect((await disown(id, 'tom')).id).toBe(first.id);
    const byLachlan = (await room.coSign((await room.propose()).id, 'lachlan')).id;
    expect(await disown(byLachlan, 'lach2')).toMatchObject({ humanId: 'hum_lachlan', openedBy: 'per_lach2' });
  });

  it('thirty-two times at once makes one dispute', async () => {
    const id = await signedOnce();
    const tom = await as('tom');
    const made = await Promise.all(Array.from({ length: 32 }, () => disputes.disown({ exceptionId: id }, tom)));
    expect(new Set(made.map(({ node }) => node.id)).size).toBe(1);
    expect((await room.told(id)).filter((name) => name === 'frozen')).toHaveLength(1);
  });

  it('ends every session and token of that human, and of nobody else', async () => {
    await house.admin.query(`
      INSERT INTO sessions (id_hash, person_id, expires_at) SELECT sha256(handle::bytea), id, house_now() + interval '1 day' FROM people WHERE handle IN ('noor', 'ivy');
      INSERT INTO api_tokens (id, person_id, name, hash, scopes, expires_at, created_by) VALUES
        ('tok_made', 'per_pay-1', 'made', sha256('made'), '{READ}', house_now() + interval '1 day', 'per_noor'),
        ('tok_other', 'per_pay-1', 'other', sha256('other'), '{READ}', house_now() + interval '1 day', 'per_wei')`);
    const id = (await room.coSign((await room.propose()).id, 'noor')).id;
    const { id: disputeId } = await disown(id, 'noor');
    expect(await house.rows(`SELECT person_id, ended_at IS NOT NULL AS ended FROM sessions ORDER BY 1`)).toEqual([
      { person_id: 'per_ivy', ended: false },
      { person_id: 'per_noor', ended: true },
    ]);
    expect(await house.rows(`SELECT id FROM api_tokens WHERE revoked_at IS NOT NULL`)).toEqual([{ id: 'tok_made' }]);
    expect(
      await house.rows(`SELECT sessions_ended_at IS NOT NULL AS ended FROM people WHERE handle IN ('noor', 'ivy') ORDER BY handle`),
    ).toEqual([{ ended: false }, { ended: true }]);
    expect(await house.factsOf('per_noor')).toMatchObject([{ name: 'person.sessionsEnded', actor_id: 'per_noor', body: { disputeId } }]);
    expect(await house.factsOf('tok_made')).toMatchObject([{ name: 'apiToken.revoked' }]);
    expect(await house.factsOf(disputeId)).toMatchObject([{ name: 'dispute.opened', body: { exceptionId: id, humanId: 'hum_noor' } }]);
  });
});

describe('promise 2: two admins', () => {
  it('settle it: one is not enough, nor the same one twice, nor who took part, and an agent never', async () => {
    await house.admin.query(`UPDATE people SET roles = '{AGENT,ADMIN}' WHERE handle IN ('priya', 'tom')`);
    const id = await signedOnce();
    const { id: disputeId } = await disown(id, 'tom');
    for (const who of ['priya', 'tom', 'mia']) await expect(settle(disputeId, 'GENUINE', who)).rejects.toEqual(refused('NOT_ALLOWED'));
    await house.admin.query(`UPDATE people SET roles = '{AGENT}' WHERE handle IN ('priya', 'tom')`);
    expect(await settle(disputeId, 'FORGED', 'wei')).toMatchObject({ outcome: 'FORGED', settledAt: null, reason: 'wei asked around.' });
    await expect(settle(disputeId, 'FORGED', 'wei')).rejects.toEqual(refused('SAME_ADMIN'));
    expect(await settle(disputeId, 'GENUINE', 'ana')).toMatchObject({ outcome: 'GENUINE', proposedBy: 'per_ana', settledAt: null });
    expect(await now(id)).toMatchObject({ frozen: true });
    expect(await settle(disputeId, 'GENUINE', 'wei')).toMatchObject({
      settledBy: 'per_wei',
      settledAt: expect.any(Date),
      reason: 'wei asked around.',
    });
    await expect(settle(disputeId, 'FORGED', 'ana')).rejects.toEqual(refused('DISPUTE_SETTLED'));
  });

  it('do not settle on the word of somebody who is no admin any more', async () => {
    const { id: disputeId } = await disown(await signedOnce(), 'tom');
    await settle(disputeId, 'FORGED', 'wei');
    await house.admin.query(
      `UPDATE people SET roles = '{}' WHERE handle = 'wei'; UPDATE people SET roles = '{ADMIN}' WHERE handle = 'omar'`,
    );
    expect(await settle(disputeId, 'FORGED', 'ana')).toMatchObject({ proposedBy: 'per_ana', settledAt: null });
    expect(await settle(disputeId, 'FORGED', 'omar')).toMatchObject({ settledBy: 'per_omar' });
    await house.admin.query(
      `UPDATE people SET roles = '{REVIEWER}' WHERE handle = 'omar'; UPDATE people SET roles = '{ADMIN}' WHERE handle = 'wei'`,
    );
  });

  it('both at once: one is the first, the other the second', async () => {
    const id = await signedOnce();
    const { id: disputeId } = await disown(id, 'tom');
    await Promise.all(['wei', 'ana'].map((admin) => settle(disputeId, 'FORGED', admin)));
    expect((await house.factsOf(disputeId)).map(({ name }) => name)).toEqual([
      'dispute.opened',
      'dispute.settlementProposed',
      'dispute.settled',
    ]);
    expect(await now(id)).toMatchObject({ frozen: false });
  });
});

describe('promise 2: settled as', () => {
  it('genuine: it goes on where it was, in the time that is left', async () => {
    const [open, yes] = [await signedOnce(), await approved()];
    const before = await now(open);
    for (const id of [open, yes]) await both((await disown(id, 'tom')).id, 'GENUINE');
    expect(await now(open)).toMatchObject({ status: 'PROPOSED', frozen: false, expiresAt: before.expiresAt });
    expect(await room.coSign(open, 'mia')).toMatchObject({ status: 'APPROVED' });
    expect((await room.exceptions.fulfil({ exceptionId: yes, reference: 'PAY-2' }, await as('priya'))).node.status).toBe('FULFILLED');
    expect((await room.told(open)).slice(1)).toEqual(['coSigned', 'frozen', 'thawed', 'coSigned', 'approved']);
  });

  it('forged, while it is open: the signature is void and does not count', async () => {
    const id = await signedOnce();
    await both((await disown(id, 'tom')).id, 'FORGED');
    expect(await room.signatures(id)).toEqual([['tom', 1, 'VOID']]);
    expect(await room.told(id)).toEqual(['proposed', 'coSigned', 'frozen', 'signatureVoided', 'thawed']);
    expect(await room.coSign(id, 'mia')).toMatchObject({ status: 'PROPOSED' });
    expect(await room.coSign(id, 'ivy')).toMatchObject({ status: 'APPROVED' });
  });

  it('forged, when it was approved on it: stopped by these two admins', async () => {
    const id = await approved();
    const settled = await both((await disown(id, 'tom')).id, 'FORGED');
    expect(await now(id)).toMatchObject({
      status: 'STOPPED',
      frozen: false,
      stopProposedBy: 'per_wei',
      stoppedBy: 'per_ana',
      endedReasonId: settled.reasonId,
    });
    expect(await room.told(id)).toEqual(['proposed', 'coSigned', 'approved', 'frozen', 'stopped']);
  });

  it('forged, when one of them had asked to stop it before', async () => {
    const id = await approved();
    await room.exceptions.stop({ exceptionId: id, reason: 'It looks odd.' }, await as('ana'));
    await both((await disown(id, 'tom')).id, 'FORGED');
    expect(await now(id)).toMatchObject({ status: 'STOPPED', stopProposedBy: 'per_ana', stoppedBy: 'per_wei' });
  });

  it('forged, after it was carried out: final is final, and it is marked', async () => {
    const id = await approved();
    await room.exceptions.fulfil({ exceptionId: id, reference: 'PAY-3' }, await as('priya'));
    const dispute = await disown(id, 'tom');
    expect(await now(id)).toMatchObject({ status: 'FULFILLED', frozen: false });
    expect(await both(dispute.id, 'FORGED')).toMatchObject({ outcome: 'FORGED', receiptMayBeOut: true });
    expect(await now(id)).toMatchObject({ status: 'FULFILLED' });
  });

  it('forged, but it never counted: the approval stands on the others', async () => {
    const id = await approved();
    await expect(room.coSign(id, 'mia')).rejects.toEqual(refused('ALREADY_DECIDED'));
    await both((await disown(id, 'mia')).id, 'FORGED');
    expect(await now(id)).toMatchObject({ status: 'APPROVED', frozen: false });
  });

  it('one of two disputes: frozen until the other one is settled too', async () => {
    const { id } = await room.propose({ remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 290_000, currency: 'AUD' } } });
    for (const signer of ['tom', 'mia']) await room.coSign(id, signer);
    const [toms, mias] = [await disown(id, 'tom'), await disown(id, 'mia')];
    await both(toms.id, 'FORGED');
    expect(await now(id)).toMatchObject({ frozen: true });
    await both(mias.id, 'GENUINE');
    expect(await now(id)).toMatchObject({ frozen: false });
    expect((await room.signatures(id)).sort()).toEqual([
      ['mia', 1, 'GIVEN'],
      ['tom', 1, 'VOID'],
    ]);
  });
});
