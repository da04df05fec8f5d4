import { describe, expect, it } from '@jest/globals';
import type { Actor } from '#people';
import type { ExceptionNow, Vote } from './attempt.js';
import { APPROVED, at, attempt, HOUR, lachlan, mia, pay1, peer, priya, PROPOSAL, tom, vote } from './attempt.examples.js';
import { afterCoSign, afterObjection, alsoAgrees, carriedOver, CLOCK_STEPS, refusal } from './exception.rules.js';

const told = { customerToldAt: at(-1) };
describe('promise 1: a co-signature', () => {
  it.each<[story: string, of: Partial<ExceptionNow>, counted: string[]]>([
    ['the first of one approves', {}, ['hum_tom']],
    ['the first of two waits', { quorum: 2 }, []],
    ['the second of two approves', { quorum: 2, coSignatures: [vote('mia')] }, ['hum_mia', 'hum_tom']],
    ['the second of three waits', { quorum: 3, coSignatures: [vote('mia')] }, []],
    ['the third of three approves', { quorum: 3, coSignatures: [vote('mia'), vote('ivy')] }, ['hum_mia', 'hum_ivy', 'hum_tom']],
    ['with a stale one', { quorum: 2, coSignatures: [vote('mia', { revision: 2 })] }, []],
    ['with a retracted one', { quorum: 2, coSignatures: [vote('mia', { ended: 'RETRACTED' })] }, []],
    ['with a void one', { quorum: 2, coSignatures: [vote('mia', { ended: 'VOID' })] }, []],
    ['with one whose giver is away by now', { quorum: 2, coSignatures: [vote('mia', { eligible: false })] }, []],
    ['after an objection raised the quorum', { quorum: 2, raised: 1, objections: [vote('noor')] }, []],
    ['more than enough', { quorum: 1, coSignatures: [vote('mia'), vote('ivy')] }, ['hum_mia', 'hum_ivy', 'hum_tom']],
  ])('%s', (_, of, counted) => {
    expect(afterCoSign(attempt(tom, of))).toEqual({ approves: counted.length > 0, counted });
  });

  it.each<[story: string, actor: Actor, of: Partial<ExceptionNow>, agrees: boolean]>([
    ['after the approval', tom, APPROVED, true],
    ['after it was carried out', tom, { ...APPROVED, status: 'FULFILLED' }, true],
    ['after it was stopped', tom, { ...APPROVED, status: 'STOPPED' }, false],
    ['of the proposer', priya, APPROVED, false],
    ['of an editor', lachlan, APPROVED, false],
    ['of a machine', pay1, APPROVED, false],
    ['of somebody away', peer('tom', { away: true }), APPROVED, false],
    ['of one who was counted', tom, { ...APPROVED, coSignatures: [vote('tom')] }, false],
    ['of one who agreed before', tom, { ...APPROVED, coSignatures: [vote('tom', { alsoAgreed: true })] }, false],
  ])('%s: also agreed', (_, actor, of, agrees) => {
    expect(alsoAgrees(attempt(actor, of))).toBe(agrees);
  });

  it('that comes too late is told by whom it was approved', () => {
    const coSignatures = [vote('Mia'), vote('Ivy', { alsoAgreed: true }), vote('Sam', { ended: 'VOID' }), vote('Jack', { revision: 2 })];
    expect(refusal('CO_SIGN', attempt(tom, { ...APPROVED, coSignatures }))?.message).toContain(
      'approved by Mia at 2026-11-16T11:00:00.000Z',
    );
  });
});

describe('promise 3: a change of wording carries over', () => {
  it.each<[story: string, by: Actor, coSignatures: Vote[], carried: string[]]>([
    ['every signature that stands', priya, [vote('tom'), vote('mia')], ['hum_tom', 'hum_mia']],
    ['no stale one', priya, [vote('tom', { revision: 2 })], []],
    ['no retracted or void one', priya, [vote('tom', { ended: 'RETRACTED' }), vote('mia', { ended: 'VOID' })], []],
    ['none of somebody away', priya, [vote('tom', { eligible: false })], []],
    ['not that of the helper who makes it', mia, [vote('tom'), vote('mia')], ['hum_tom']],
    ['nor by their other account', peer('mia2', { humanId: 'hum_mia' }), [vote('mia')], []],
  ])('%s', (_, by, coSignatures, carried) => {
    expect(carriedOver(attempt(by, { coSignatures })).map(({ humanId }) => humanId)).toEqual(carried);
  });
});

describe('an objection', () => {
  it.each<[story: string, objections: Vote[], objectionsToDecline: number, outcome: string]>([
    ['the first of two raises', [], 2, 'RAISED'],
    ['the second of two declines', [vote('noor')], 2, 'DECLINED'],
    ['the second, after a change of wording, declines', [vote('noor', { revision: 2 })], 2, 'DECLINED'],
    ['the second, after a change of the matter, raises', [vote('noor', { revision: 1 })], 2, 'RAISED'],
    ['the second, after the first was taken back, raises', [vote('noor', { ended: 'RETRACTED' })], 2, 'RAISED'],
    ['the only one of one declines', [], 1, 'DECLINED'],
    ['the second of three raises', [vote('noor')], 3, 'RAISED'],
    ['the third of three declines', [vote('noor'), vote('jack')], 3, 'DECLINED'],
  ])('%s', (_, objections, objectionsToDecline, outcome) => {
    expect(afterObjection({ ...attempt(tom, { objections }), objectionsToDecline })).toBe(outcome);
  });

  it('raises nine times at most, over all amendments; the tenth declines', () => {
    expect([8, 9].map((raised) => afterObjection({ ...attempt(tom, { raised }), objectionsToDecline: 10 }))).toEqual([
      'RAISED',
      'DECLINED',
    ]);
  });
});

describe('the clock', () => {
  const exception = (of: Partial<ExceptionNow>): ExceptionNow => ({ ...PROPOSAL, ...of });
  it.each<[story: string, of: Partial<ExceptionNow>, isDue: boolean]>([
    ['a millisecond before', { now: new Date(PROPOSAL.expiresAt.getTime() - 1) }, false],
    ['at the millisecond', { now: PROPOSAL.expiresAt }, true],
  ])('expires a proposal: %s', (_, of, isDue) => expect(CLOCK_STEPS.EXPIRE.isDue(exception(of))).toBe(isDue));

  it.each<[story: string, of: Partial<ExceptionNow>, isDue: boolean]>([
    ['a millisecond before', { ...APPROVED, now: at(HOUR - 1) }, false],
    ['at the millisecond', { ...APPROVED, now: at(HOUR) }, true],
    ['never once the customer was told', { ...APPROVED, ...told, now: at(1000 * HOUR) }, false],
  ])('lapses what was approved: %s', (_, of, isDue) => expect(CLOCK_STEPS.LAPSE.isDue(exception(of))).toBe(isDue));
});
