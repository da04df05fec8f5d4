import { describe, expect, it } from '@jest/globals';
import { conditionsInWords } from '#policies';
import { type Evidence, promotionDraft, REMARKS } from './promotion-draft.rules.js';

const now = new Date('2026-03-31T00:00:00Z');
const taxi: Evidence = { id: 'exc_1', ref: 'EX-1001', cause: 'card-retained', kind: 'GOODWILL', amountMinor: 6_400, currency: 'AUD' };

describe('a draft from exceptions', () => {
  it('would have allowed each of them, and says so in words', () => {
    const other = { ...taxi, id: 'exc_2', ref: 'EX-1002', kind: 'FEE_WAIVER', amountMinor: 8_000 };
    const deed = { ...taxi, id: 'exc_3', ref: 'EX-1003', kind: 'DEED', amountMinor: null, currency: null };
    expect(promotionDraft([taxi, other, deed], now, conditionsInWords)).toEqual({
      title: 'Card retained',
      text: 'What is allowed without asking anybody:\n\nGoodwill, fee waivers and deeds, because of card-retained, up to AUD 80.00 each time.\n\nThis was made from EX-1001, EX-1002, EX-1003.',
      conditions: { kinds: ['GOODWILL', 'FEE_WAIVER', 'DEED'], causes: ['card-retained'], amountUpTo: 8_000, currency: 'AUD' },
      reviewBy: new Date('2026-10-01T00:00:00Z'),
      exceptionIds: ['exc_1', 'exc_2', 'exc_3'],
      remarks: [],
    });
  });

  it('has no limit where nobody was given money', () => {
    expect(promotionDraft([{ ...taxi, kind: 'DEED', amountMinor: null, currency: null }], now, conditionsInWords).conditions).toMatchObject(
      {
        amountUpTo: null,
        currency: null,
      },
    );
  });

  it('takes the currency of most, and says what that leaves out', () => {
    const { conditions, remarks } = promotionDraft([{ ...taxi, currency: 'NZD', amountMinor: 99_000 }, taxi, taxi], now, conditionsInWords);
    expect(conditions).toMatchObject({ amountUpTo: 6_400, currency: 'AUD' });
    expect(remarks).toEqual([REMARKS.ONE_CURRENCY]);
  });

  it('warns of one that stands out', () => {
    const amounts = (...minor: number[]) => minor.map((amountMinor) => ({ ...taxi, amountMinor }));
    expect(promotionDraft(amounts(100, 100, 201), now, conditionsInWords).remarks).toEqual([REMARKS.ONE_STANDS_OUT]);
    expect(promotionDraft(amounts(100, 100, 200), now, conditionsInWords).remarks).toEqual([]);
    expect(promotionDraft(amounts(100, 900), now, conditionsInWords).remarks).toEqual([]);
  });
});
