import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { HandOffsRoom } from '../../test/support/hand-offs-room.js';
import { QuestionsService } from './questions.service.js';

let room: HandOffsRoom;
let questions: QuestionsService;
beforeAll(async () => {
  room = await HandOffsRoom.open();
  questions = new QuestionsService(room.house.api);
});
afterAll(() => room.house.close());

const ask = async (caseId: string, by: string, to: string, idempotencyKey?: string) =>
  (
    await questions.ask(
      { caseId, personId: `per_${to}`, question: 'What does the network say?', idempotencyKey },
      await room.house.actor(by),
    )
  ).node;
const answer = async (questionId: string, by: string, words = 'One of the two was reversed.') =>
  (await questions.answer({ questionId, answer: words }, await room.house.actor(by))).node;

describe('promise 12: a colleague who is asked', () => {
  it('answers into the case, whose owner stays its owner, once', async () => {
    const caseId = await room.house.caseOf('jack');
    const asked = await ask(caseId, 'jack', 'omar');
    expect(asked).toMatchObject({ caseId, askedBy: 'per_jack', toId: 'per_omar', question: 'What does the network say?', answer: null });
    expect((await questions.waitingFor(await room.house.actor('omar'))).map(({ id }) => id)).toContain(asked.id);
    await expect(answer(asked.id, 'mia')).rejects.toMatchObject({ code: 'NOT_ALLOWED', whoCould: ['per_omar'] });
    const twice = await Promise.allSettled([answer(asked.id, 'omar'), answer(asked.id, 'omar', 'Nothing.')]);
    expect(twice.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(twice.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'ALREADY_ANSWERED' } });
    expect(await questions.byCaseIds([caseId])).toMatchObject([{ id: asked.id, answeredAt: expect.any(Date) as unknown }]);
    expect(await questions.waitingFor(await room.house.actor('omar'))).toEqual([]);
    expect(await room.ownerOf(caseId)).toBe('per_jack');
    expect((await room.house.factsOf(caseId)).map(({ name, body }) => [name, body.personId])).toEqual([
      ['question.asked', 'per_omar'],
      ['question.answered', 'per_jack'],
    ]);
  });

  it('is asked once for one key, and by nobody but the owner', async () => {
    const caseId = await room.house.caseOf('jack');
    const same = await Promise.all([1, 2, 3].map(() => ask(caseId, 'jack', 'ivy', `ask-${caseId}`)));
    expect(new Set(same.map(({ id }) => id)).size).toBe(1);
    await expect(ask(caseId, 'mia', 'ivy')).rejects.toMatchObject({ code: 'NOT_OWNER', whoCould: ['per_jack'] });
    await expect(ask(caseId, 'jack', 'jack')).rejects.toMatchObject({ code: 'INVALID', path: ['personId'] });
    const link = await room.house.link('tom', 'jack');
    await expect(ask(caseId, 'jack', 'tom')).rejects.toMatchObject({ code: 'INVALID', path: ['personId'] });
    await room.house.unlink(link);
    await expect(ask(await room.house.caseOf('lachlan'), 'lachlan', 'lach2')).rejects.toMatchObject({
      code: 'INVALID',
      path: ['personId'],
    });
    await expect(ask(caseId, 'jack', 'pay-1')).rejects.toMatchObject({ code: 'INVALID', path: ['personId'] });
  });
});
