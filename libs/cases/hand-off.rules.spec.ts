import { describe, expect, it } from '@jest/globals';
import { dueStep, type HandOffAttempt, type HandOffNow, handOffRefusal, openHandOffActions } from './hand-off.rules.js';
import type { HandOffAction, HandOffClockAction } from './hand-off.words.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 3, 1, 5, minute));
type Caller = Pick<HandOffAttempt, 'actorId' | 'actsInPerson' | 'isPeerWhoIsHere'>;
const [jack, mia, ivy] = ['per_jack', 'per_mia', 'per_ivy'].map((actorId) => ({ actorId, actsInPerson: true, isPeerWhoIsHere: true })) as [
  Caller,
  Caller,
  Caller,
];
const miaWhoIsAway: Caller = { ...mia, isPeerWhoIsHere: false };
/** Jack offered to Mia at minute 0. */
const offered: HandOffNow = {
  now: at(10),
  id: 'hof_1',
  caseId: 'cas_1',
  fromId: 'per_jack',
  toId: 'per_mia',
  status: 'OFFERED',
  expiresAt: at(30),
  firstTouchDueAt: null,
  isSettled: false,
  isTouched: false,
  isOwnedByReceiver: false,
  isToOneself: false,
  senderIsHere: true,
};
/** Mia accepted, and has until minute 59. */
const accepted: HandOffNow = { ...offered, status: 'ACCEPTED', firstTouchDueAt: at(59), isOwnedByReceiver: true };
const because = { sent: { reason: 'No.' } };

describe('what people do with a hand-off', () => {
  it.each<[string, HandOffAction, Partial<HandOffAttempt>, string | undefined]>([
    ['Mia accepts', 'ACCEPT', mia, undefined],
    ['Mia accepts one minute before its end', 'ACCEPT', { ...mia, handOff: { ...offered, now: at(29) } }, undefined],
    ['Mia accepts at its end', 'ACCEPT', { ...mia, handOff: { ...offered, now: at(30) } }, 'EXPIRED'],
    ['Mia accepts what was found to have expired', 'ACCEPT', { ...mia, handOff: { ...offered, status: 'EXPIRED' } }, 'HAND_OFF_MOVED_ON'],
    ['Mia accepts a second time', 'ACCEPT', { ...mia, handOff: accepted }, 'HAND_OFF_MOVED_ON'],
    ['Mia accepts while she is away', 'ACCEPT', miaWhoIsAway, 'NOT_ELIGIBLE'],
    ['Mia accepts, who was found to be Jack', 'ACCEPT', { ...mia, handOff: { ...offered, isToOneself: true } }, 'NOT_ELIGIBLE'],
    ['Mia refuses, who was found to be Jack', 'REFUSE', { ...mia, ...because, handOff: { ...offered, isToOneself: true } }, undefined],
    ['Mia’s robot accepts', 'ACCEPT', { ...mia, actsInPerson: false, isPeerWhoIsHere: false }, 'NOT_ALLOWED'],
    ['Jack accepts for her', 'ACCEPT', jack, 'NOT_ALLOWED'],
    ['Ivy accepts what has moved on', 'ACCEPT', { ...ivy, handOff: accepted }, 'NOT_ALLOWED'],
    ['Mia refuses, and says why', 'REFUSE', { ...mia, ...because }, undefined],
    ['Mia refuses while she is away', 'REFUSE', { ...miaWhoIsAway, ...because }, undefined],
    ['Mia accepts in 2,000 characters', 'ACCEPT', { ...mia, sent: { reason: 'é'.repeat(2000) } }, undefined],
    ['Mia accepts in 2,001', 'ACCEPT', { ...mia, sent: { reason: 'é'.repeat(2001) } }, 'INVALID'],
    ['Mia refuses without a reason', 'REFUSE', { ...mia, sent: { reason: ' ' } }, 'INVALID'],
    ['Mia refuses in 2,000 characters', 'REFUSE', { ...mia, sent: { reason: 'é'.repeat(2000) } }, undefined],
    ['Mia refuses in 2,001', 'REFUSE', { ...mia, sent: { reason: 'é'.repeat(2001) } }, 'INVALID'],
    ['Mia refuses too late', 'REFUSE', { ...mia, ...because, handOff: { ...offered, now: at(31) } }, 'EXPIRED'],
    ['Ivy refuses', 'REFUSE', { ...ivy, ...because }, 'NOT_ALLOWED'],
    ['Jack takes it back', 'CANCEL', jack, undefined],
    ['Jack takes it back in 2,001 characters', 'CANCEL', { ...jack, sent: { reason: 'é'.repeat(2001) } }, 'INVALID'],
    ['Jack takes it back too late', 'CANCEL', { ...jack, handOff: { ...offered, now: at(30) } }, 'EXPIRED'],
    ['Jack takes back what was accepted', 'CANCEL', { ...jack, handOff: accepted }, 'HAND_OFF_MOVED_ON'],
    ['Mia takes it back', 'CANCEL', mia, 'NOT_ALLOWED'],
  ])('%s', (_story, action, attempt, code) => {
    expect(handOffRefusal(action, { handOff: offered, ...ivy, ...attempt })?.code).toBe(code);
  });

  it('shows each of them the buttons that work', () => {
    const buttons = (caller: Caller, handOff = offered) => openHandOffActions({ handOff, ...caller });
    expect([buttons(mia), buttons(jack), buttons(ivy), buttons(mia, accepted)]).toEqual([['ACCEPT', 'REFUSE'], ['CANCEL'], [], []]);
  });
});

describe('what the clock does with a hand-off', () => {
  it.each<[string, HandOffNow, HandOffClockAction | undefined]>([
    ['an offer in its time', offered, undefined],
    ['an offer at its end', { ...offered, now: at(30) }, 'EXPIRE'],
    ['an offer that was refused', { ...offered, status: 'REFUSED', now: at(31) }, undefined],
    ['accepted and untouched, before the time', { ...accepted, now: at(58) }, undefined],
    ['accepted and untouched, at the time', { ...accepted, now: at(59) }, 'RETURN'],
    ['the sender is not here', { ...accepted, now: at(59), senderIsHere: false }, 'STAY'],
    ['the receiver did something', { ...accepted, now: at(59), isTouched: true }, 'SETTLE'],
    ['the case went elsewhere', { ...accepted, now: at(59), isOwnedByReceiver: false }, 'SETTLE'],
    ['it was settled before', { ...accepted, now: at(59), isSettled: true }, undefined],
    ['it was returned', { ...accepted, status: 'RETURNED', now: at(59), isSettled: true }, undefined],
  ])('%s', (_story, handOff, action) => {
    expect(dueStep(handOff)).toBe(action);
  });
});
