import { describe, expect, it } from '@jest/globals';
import { type Actor, isAdmin, mayActInPerson } from '#people';
import { mia, peer, pay1, tom, wei } from './attempt.examples.js';
import { type DisputeNow, disownRefusal, type SettleAttempt, settleRefusal, settles } from './dispute.rules.js';

const ana = peer('ana', { roles: ['ADMIN'], facesCustomers: false });
const wei2 = peer('wei2', { humanId: 'hum_wei', roles: ['ADMIN'] });

/** Tom disowned his signature on Priya's exception; no admin has said anything. */
const OPEN: DisputeNow = {
  id: 'dsp_1',
  exceptionId: 'exc_1',
  turn: 1,
  outcome: null,
  proposedHuman: null,
  isSettled: false,
  tookPart: ['hum_priya', 'hum_tom'],
};
const attempt = (actor: Actor, dispute: Partial<DisputeNow> = {}, outcome: SettleAttempt['outcome'] = 'FORGED'): SettleAttempt => ({
  dispute: { ...OPEN, ...dispute },
  actor,
  actsAsAdmin: isAdmin(actor),
  outcome,
});
const saidForged = { outcome: 'FORGED', proposedHuman: 'hum_wei' } as const;

describe('promise 2: to disown a signature', () => {
  it.each<[story: string, actor: Actor, revision: number | undefined, expected: string]>([
    ['who signed, as it seems', tom, 1, 'yes'],
    ['who signed and is away by now', peer('tom', { away: true }), 1, 'yes'],
    ['who signed and no longer faces customers', peer('tom', { facesCustomers: false }), 1, 'yes'],
    ['who gave none', mia, undefined, 'NOT_FOUND'],
    ['a machine of theirs', pay1, 1, 'NOT_ALLOWED'],
    ['by a token', peer('tom', { tokenId: 'tok_1', scopes: ['READ'] }), 1, 'NOT_ALLOWED'],
  ])('%s', (_, actor, revision, expected) => {
    expect(disownRefusal(mayActInPerson(actor), revision)?.code ?? 'yes').toBe(expected);
  });
});

describe('promise 2: to settle it', () => {
  it.each<[story: string, attempt: SettleAttempt, expected: string, isSettledBy: boolean]>([
    ['an admin says the first word', attempt(wei), 'yes', false],
    ['another admin says the same', attempt(ana, saidForged), 'yes', true],
    ['another admin says otherwise: a new first word', attempt(ana, saidForged, 'GENUINE'), 'yes', false],
    ['the first admin changes their mind', attempt(wei, saidForged, 'GENUINE'), 'yes', false],
    ['the first admin says it again', attempt(wei, saidForged), 'SAME_ADMIN', false],
    ["the first admin's second account", attempt(wei2, saidForged), 'SAME_ADMIN', false],
    ['the first one is no admin any more', attempt(ana, { outcome: 'FORGED', proposedHuman: null }), 'yes', false],
    ['an admin who disowned it', attempt(peer('tom', { roles: ['ADMIN'] }), saidForged), 'NOT_ALLOWED', true],
    ['an admin who proposed the exception', attempt(peer('priya', { roles: ['ADMIN'] })), 'NOT_ALLOWED', false],
    ['an agent', attempt(mia), 'NOT_ALLOWED', false],
    ['an admin who left', attempt(peer('wei', { roles: ['ADMIN'], active: false })), 'NOT_ALLOWED', false],
    ['after it was settled', attempt(ana, { ...saidForged, isSettled: true }), 'DISPUTE_SETTLED', true],
  ])('%s', (_, tried, expected, isSettledBy) => {
    expect(settleRefusal(tried)?.code ?? 'yes').toBe(expected);
    expect(settles(tried)).toBe(isSettledBy);
  });
});
