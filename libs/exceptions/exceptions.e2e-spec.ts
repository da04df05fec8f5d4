import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Actor } from '#people';
import { ExceptionsRoom } from '../../test/support/exceptions-room.js';
import type { SmallHouse } from '../../test/support/small-house.js';
import type { PolicyException } from './exception.entity.js';

let room: ExceptionsRoom;
let house: SmallHouse;

beforeAll(async () => {
  room = await ExceptionsRoom.open();
  house = room.house;
});
afterAll(() => house.close());
afterEach(async () => {
  await house.clock('0');
  await house.admin.query(`UPDATE people SET active = true, away_until = NULL WHERE NOT active OR away_until IS NOT NULL`);
});

const refused = (code: string, more: object = {}) => expect.objectContaining({ code, ...more });
const aud = (amountMinor: number) => ({ remedy: { kind: 'FEE_WAIVER' as const, amount: { amountMinor, currency: 'AUD' } } });
/** Priya's proposal that needs two signatures, with that of Tom. */
const signedByTom = async (): Promise<PolicyException> => {
  const { id } = await room.propose(aud(150_000));
  return room.coSign(id, 'tom', { words: 'I would want that too.' });
};

describe('the decisive co-signature', () => {
  it('promises 5 and 8: approves, with its review, its facts and what they set in motion, in one transaction', async () => {
    const { id } = await signedByTom();
    const approved = await room.coSign(id, 'mia');
    expect(approved).toMatchObject({ status: 'APPROVED', revision: 1, approvedRevision: 1, quorum: 2 });
    expect(approved.useBy?.getTime()).toBeCloseTo((approved.approvedAt?.getTime() ?? 0) + 30 * 86_400_000, -4);
    expect(await room.signatures(id)).toEqual([
      ['tom', 1, 'COUNTED'],
      ['mia', 1, 'COUNTED'],
    ]);
    const [review] = await house.rows<{ id: string; xids: number }>(
      `SELECT r.id, (SELECT count(DISTINCT t.xmin::text)::int FROM (SELECT xmin FROM reviews WHERE exception_id = $1 UNION ALL SELECT xmin FROM approvals WHERE exception_id = $1
         UNION ALL SELECT xmin FROM policy_exceptions WHERE id = $1 UNION ALL SELECT xmin FROM facts WHERE subject_id = $1 AND name = 'exception.approved') t) AS xids
         FROM reviews r WHERE r.exception_id = $1 AND r.status = 'QUEUED'`,
      [id],
    );
    expect(review?.xids).toBe(1);
    expect(await room.told(id)).toEqual(['proposed', 'coSigned', 'coSigned', 'approved']);
    expect((await house.factsOf(id)).at(-1)?.body).toEqual({
      revision: 1,
      digest: await room.digest(id),
      quorum: 2,
      humans: ['hum_tom', 'hum_mia'],
      reviewId: review?.id,
    });
    expect(await house.rows('SELECT name FROM outbox WHERE subject_id = ANY ($1) ORDER BY fact_id', [[id, review?.id]])).toHaveLength(5);
  });

  it('that comes too late is recorded as also agreed, and refused by whom and when, with a key as well', async () => {
    const { id } = await room.propose();
    const { approvedAt } = await room.coSign(id, 'tom');
    const late = refused('ALREADY_DECIDED', {
      message: expect.stringContaining(`approved by Tom at ${approvedAt?.toISOString()}`),
      current: expect.objectContaining({ id, status: 'APPROVED' }),
    });
    await expect(room.coSign(id, 'mia', { idempotencyKey: 'late' })).rejects.toEqual(late);
    await expect(room.coSign(id, 'mia', { idempotencyKey: 'late' })).rejects.toEqual(late);
    await expect(room.coSign(id, 'wei')).rejects.toEqual(late);
    expect(await room.signatures(id)).toEqual([
      ['tom', 1, 'COUNTED'],
      ['mia', 1, 'ALSO_AGREED'],
    ]);
    expect((await room.told(id)).filter((name) => name === 'alsoAgreed')).toHaveLength(1);
  });

  it('that comes too late is recorded also while the customer is told and the remedy is carried out', async () => {
    for (let times = 0; times < 10; times++) {
      const { id } = await room.propose();
      await room.coSign(id, 'tom');
      const { approvedAt } = await room.reads.byId(id);
      const [input, priya] = [{ exceptionId: id }, await room.house.actor('priya')];
      const late = ['mia', 'sam', 'ivy', 'noor', 'jack'];
      await Promise.allSettled([
        ...late.map((who) => room.coSign(id, who)),
        room.exceptions.tellCustomer({ ...input, toldAt: approvedAt as Date }, priya),
        room.exceptions.fulfil({ ...input, reference: 'PAY-1' }, priya),
      ]);
      expect((await room.told(id)).filter((name) => name === 'alsoAgreed')).toHaveLength(late.length);
    }
  });

  it('promise 1: of a dozen at once approves once', async () => {
    const { id } = await room.propose();
    const digest = await room.digest(id);
    const handles = ['tom', 'lachlan', 'mia', 'sam', 'ivy', 'noor', 'jack', 'renee', 'lach2', 'tom', 'mia', 'sam'];
    const peers: Actor[] = [];
    for (const handle of handles) peers.push(await house.actor(handle));
    const ends = await Promise.allSettled(peers.map((peer) => room.exceptions.coSign({ exceptionId: id, digest }, peer)));
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const codes = ends.flatMap((end) => (end.status === 'rejected' ? [(end.reason as { code: string }).code] : []));
    expect(new Set(codes)).toEqual(new Set(['ALREADY_DECIDED']));
    expect(await house.rows('SELECT counted FROM approvals WHERE exception_id = $1', [id])).toEqual([{ counted: 1 }]);
  });
});

describe('an objection', () => {
  it('raises the quorum for good; the second declines, also after a change of wording', async () => {
    const { id } = await room.propose();
    expect(await room.object(id, 'noor')).toMatchObject({ status: 'PROPOSED', raised: 1, quorum: 2 });
    await room.amend(id, { whyFair: 'She called us twice.' });
    expect(await room.reads.objections([id])).toEqual([
      expect.objectContaining({ byId: 'per_noor', revision: 1, stale: false, reason: 'She was told twice.' }),
    ]);
    await expect(room.object(id, 'noor')).rejects.toEqual(refused('ALREADY_SIGNED'));
    await expect(room.coSign(id, 'noor')).rejects.toEqual(refused('ALREADY_SIGNED'));
    expect((await room.reads.inbox(await house.actor('noor'), { take: 100, backwards: false })).rows.map((row) => row.id)).not.toContain(
      id,
    );
    expect(await room.object(id, 'jack')).toMatchObject({ status: 'DECLINED', raised: 1 });
    await expect(room.coSign(id, 'tom')).rejects.toEqual(refused('EXCEPTION_MOVED_ON'));
    expect(await room.told(id)).toEqual(['proposed', 'objected', 'amended', 'objected', 'declined']);
  });

  it('is made stale by a change of the matter; the raised quorum stays', async () => {
    const { id } = await room.propose(aud(45_000));
    await room.object(id, 'noor');
    expect(await room.coSign(id, 'jack')).toMatchObject({ status: 'PROPOSED', quorum: 2 });
    expect(await room.amend(id, aud(22_500))).toMatchObject({ quorum: 2, raised: 1 });
    expect(await room.reads.objections([id])).toEqual([expect.objectContaining({ stale: true })]);
    expect(await room.coSign(id, 'noor')).toMatchObject({ status: 'PROPOSED' });
    expect(await room.coSign(id, 'jack')).toMatchObject({ status: 'APPROVED' });
  });

  it('is taken back, also after a change of wording; the raised quorum stays', async () => {
    const { id } = await room.propose();
    await room.object(id, 'noor');
    await room.amend(id, { whyFair: 'She called us twice.' });
    await room.exceptions.retract({ exceptionId: id }, await house.actor('noor'));
    expect(await room.reads.objections([id])).toEqual([expect.objectContaining({ stale: true })]);
    expect(await room.object(id, 'jack')).toMatchObject({ status: 'PROPOSED', raised: 2, quorum: 3 });
    expect(await room.coSign(id, 'noor')).toMatchObject({ status: 'PROPOSED' });
    expect(await room.told(id)).toEqual(['proposed', 'objected', 'amended', 'objectionRetracted', 'objected', 'coSigned']);
  });
});

describe('a signature', () => {
  it('is taken back while it is open, and cannot be given again on this revision', async () => {
    const { id } = await signedByTom();
    await room.exceptions.retract({ exceptionId: id }, await house.actor('tom'));
    expect(await room.signatures(id)).toEqual([['tom', 1, 'RETRACTED']]);
    await expect(room.exceptions.retract({ exceptionId: id }, await house.actor('tom'))).rejects.toEqual(refused('NOT_FOUND'));
    await expect(room.coSign(id, 'tom')).rejects.toEqual(refused('ALREADY_SIGNED'));
    expect(await room.coSign(id, 'mia')).toMatchObject({ status: 'PROPOSED' });
    expect(await room.coSign(id, 'ivy')).toMatchObject({ status: 'APPROVED' });
    await expect(room.exceptions.retract({ exceptionId: id }, await house.actor('mia'))).rejects.toEqual(refused('EXCEPTION_MOVED_ON'));
  });

  it.each(['faces_customers = false', 'active = false', `away_until = house_now() + interval '1 hour'`])(
    'is void at once when its giver has %s, and stays void; a counted one stays valid',
    async (change) => {
      const counted = await room.coSign((await room.propose()).id, 'sam');
      const { id } = await room.propose(aud(150_000));
      await room.coSign(id, 'sam');
      await house.admin.query(`UPDATE people SET ${change} WHERE handle = 'sam'`);
      expect(await room.signatures(id)).toEqual([['sam', 1, 'VOID']]);
      await house.admin.query(`UPDATE people SET faces_customers = true, active = true, away_until = NULL WHERE handle = 'sam'`);
      await expect(room.coSign(id, 'sam')).rejects.toEqual(refused('ALREADY_SIGNED', { message: expect.stringContaining('void by now') }));
      expect(await room.coSign(id, 'ivy')).toMatchObject({ status: 'PROPOSED' });
      expect(await room.coSign(id, 'noor')).toMatchObject({ status: 'APPROVED' });
      expect(await room.signatures(counted.id)).toEqual([['sam', 1, 'COUNTED']]);
      expect(await room.told(id)).toEqual(['proposed', 'coSigned', 'signatureVoided', 'coSigned', 'coSigned', 'approved']);
    },
  );

  it('is no pass: a pass takes it out of the inbox and changes nothing else', async () => {
    const { id } = await room.propose();
    const inbox = async (): Promise<string[]> =>
      (await room.reads.inbox(await house.actor('jack'), { take: 100, backwards: false })).rows.map((row) => row.id);
    expect(await inbox()).toContain(id);
    await room.vote('pass', id, 'jack');
    await room.vote('pass', id, 'jack');
    expect(await inbox()).not.toContain(id);
    expect(await room.coSign(id, 'jack')).toMatchObject({ status: 'APPROVED', quorum: 1 });
  });
});
