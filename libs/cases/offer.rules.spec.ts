import { describe, expect, it } from '@jest/globals';
import { isTagBack, type NamedPerson, type OfferAttempt, offerRefusal, type OfferSent } from './offer.rules.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 3, 1, 5, minute));
const named = (id: string, more: Partial<NamedPerson> = {}): NamedPerson => ({
  ...{ id, isHere: true, isSender: false, isReceiver: false, isInLoop: false },
  ...more,
});
const said: OfferSent = {
  ...{ why: 'She knows cards.', recap: 'Charged twice.', customerToldAt: at(29) },
  ...{ callbackContact: null, newFact: null, namesHelper: false },
};
/** Jack, who owns the case since minute 20, offers it to Mia at minute 30. */
const attempt: OfferAttempt = {
  now: at(30),
  case: { ownerId: 'per_jack', isOpen: true, openedAt: at(20), contact: 'okafor@example.org', offeredUntil: null },
  to: named('per_mia'),
  helper: null,
  moves: 0,
  others: ['per_ivy'],
  actorId: 'per_jack',
  actsInPerson: true,
  sent: said,
};
const ofCase = (more: object): Partial<OfferAttempt> => ({ case: { ...attempt.case, ...more } as OfferAttempt['case'] });
const saying = (more: Partial<OfferSent>): Partial<OfferAttempt> => ({ sent: { ...said, ...more } });
const back = { to: named('per_mia', { isInLoop: true }) };
const news = { newFact: 'It was the shop.' };

describe('offering a case', () => {
  it.each<[string, Partial<OfferAttempt>, string | undefined, string[]]>([
    ['by its owner, to a colleague who is here', {}, undefined, []],
    ['of no case', { case: null }, 'NOT_FOUND', ['caseId']],
    ['by somebody else', ofCase({ ownerId: 'per_ivy' }), 'NOT_OWNER', []],
    ['that has ended', ofCase({ isOpen: false }), 'NOT_OWNER', []],
    ['by the owner’s robot', { actsInPerson: false }, 'NOT_OWNER', []],
    ['that is offered already', ofCase({ offeredUntil: at(40) }), 'HAND_OFF_OPEN', []],
    ['to nobody', { to: null }, 'NOT_FOUND', ['toId']],
    ['to oneself', { to: named('per_jack', { isSender: true }) }, 'INVALID', ['toId']],
    ['to somebody who is not here', { to: named('per_mia', { isHere: false }) }, 'NOT_ELIGIBLE', ['toId']],
    ['without a why', saying({ why: '' }), 'INVALID', ['why']],
    ['with a why of 2,000 characters', saying({ why: 'é'.repeat(2000) }), undefined, []],
    ['with a why of 2,001', saying({ why: 'é'.repeat(2001) }), 'INVALID', ['why']],
    ['without a recap', saying({ recap: ' ' }), 'INVALID', ['recap']],
    ['with a recap of 10,001 characters', saying({ recap: 'r'.repeat(10_001) }), 'INVALID', ['recap']],
    ['before the customer was told', saying({ customerToldAt: null }), 'CUSTOMER_NOT_TOLD', ['customerToldAt']],
    ['told at this instant', saying({ customerToldAt: at(30) }), undefined, []],
    ['told in the future', saying({ customerToldAt: at(31) }), 'INVALID', ['customerToldAt']],
    ['told when the case came in', saying({ customerToldAt: at(20) }), undefined, []],
    ['told before the case came in', saying({ customerToldAt: at(19) }), 'INVALID', ['customerToldAt']],
    ['with a number to call back', { ...ofCase({ contact: null }), ...saying({ callbackContact: '+61 2 5550 1' }) }, undefined, []],
    ['without a number, of an erased customer', ofCase({ contact: null }), 'INVALID', ['callbackContact']],
    ['with an empty number', saying({ callbackContact: '' }), 'INVALID', ['callbackContact']],
    ['with an unknown helper', saying({ namesHelper: true }), 'NOT_FOUND', ['helperId']],
    [
      'with oneself as helper',
      { ...saying({ namesHelper: true }), helper: named('per_jack', { isSender: true }) },
      'INVALID',
      ['helperId'],
    ],
    [
      'with the receiver as helper',
      { ...saying({ namesHelper: true }), helper: named('per_mia', { isReceiver: true }) },
      'INVALID',
      ['helperId'],
    ],
    [
      'with a helper who is away',
      { ...saying({ namesHelper: true }), helper: named('per_ivy', { isHere: false }) },
      'NOT_ELIGIBLE',
      ['helperId'],
    ],
    ['with a helper, though it is no tag-back', { ...saying({ namesHelper: true }), helper: named('per_ivy') }, undefined, []],
    [
      'as a tag-back without a new fact',
      { ...back, ...saying({ namesHelper: true }), helper: named('per_ivy') },
      'TAG_BACK_NEEDS_NEW_FACT',
      ['newFact'],
    ],
    ['as a tag-back with an empty one', { ...back, ...saying({ newFact: ' ' }) }, 'INVALID', ['newFact']],
    ['as a tag-back without a helper', { ...back, ...saying(news) }, 'TAG_BACK_NEEDS_NEW_FACT', ['helperId']],
    [
      'as a tag-back with a helper who had the case',
      { ...back, ...saying({ ...news, namesHelper: true }), helper: named('per_tom', { isInLoop: true }) },
      ...(['TAG_BACK_NEEDS_NEW_FACT', ['helperId']] as const),
    ],
    ['as a tag-back with both', { ...back, ...saying({ ...news, namesHelper: true }), helper: named('per_ivy') }, undefined, []],
    ['as the third in a row', { moves: 2 }, 'TAG_BACK_NEEDS_NEW_FACT', ['newFact']],
  ] as [string, Partial<OfferAttempt>, string | undefined, string[]][])('%s', (_story, otherwise, code, path) => {
    const refusal = offerRefusal({ ...attempt, ...otherwise });
    expect(refusal?.code).toBe(code);
    expect(refusal?.path ?? []).toEqual(path);
  });

  it('is a tag-back from the second time on that somebody has it, or the third move', () => {
    expect([0, 1, 2, 3].map((moves) => isTagBack({ to: named('per_mia'), moves }))).toEqual([false, false, true, true]);
    expect(isTagBack({ ...back, moves: 1 })).toBe(true);
  });
});
