import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HandOffsRoom } from '../../test/support/hand-offs-room.js';
import { CustomerMessagesService, type RecordCustomerMessage } from './customer-messages.service.js';

let room: HandOffsRoom;
let messages: CustomerMessagesService;
beforeAll(async () => {
  room = await HandOffsRoom.open();
  messages = new CustomerMessagesService(room.house.api);
});
afterAll(() => room.house.close());

const record = async (caseId: string, by: string, more: Partial<RecordCustomerMessage> = {}) =>
  (await messages.record({ caseId, channel: 'email', text: 'Thanks!', ...more }, await room.house.actor(by))).node;
const count = async (table: string) => (await room.house.rows<{ count: number }>(`SELECT count(*)::int FROM ${table}`))[0]?.count;
const theCase = (id: string) => room.house.rows('SELECT * FROM cases WHERE id = $1', [id]);

describe('promise 12: what a customer says', () => {
  it('is kept in the case and told by a fact, and changes nothing that was there', async () => {
    const caseId = await room.house.caseOf('jack');
    await room.house.rows(
      `WITH w AS (INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_${caseId}', '${caseId}', 'The refund.') RETURNING id)
       INSERT INTO get_backs (id, case_id, promised_by, promised_human, what_id, remind_at, due_at)
         SELECT 'gbk_${caseId}', '${caseId}', 'per_jack', 'hum_jack', w.id, house_now(), house_now() + interval '1 hour' FROM w`,
    );
    const before = [
      await theCase(caseId),
      await room.house.rows('SELECT * FROM get_backs'),
      await count('case_reminders'),
      await count('notices'),
    ];
    const said = await record(caseId, 'mia', { channel: 'telephone' });
    expect(said).toMatchObject({ caseId, channel: 'telephone', text: 'Thanks!', recordedById: 'per_mia' });
    expect(said.receivedAt).toEqual(said.recordedAt);
    expect([
      await theCase(caseId),
      await room.house.rows('SELECT * FROM get_backs'),
      await count('case_reminders'),
      await count('notices'),
    ]).toEqual(before);
    expect((await room.house.factsOf(caseId)).map(({ name, body }) => [name, body])).toEqual([
      ['message.received', { messageId: said.id }],
    ]);
  });

  it('is listed, the latest first, by when they said it', async () => {
    const caseId = await room.house.caseOf('jack');
    const now = await room.now();
    await record(caseId, 'jack', { text: 'Second.', receivedAt: now });
    await record(caseId, 'jack', { text: 'Third.' });
    const { openedAt } = await room.cases.one(caseId);
    await record(caseId, 'jack', { text: 'First.', receivedAt: openedAt });
    const page = await messages.list(caseId, { take: 2, backwards: false });
    expect(page).toMatchObject({ hasNextPage: true, rows: [{ text: 'Third.' }, { text: 'Second.' }] });
    const [, last] = page.rows;
    const from = { key: last?.pageKey ?? '', id: last?.id ?? '' };
    expect((await messages.list(caseId, { take: 2, backwards: false, from })).rows.map(({ text }) => text)).toEqual(['First.']);
    expect(await messages.count(caseId)).toBe(3);
  });

  it('is kept once for one key', async () => {
    const caseId = await room.house.caseOf('jack');
    const same = await Promise.all([1, 2, 3].map(() => record(caseId, 'jack', { idempotencyKey: `said-${caseId}` })));
    expect(new Set(same.map(({ id }) => id)).size).toBe(1);
    expect(await messages.count(caseId)).toBe(1);
  });

  it('is refused with a code', async () => {
    const caseId = await room.house.caseOf('jack');
    const refused: readonly [Promise<unknown>, object][] = [
      [record(caseId, 'omar'), { code: 'NOT_ALLOWED', whoCould: ['per_jack'] }],
      [record('cas_none', 'jack'), { code: 'NOT_FOUND', path: ['caseId'] }],
      [record(caseId, 'jack', { text: '' }), { code: 'INVALID', path: ['text'] }],
      [record(caseId, 'jack', { text: 'x'.repeat(10_001) }), { code: 'INVALID', path: ['text'] }],
      [record(caseId, 'jack', { channel: 'By Mail' }), { code: 'INVALID', path: ['channel'] }],
      [record(caseId, 'jack', { receivedAt: new Date('2999-01-01') }), { code: 'INVALID', path: ['receivedAt'] }],
      [record(caseId, 'jack', { receivedAt: new Date('2001-01-01') }), { code: 'INVALID', path: ['receivedAt'] }],
      [record(await room.house.endedCaseOf('jack'), 'jack'), { code: 'CASE_MOVED_ON' }],
    ];
    for (const [attempt, refusal] of refused) await expect(attempt).rejects.toMatchObject(refusal);
    expect(await messages.count(caseId)).toBe(0);
  });

  it('is recorded by accounts that are active: by a person, by a machine, and by whoever left a moment ago', async () => {
    const caseId = await room.house.caseOf('jack');
    const desk = { tokenId: 'tok_desk', scopes: ['CASES'] } as const;
    const said = { caseId, channel: 'email', text: 'Thanks!' };
    const [samBefore, deskBefore] = [await room.house.actor('sam'), await room.house.actor('desk', desk)];
    await messages.record(said, deskBefore);
    await room.house.rows(`UPDATE people SET active = false WHERE handle IN ('sam', 'desk')`);
    // As the rules see them now, and, where somebody leaves while they write, as the wall does.
    for (const actor of [await room.house.actor('sam'), await room.house.actor('desk', desk), samBefore, deskBefore])
      await expect(messages.record(said, actor)).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await messages.count(caseId)).toBe(1);
    await room.house.rows(`UPDATE people SET active = true WHERE handle IN ('sam', 'desk')`);
  });

  it('is no first touch: who took the case on and only wrote it down has not begun', async () => {
    const caseId = await room.house.caseOf('jack');
    const handOff = await room.accept(await room.offer(caseId, 'jack', 'mia'), 'mia');
    await room.house.clock('30 minutes');
    await record(caseId, 'mia');
    await room.house.clock('61 minutes');
    expect(await room.clock.settle(handOff.id)).toBe('RETURN');
    expect(await room.ownerOf(caseId)).toBe('per_jack');
    await room.calm();
  });
});
