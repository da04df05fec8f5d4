import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { brokenLink, type ChainedFact } from '#facts';
import { ExceptionsRoom } from '../../test/support/exceptions-room.js';
import { CustomersService } from './customers.service.js';
import { ErasuresService } from './erasures.service.js';

let room: ExceptionsRoom;
let customers: CustomersService;
let erasures: ErasuresService;

beforeAll(async () => {
  room = await ExceptionsRoom.open();
  customers = new CustomersService(room.house.api);
  erasures = new ErasuresService(room.house.api, customers);
});
afterAll(() => room.house.close());

/** A customer of Priya's whose remedy was objected to, amended, co-signed with words and carried out. */
async function served(): Promise<{ customerId: string; caseId: string; exceptionId: string }> {
  const { id, caseId } = await room.propose();
  await room.vote('objectTo', id, 'mia', { reason: 'Too much.' });
  await room.amend(id, { whatWeDo: 'We take back the fee.' });
  await room.vote('coSign', id, 'tom', { words: 'Yes.', idempotencyKey: `sign-${id}` });
  await room.vote('coSign', id, 'sam');
  await room.exceptions.fulfil({ exceptionId: id, reference: 'PAY-1' }, await room.house.actor('priya'));
  const [row] = await room.house.rows<{ customerId: string }>(`SELECT customer_id AS "customerId" FROM cases WHERE id = $1`, [caseId]);
  return { customerId: row?.customerId ?? '', caseId, exceptionId: id };
}

async function erase(customerId: string, more: object = {}, by = 'wei') {
  return erasures.erase({ customerId, reason: 'Asked by letter.', ...more }, await room.house.actor(by));
}

const erasedFacts = async (customerId: string): Promise<object[]> => room.house.factsOf(customerId);

describe('promise 15: erasing a customer', () => {
  it('takes every word away, and leaves a stub, the digests and the chains', async () => {
    const { customerId, caseId, exceptionId } = await served();
    const digests = (await room.reads.revisions([exceptionId])).map(({ digest }) => digest);
    const done = await erase(customerId);
    expect(done).toMatchObject({
      replayed: false,
      node: { id: customerId, name: null, contact: null, erasedAt: expect.any(Date) as unknown },
    });
    expect(await room.reads.revisions([exceptionId])).toEqual(
      digests.map((digest) => expect.objectContaining({ digest, erased: true, whatHappened: '', whyFair: '' }) as object),
    );
    expect(await room.reads.byId(exceptionId)).toMatchObject({ status: 'FULFILLED', fulfilmentReference: null });
    expect((await room.reads.coSignatures([exceptionId])).map(({ words }) => words)).not.toContain('Yes.');
    expect(await room.reads.objections([exceptionId])).toMatchObject([{ reason: '' }]);
    expect(await room.house.rows('SELECT need FROM case_texts WHERE case_id = $1', [caseId])).toEqual([{ need: null }]);
    const chain = await room.house.rows<ChainedFact>(
      `SELECT subject_id AS "subjectId", seq, actor_id AS "actorId", name, body::text AS body, at, xid::text AS xid, prev_hash AS "prevHash", hash
         FROM facts WHERE subject_id = $1 ORDER BY seq`,
      [exceptionId],
    );
    expect(brokenLink(chain)).toBeUndefined();
  });

  it('is told by one fact that says nothing of them, and by the reason', async () => {
    const { customerId } = await served();
    await erase(customerId);
    expect(await erasedFacts(customerId)).toEqual([
      { name: 'customer.erased', actor_id: 'per_wei', body: { reasonId: expect.stringMatching(/^rmk_/) as unknown } },
    ]);
    expect(await customers.reasonsOfErasure([customerId])).toEqual([{ customerId, reason: 'Asked by letter.' }]);
  });

  it('again has no effect, and takes away what was written since', async () => {
    const { customerId, exceptionId } = await served();
    await erase(customerId);
    expect((await erase(customerId)).node).toMatchObject({ id: customerId });
    expect(await erasedFacts(customerId)).toHaveLength(1);
    await room.house.admin.query(
      `INSERT INTO remarks (id, subject_id, author_id, body) SELECT 'rmk_later', id, 'per_omar', 'Adele!' FROM reviews WHERE exception_id = '${exceptionId}'`,
    );
    await erase(customerId);
    expect(await room.house.rows(`SELECT body FROM remarks WHERE id = 'rmk_later'`)).toEqual([{ body: null }]);
    expect(await erasedFacts(customerId)).toHaveLength(2);
  });

  it('under one key has one effect, and another reason under it is refused', async () => {
    const { customerId } = await served();
    const key = { idempotencyKey: randomUUID() };
    expect([(await erase(customerId, key)).replayed, (await erase(customerId, key)).replayed]).toEqual([false, true]);
    await expect(erase(customerId, { ...key, reason: 'Another one.' })).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it('leaves of an earlier key nothing from which its words could be guessed', async () => {
    const { customerId, exceptionId } = await served();
    const hash = (): Promise<object[]> =>
      room.house.rows('SELECT input_hash FROM idempotency_keys WHERE key = $1', [`sign-${exceptionId}`]);
    const before = await hash();
    await erase(customerId);
    expect(before).toHaveLength(1);
    expect(await hash()).not.toEqual(before);
    const again = room.vote('coSign', exceptionId, 'tom', { words: 'Yes.', idempotencyKey: `sign-${exceptionId}` });
    await expect(again).rejects.toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  it.each<[string, object, string, string]>([
    ['anybody but an admin', {}, 'priya', 'NOT_ALLOWED'],
    ['a reason that names them', { reason: 'Adele asked.' }, 'wei', 'INVALID'],
    ['nobody', { customerId: 'cus_nobody' }, 'wei', 'NOT_FOUND'],
  ])('refuses %s', async (_, more, by, code) => {
    const { customerId } = await served();
    await expect(erase(customerId, more, by)).rejects.toMatchObject({ code });
    expect(await customers.byIds([customerId])).toMatchObject([{ name: 'Adele' }]);
  });

  it('names what is open, until it has ended', async () => {
    const { id, ref, caseId } = await room.propose();
    const [row] = await room.house.rows<{ id: string }>('SELECT customer_id AS id FROM cases WHERE id = $1', [caseId]);
    const customerId = row?.id ?? '';
    await expect(erase(customerId)).rejects.toMatchObject({ code: 'STILL_OPEN', message: expect.stringContaining(ref) as unknown });
    await room.coSign(id, 'tom');
    await expect(erase(customerId)).rejects.toMatchObject({ code: 'STILL_OPEN' });
    await room.exceptions.fulfil({ exceptionId: id, reference: 'PAY-2' }, await room.house.actor('priya'));
    expect((await erase(customerId)).node.name).toBeNull();
  });

  it('leaves every act on what it erased a refusal', async () => {
    const { customerId, caseId, exceptionId } = await served();
    await erase(customerId);
    const priya = await room.house.actor('priya');
    await expect(room.propose({ caseId })).rejects.toMatchObject({ code: 'CUSTOMER_ERASED' });
    await expect(room.amend(exceptionId, { whyFair: 'Anew.' })).rejects.toMatchObject({ code: 'EXCEPTION_MOVED_ON' });
    await expect(room.vote('coSign', exceptionId, 'jack', { words: 'Me, too.' })).rejects.toMatchObject({ code: 'ALREADY_DECIDED' });
    await expect(room.exceptions.fulfil({ exceptionId, reference: 'PAY-1' }, priya)).rejects.toMatchObject({ code: 'ALREADY_FULFILLED' });
    await expect(room.exceptions.whyNot(exceptionId, 'AMEND', priya)).resolves.toMatchObject({ code: 'EXCEPTION_MOVED_ON' });
  });

  it('and a proposal at the same moment end in one of two orders', async () => {
    const ends = new Set<string>();
    for (let round = 0; round < 12; round++) {
      const caseId = await room.house.caseOf('priya');
      const [row] = await room.house.rows<{ id: string }>('SELECT customer_id AS id FROM cases WHERE id = $1', [caseId]);
      const [proposed, erased] = await Promise.allSettled([room.propose({ caseId }), erase(row?.id ?? '')]);
      const codeOf = (end: PromiseSettledResult<unknown>): string =>
        end.status === 'fulfilled' ? 'done' : (end.reason as { code: string }).code;
      ends.add(`${codeOf(proposed)} ${codeOf(erased)}`);
    }
    expect([...ends].filter((end) => !['done STILL_OPEN', 'CUSTOMER_ERASED done'].includes(end))).toEqual([]);
  });
});
