import { describe, expect, it } from '@jest/globals';
import { type RehomingAttempt, rehomingRefusal } from './rehoming.rules.js';

const fine: RehomingAttempt = {
  actsAsAdmin: true,
  fromIsKnown: true,
  to: { isPeerWhoIsHere: true, isSameHuman: false },
  named: undefined,
  found: ['cas_1', 'cas_2'],
  reason: 'Sam leaves.',
};

describe('giving the cases of somebody who leaves to a colleague', () => {
  it.each<[string, Partial<RehomingAttempt>, string | undefined, string[]]>([
    ['all of them', {}, undefined, []],
    ['one of them', { named: ['cas_1'], found: ['cas_1'] }, undefined, []],
    ['by somebody who is no admin', { actsAsAdmin: false }, 'NOT_ALLOWED', []],
    ['of nobody', { fromIsKnown: false }, 'NOT_FOUND', ['fromId']],
    ['to nobody', { to: undefined }, 'NOT_FOUND', ['toId']],
    ['to their own second account', { to: { isPeerWhoIsHere: true, isSameHuman: true } }, 'INVALID', ['toId']],
    ['to somebody who is away', { to: { isPeerWhoIsHere: false, isSameHuman: false } }, 'INVALID', ['toId']],
    ['one that is not theirs, or not open', { named: ['cas_1', 'cas_3'], found: ['cas_1'] }, 'INVALID', ['caseIds']],
    ['who owns none', { found: [] }, 'INVALID', ['fromId']],
    ['without a reason', { reason: ' ' }, 'INVALID', ['reason']],
    ['with a reason of 2,000 characters', { reason: 'é'.repeat(2000) }, undefined, []],
    ['with a reason of 2,001', { reason: 'é'.repeat(2001) }, 'INVALID', ['reason']],
  ])('%s', (_story, otherwise, code, path) => {
    const refusal = rehomingRefusal({ ...fine, ...otherwise });
    expect(refusal?.code).toBe(code);
    expect(refusal?.path ?? []).toEqual(path);
  });
});
