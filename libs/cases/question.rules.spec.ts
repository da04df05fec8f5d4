import { describe, expect, it } from '@jest/globals';
import { type AnswerAttempt, answerRefusal, type AskAttempt, askRefusal } from './question.rules.js';

const jack: AskAttempt = {
  case: { ownerId: 'per_jack', isOpen: true },
  to: { isHere: true, isSender: false },
  actorId: 'per_jack',
  actsInPerson: true,
  words: 'What does the network say?',
};
const ivy: AnswerAttempt = {
  question: { toId: 'per_ivy', isAnswered: false },
  actorId: 'per_ivy',
  actsInPerson: true,
  words: 'Two charges, one of them reversed.',
};

describe('asking a colleague', () => {
  it.each<[string, Partial<AskAttempt>, string | undefined, string[]]>([
    ['by the owner', {}, undefined, []],
    ['about no case', { case: null }, 'NOT_FOUND', ['caseId']],
    ['by somebody else', { actorId: 'per_mia' }, 'NOT_OWNER', []],
    ['by a robot', { actsInPerson: false }, 'NOT_OWNER', []],
    ['about a case that ended', { case: { ownerId: 'per_jack', isOpen: false } }, 'NOT_OWNER', []],
    ['of nobody', { to: null }, 'NOT_FOUND', ['personId']],
    ['of oneself', { to: { isHere: true, isSender: true } }, 'INVALID', ['personId']],
    ['of somebody away', { to: { isHere: false, isSender: false } }, 'INVALID', ['personId']],
    ['in no words', { words: ' ' }, 'INVALID', ['question']],
    ['in 10,000 characters', { words: 'é'.repeat(10_000) }, undefined, []],
    ['in 10,001', { words: 'é'.repeat(10_001) }, 'INVALID', ['question']],
  ])('%s', (_story, otherwise, code, path) => {
    const refusal = askRefusal({ ...jack, ...otherwise });
    expect(refusal?.code).toBe(code);
    expect(refusal?.path ?? []).toEqual(path);
  });
});

describe('answering', () => {
  it.each<[string, Partial<AnswerAttempt>, string | undefined, string[]]>([
    ['by who was asked', {}, undefined, []],
    ['no question', { question: undefined }, 'NOT_FOUND', ['questionId']],
    ['by somebody else', { actorId: 'per_mia' }, 'NOT_ALLOWED', []],
    ['by a robot', { actsInPerson: false }, 'NOT_ALLOWED', []],
    ['a second time', { question: { toId: 'per_ivy', isAnswered: true } }, 'ALREADY_ANSWERED', []],
    ['in no words', { words: '' }, 'INVALID', ['answer']],
  ])('%s', (_story, otherwise, code, path) => {
    const refusal = answerRefusal({ ...ivy, ...otherwise });
    expect(refusal?.code).toBe(code);
    expect(refusal?.path ?? []).toEqual(path);
  });
});
