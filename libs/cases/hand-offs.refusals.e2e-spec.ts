import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { HandOffsRoom } from '../../test/support/hand-offs-room.js';
import type { OfferHandOff } from './hand-offs.service.js';

let room: HandOffsRoom;
beforeAll(async () => {
  room = await HandOffsRoom.open();
});
afterAll(() => room.house.close());
afterEach(() => room.calm());

describe('bad input', () => {
  const hour = 3_600_000;
  it.each<[string, string, Partial<OfferHandOff> & { from?: string; at?: number }, object]>([
    ['to oneself', 'jack', {}, { code: 'INVALID', path: ['toId'] }],
    ['to one’s own other account', 'lachlan', { from: 'lach2' }, { code: 'INVALID', path: ['toId'] }],
    ['to somebody away', 'tom', {}, { code: 'NOT_ELIGIBLE', path: ['toId'] }],
    ['to somebody who left', 'noor', {}, { code: 'NOT_ELIGIBLE', path: ['toId'] }],
    ['to somebody who faces no customers', 'omar', {}, { code: 'NOT_ELIGIBLE', path: ['toId'] }],
    ['to a machine', 'pay-1', {}, { code: 'NOT_ELIGIBLE', path: ['toId'] }],
    ['to nobody', 'nobody', {}, { code: 'NOT_FOUND', path: ['toId'] }],
    ['by somebody who does not own it', 'ivy', { from: 'mia' }, { code: 'NOT_OWNER' }],
    ['without having told the customer', 'mia', { customerToldAt: null }, { code: 'CUSTOMER_NOT_TOLD', path: ['customerToldAt'] }],
    ['told in the future', 'mia', { at: hour }, { code: 'INVALID', path: ['customerToldAt'] }],
    ['told before the case began', 'mia', { at: -hour }, { code: 'INVALID', path: ['customerToldAt'] }],
    ['without a why', 'mia', { why: ' ' }, { code: 'INVALID', path: ['why'] }],
    ['without a recap', 'mia', { recap: '' }, { code: 'INVALID', path: ['recap'] }],
    ['of an unknown case', 'mia', { caseId: 'cas_none' }, { code: 'NOT_FOUND', path: ['caseId'] }],
  ])('refuses a hand-off %s, and writes nothing', async (_story, to, { from, at, ...more }, refusal) => {
    await room.house.admin.query(
      `UPDATE people SET away_until = house_now() + interval '1 hour' WHERE handle = 'tom'; UPDATE people SET active = false WHERE handle = 'noor'`,
    );
    const caseId = await room.house.caseOf(from === 'lach2' ? 'lach2' : 'jack');
    const told = at === undefined ? {} : { customerToldAt: new Date(+(await room.now()) + at) };
    await expect(room.offer(caseId, from ?? 'jack', to, { ...told, ...more })).rejects.toMatchObject(refusal);
    expect(await room.reads.byCaseIds([caseId])).toEqual([]);
    expect(await room.house.factsOf(caseId)).toEqual([]);
  });

  it('refuses linked accounts as one human, both in the offer and in the loop', async () => {
    const link = await room.house.link('mia', 'ivy');
    const caseId = await room.house.caseOf('mia');
    await expect(room.offer(caseId, 'mia', 'ivy')).rejects.toMatchObject({ code: 'INVALID', path: ['toId'] });
    await room.accept(await room.offer(caseId, 'mia', 'jack'), 'jack');
    await expect(room.offer(caseId, 'jack', 'ivy')).rejects.toMatchObject({ code: 'TAG_BACK_NEEDS_NEW_FACT' });
    expect(
      (await room.reads.candidates(caseId))
        .filter(({ isInLoop }) => isInLoop)
        .map(({ personId }) => personId)
        .sort(),
    ).toEqual(['per_ivy', 'per_mia']);
    await room.house.unlink(link);
  });

  it('takes both recorded accounts of one human for one: back to the other of them is a tag-back', async () => {
    const caseId = await room.house.caseOf('lachlan');
    await room.accept(await room.offer(caseId, 'lachlan', 'mia'), 'mia');
    await expect(room.offer(caseId, 'mia', 'lach2')).rejects.toMatchObject({ code: 'TAG_BACK_NEEDS_NEW_FACT', path: ['newFact'] });
    const back = { newFact: 'It was the shop.', helperId: 'per_ivy' };
    expect(await room.offer(caseId, 'mia', 'lach2', back)).toMatchObject({ tagBack: true });
  });

  it('lets nobody help themselves by an account that was linked', async () => {
    const links = [await room.house.link('sam', 'jack'), await room.house.link('tom', 'mia')];
    const caseId = await room.house.caseOf('jack');
    for (const helperId of ['per_sam', 'per_tom']) {
      await expect(room.offer(caseId, 'jack', 'mia', { helperId })).rejects.toMatchObject({ code: 'INVALID', path: ['helperId'] });
    }
    for (const link of links) await room.house.unlink(link);
  });

  it('lets nobody accept what they offered by an account that was linked since; they refuse it, and offer it to a colleague', async () => {
    const caseId = await room.house.caseOf('jack');
    const offered = await room.offer(caseId, 'jack', 'mia');
    const link = await room.house.link('mia', 'jack');
    await expect(room.accept(offered, 'mia')).rejects.toMatchObject({ code: 'NOT_ELIGIBLE', message: expect.stringMatching(/one human/) });
    expect(await room.service.openActions([offered.id], await room.house.actor('mia'))).toEqual([{ id: offered.id, actions: ['REFUSE'] }]);
    await room.service.refuse({ handOffId: offered.id, reason: 'That is me.' }, await room.house.actor('mia'));
    expect(await room.ownerOf(caseId)).toBe('per_jack');
    expect(await room.accept(await room.offer(caseId, 'jack', 'ivy'), 'ivy')).toMatchObject({ status: 'ACCEPTED' });
    await room.house.unlink(link);
  });

  it('refuses whoever is away to accept, and lets them refuse', async () => {
    const offered = await room.offer(await room.house.caseOf('jack'), 'jack', 'mia');
    const mia = { ...(await room.house.actor('mia')), away: true };
    await expect(room.service.accept({ handOffId: offered.id }, mia)).rejects.toMatchObject({ code: 'NOT_ELIGIBLE' });
    expect(await room.service.openActions([offered.id], mia)).toEqual([{ id: offered.id, actions: ['REFUSE'] }]);
    expect(await room.service.openActions([offered.id], await room.house.actor('jack'))).toEqual([{ id: offered.id, actions: ['CANCEL'] }]);
    expect(await room.service.whyNot(offered.id, 'ACCEPT', await room.house.actor('ivy'))).toMatchObject({
      code: 'NOT_ALLOWED',
      whoCould: ['per_mia'],
    });
    expect(await room.service.whyNot('hof_none', 'ACCEPT', mia)).toMatchObject({ code: 'NOT_FOUND' });
    await expect(room.service.accept({ handOffId: 'hof_none' }, mia)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
