import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { HandOffsRoom } from '../../test/support/hand-offs-room.js';
import type { HandOffView } from './hand-off.entity.js';
import type { OfferHandOff } from './hand-offs.service.js';
import { RehomingService } from './rehoming.service.js';

let room: HandOffsRoom;
beforeAll(async () => {
  room = await HandOffsRoom.open();
});
afterAll(() => room.house.close());
afterEach(() => room.calm());

describe('promise 12: a hand-off', () => {
  it('moves the case by the acceptance, at that instant, and by nothing before', async () => {
    const caseId = await room.house.caseOf('jack');
    const offered = await room.offer(caseId, 'jack', 'mia');
    expect(offered).toMatchObject({
      caseId,
      status: 'OFFERED',
      fromId: 'per_jack',
      toId: 'per_mia',
      tagBack: false,
      callbackContact: 'adele@example.org',
    });
    expect(Math.round((+offered.expiresAt - +offered.offeredAt) / 1000)).toBe(30 * 60);
    expect(await room.ownerOf(caseId)).toBe('per_jack');
    expect((await room.reads.waitingFor(await room.house.actor('mia'))).map(({ id }) => id)).toContain(offered.id);
    const accepted = await room.accept(offered, 'mia');
    expect(accepted).toMatchObject({ status: 'ACCEPTED', answeredBy: 'per_mia', recap: offered.recap });
    expect(await room.ownerOf(caseId)).toBe('per_mia');
    const at = accepted.answeredAt ?? new Date(0);
    expect(Math.round((+(accepted.firstTouchDueAt ?? 0) - +at) / 1000)).toBe(60 * 60);
    expect(await room.cases.ownerAt(caseId, new Date(+at - 1))).toBe('per_jack');
    expect(await room.cases.ownerAt(caseId, at)).toBe('per_mia');
    expect((await room.house.factsOf(caseId)).map(({ name, actor_id }) => [name, actor_id])).toEqual([
      ['handOff.offered', 'per_jack'],
      ['handOff.accepted', 'per_mia'],
    ]);
  });

  it('that is refused or taken back leaves the case where it is, and is told with its reason', async () => {
    const caseId = await room.house.caseOf('jack');
    const refused = await room.offer(caseId, 'jack', 'mia');
    const answer = { handOffId: refused.id, reason: 'I am no expert for cards.' };
    await expect(room.service.refuse({ handOffId: refused.id }, await room.house.actor('mia'))).rejects.toMatchObject({
      code: 'INVALID',
      path: ['reason'],
    });
    expect((await room.service.refuse(answer, await room.house.actor('mia'))).node).toMatchObject({
      status: 'REFUSED',
      reason: answer.reason,
    });
    const takenBack = await room.offer(caseId, 'jack', 'ivy');
    const cancel = async (by: string) => room.service.cancel({ handOffId: takenBack.id }, await room.house.actor(by));
    await expect(cancel('mia')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect((await cancel('jack')).node).toMatchObject({ status: 'CANCELLED', cancelledBecause: 'TAKEN_BACK', reason: null });
    await expect(room.accept(takenBack, 'ivy')).rejects.toMatchObject({ code: 'HAND_OFF_MOVED_ON' });
    expect(await room.ownerOf(caseId)).toBe('per_jack');
    expect(await room.reads.byCaseIds([caseId])).toMatchObject([{ status: 'REFUSED' }, { status: 'CANCELLED' }]);
  });

  it('expires after thirty minutes by the clock of the database, also when every timer is dead', async () => {
    const caseId = await room.house.caseOf('jack');
    const offered = await room.offer(caseId, 'jack', 'mia');
    await room.house.clock('29 minutes');
    expect(await room.clock.expire(offered.id)).toBe(false);
    await room.house.clock('30 minutes');
    expect(await room.seen(offered)).toMatchObject({ status: 'EXPIRED' });
    expect(await room.reads.waitingFor(await room.house.actor('mia'))).not.toContainEqual(expect.objectContaining({ id: offered.id }));
    await expect(room.accept(offered, 'mia')).rejects.toMatchObject({ code: 'EXPIRED' });
    const again = await room.offer(caseId, 'jack', 'mia');
    expect(await room.seen(offered)).toMatchObject({ status: 'EXPIRED', answeredBy: null });
    expect(await room.accept(again, 'mia')).toMatchObject({ status: 'ACCEPTED' });
    expect((await room.house.factsOf(caseId)).map(({ name }) => name)).toEqual([
      'handOff.offered',
      'handOff.expired',
      'handOff.offered',
      'handOff.accepted',
    ]);
    expect(await room.clock.expire(offered.id)).toBe(false);
  });

  it('is accepted once, by one of two calls, and offered to one of two', async () => {
    const caseId = await room.house.caseOf('jack');
    const offers = await Promise.allSettled([room.offer(caseId, 'jack', 'mia'), room.offer(caseId, 'jack', 'ivy')]);
    expect(offers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(offers.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'HAND_OFF_OPEN' } });
    const [open] = await room.reads.byCaseIds([caseId]);
    const by = open?.toId.replace('per_', '') ?? '';
    const answers = await Promise.allSettled([1, 2, 3].map(() => room.accept(open as HandOffView, by)));
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected', 'rejected']);
    for (const answer of answers.filter(({ status }) => status === 'rejected'))
      expect(answer).toMatchObject({ reason: { code: 'HAND_OFF_MOVED_ON' } });
    expect(await room.house.rows('SELECT count(*)::int FROM ownership WHERE case_id = $1', [caseId])).toEqual([{ count: 2 }]);
  });

  it('is done once for one key', async () => {
    const caseId = await room.house.caseOf('jack');
    const keyed = { idempotencyKey: `once-${caseId}`, customerToldAt: await room.now() };
    const offers = await Promise.all([1, 2, 3].map(() => room.offer(caseId, 'jack', 'mia', keyed)));
    expect(new Set(offers.map(({ id }) => id)).size).toBe(1);
    const input = { handOffId: offers[0]?.id ?? '', idempotencyKey: `accept-${caseId}` };
    const mia = await room.house.actor('mia');
    const answers = await Promise.all([1, 2, 3].map(() => room.service.accept(input, mia)));
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });
});

describe('promise 12: the first touch', () => {
  const accepted = async (): Promise<{ caseId: string; handOff: HandOffView }> => {
    const caseId = await room.house.caseOf('jack');
    return { caseId, handOff: await room.accept(await room.offer(caseId, 'jack', 'mia'), 'mia') };
  };

  it('that does not come gives the case back to who had offered it, once', async () => {
    const { caseId, handOff } = await accepted();
    await room.house.clock('59 minutes');
    expect(await room.clock.settle(handOff.id)).toBeUndefined();
    await room.house.clock('60 minutes');
    expect((await room.clock.due(1000)).filter(({ id }) => id === handOff.id)).toMatchObject([{ action: 'SETTLE' }]);
    expect((await Promise.all([1, 2, 3].map(() => room.clock.settle(handOff.id)))).filter(Boolean)).toEqual(['RETURN']);
    const returned = await room.seen(handOff);
    expect(returned).toMatchObject({ status: 'RETURNED', answeredBy: 'per_mia' });
    expect(await room.ownerOf(caseId)).toBe('per_jack');
    expect(await room.cases.ownerAt(caseId, new Date(+(returned?.returnedAt ?? 0) - 1))).toBe('per_mia');
    expect((await room.house.factsOf(caseId)).at(-1)).toMatchObject({ name: 'handOff.returned', actor_id: null });
  });

  it.each([
    ['the receiver themselves', 'mia', 'SETTLE', 'per_mia'],
    ['somebody else', 'ivy', 'RETURN', 'per_jack'],
  ])('by %s, late or not, counts as it should', async (_story, who, done, owner) => {
    const { caseId, handOff } = await accepted();
    await room.house.clock('70 minutes');
    await room.did(caseId, who, 'question.asked');
    expect(await room.clock.settle(handOff.id)).toBe(done);
    expect(await room.ownerOf(caseId)).toBe(owner);
    expect(await room.clock.settle(handOff.id)).toBeUndefined();
  });

  it('by another account of the receiver counts, also by one that was linked since', async () => {
    const { caseId, handOff } = await accepted();
    await room.did(caseId, 'ivy', 'question.asked');
    const link = await room.house.link('ivy', 'mia');
    await room.house.clock('60 minutes');
    expect(await room.clock.settle(handOff.id)).toBe('SETTLE');
    expect(await room.ownerOf(caseId)).toBe('per_mia');
    await room.house.unlink(link);
  });

  it.each([
    ['is away', `away_until = house_now() + interval '1 day'`],
    ['left', 'active = false'],
    ['faces no customers any more', 'faces_customers = false'],
  ])('that does not come leaves the case with the receiver when the sender %s, and tells', async (_story, gone) => {
    const { caseId, handOff } = await accepted();
    await room.house.clock('61 minutes');
    await room.house.admin.query(`UPDATE people SET ${gone} WHERE handle = 'jack'`);
    expect(await room.clock.settle(handOff.id)).toBe('STAY');
    expect(await room.ownerOf(caseId)).toBe('per_mia');
    expect((await room.house.factsOf(caseId)).at(-1)).toMatchObject({ name: 'handOff.stayed' });
    await room.house.admin.query(`UPDATE people SET active = true, away_until = NULL, faces_customers = true WHERE handle = 'jack'`);
    expect(await room.clock.settle(handOff.id)).toBeUndefined();
  });
});

describe('a tag-back', () => {
  const fact = { newFact: 'The second charge was by the shop, not by us.' };

  it('needs a new fact and a helper from outside; then it goes back', async () => {
    const caseId = await room.house.caseOf('jack');
    await room.accept(await room.offer(caseId, 'jack', 'mia'), 'mia');
    await room.did(caseId, 'mia', 'question.asked');
    const back = (more: Partial<OfferHandOff> = {}) => room.offer(caseId, 'mia', 'jack', more);
    await expect(back()).rejects.toMatchObject({
      code: 'TAG_BACK_NEEDS_NEW_FACT',
      path: ['newFact'],
      whoCould: expect.arrayContaining(['per_ivy']) as unknown,
    });
    await expect(back(fact)).rejects.toMatchObject({ code: 'TAG_BACK_NEEDS_NEW_FACT', path: ['helperId'] });
    await expect(back({ ...fact, helperId: 'per_jack' })).rejects.toMatchObject({ code: 'INVALID', path: ['helperId'] });
    await room.house.admin.query(`UPDATE people SET away_until = house_now() + interval '1 hour' WHERE handle = 'tom'`);
    await expect(back({ ...fact, helperId: 'per_tom' })).rejects.toMatchObject({ code: 'NOT_ELIGIBLE', path: ['helperId'] });
    await expect(back({ ...fact, helperId: 'per_nobody' })).rejects.toMatchObject({ code: 'NOT_FOUND', path: ['helperId'] });
    const offered = await back({ ...fact, helperId: 'per_ivy' });
    expect(offered).toMatchObject({ tagBack: true, helperId: 'per_ivy', ...fact });
    expect(await room.reads.helpersOf([caseId])).toEqual([{ caseId, personId: 'per_ivy' }]);
    expect((await room.house.factsOf(caseId)).at(-1)).toMatchObject({ name: 'handOff.helperJoined', body: { personId: 'per_ivy' } });
    await room.accept(offered, 'jack');
    expect(await room.ownerOf(caseId)).toBe('per_jack');
  });

  it('is the third hand-off in a row, too, and none of it once a promise was kept', async () => {
    const caseId = await room.house.caseOf('jack');
    await room.accept(await room.offer(caseId, 'jack', 'mia'), 'mia');
    await room.accept(await room.offer(caseId, 'mia', 'ivy'), 'ivy');
    await expect(room.offer(caseId, 'ivy', 'noor')).rejects.toMatchObject({ code: 'TAG_BACK_NEEDS_NEW_FACT' });
    await expect(room.offer(caseId, 'ivy', 'noor', { ...fact, helperId: 'per_jack' })).rejects.toMatchObject({
      code: 'TAG_BACK_NEEDS_NEW_FACT',
      path: ['helperId'],
    });
    const shown = await room.reads.candidates(caseId);
    expect(
      shown
        .slice(-2)
        .map(({ personId, isInLoop }) => [personId, isInLoop])
        .sort(),
    ).toEqual([
      ['per_jack', true],
      ['per_mia', true],
    ]);
    expect(shown.map(({ personId }) => personId)).not.toContain('per_ivy');
    await room.did(caseId, 'ivy', 'getBack.kept');
    expect((await room.reads.candidates(caseId)).filter(({ isInLoop }) => isInLoop)).toEqual([]);
    expect(await room.offer(caseId, 'ivy', 'noor')).toMatchObject({ tagBack: false });
  });

  it('is what goes back to the one who let it lie', async () => {
    const caseId = await room.house.caseOf('jack');
    const handOff = await room.accept(await room.offer(caseId, 'jack', 'mia'), 'mia');
    await room.house.clock('60 minutes');
    expect(await room.clock.settle(handOff.id)).toBe('RETURN');
    await expect(room.offer(caseId, 'jack', 'mia')).rejects.toMatchObject({ code: 'TAG_BACK_NEEDS_NEW_FACT' });
    expect(await room.offer(caseId, 'jack', 'tom')).toMatchObject({ tagBack: false });
  });
});

describe('whoever leaves', () => {
  it.each([
    ['left', 'active = false', 'NOT_ALLOWED'],
    ['is away', `away_until = house_now() + interval '1 day'`, 'HAND_OFF_MOVED_ON'],
    ['faces no customers any more', 'faces_customers = false', 'HAND_OFF_MOVED_ON'],
  ])('an offer to somebody who %s ends at once, and the sender is told', async (_story, gone, code) => {
    const caseId = await room.house.caseOf('jack');
    const offered = await room.offer(caseId, 'jack', 'mia');
    await room.house.admin.query(`UPDATE people SET ${gone} WHERE handle = 'mia'`);
    expect(await room.seen(offered)).toMatchObject({ status: 'CANCELLED', cancelledBecause: 'RECEIVER_LEFT', answeredBy: null });
    expect((await room.house.factsOf(caseId)).at(-1)).toMatchObject({
      name: 'handOff.cancelled',
      actor_id: null,
      body: { because: 'RECEIVER_LEFT', fromId: 'per_jack' },
    });
    await expect(room.accept(offered, 'mia')).rejects.toMatchObject({ code });
    expect(await room.offer(caseId, 'jack', 'ivy')).toMatchObject({ status: 'OFFERED' });
  });

  it('a case that is re-homed takes its open offer with it', async () => {
    const caseId = await room.house.caseOf('sam');
    const offered = await room.offer(caseId, 'sam', 'mia');
    const rehoming = new RehomingService(room.house.api);
    await rehoming.rehome({ fromId: 'per_sam', toId: 'per_ivy', reason: 'Moves.', caseIds: [caseId] }, await room.house.actor('wei'));
    expect(await room.seen(offered)).toMatchObject({ status: 'CANCELLED', cancelledBecause: 'REHOMED' });
    expect(await room.ownerOf(caseId)).toBe('per_ivy');
  });

  it('an offer of a case that ended is no offer any more', async () => {
    const caseId = await room.house.caseOf('jack');
    const offered = await room.offer(caseId, 'jack', 'mia');
    await room.house.admin.query(`INSERT INTO remarks (id, subject_id, body) VALUES ('rmk_${caseId}', '${caseId}', 'It stands.');
      INSERT INTO case_answers (case_id, turn, kind, by_id, by_human, customer_told_at, words_id, told_by_id, appeal_id)
        VALUES ('${caseId}', 2, 'HONEST_NO', 'per_jack', 'hum_jack', house_now(), 'rmk_${caseId}', 'rmk_${caseId}', 'rmk_${caseId}');
      UPDATE cases SET turn = turn + 1, status = 'HONEST_NO' WHERE id = '${caseId}'`);
    expect(await room.seen(offered)).toMatchObject({ status: 'CANCELLED', cancelledBecause: 'CASE_ENDED' });
  });
});
