import { describe, expect, it } from '@jest/globals';
import { recapDraft, type RecapException, type RecapGround } from './recap.rules.js';

const nothing: RecapGround = {
  need: 'Charged twice,\nAUD 64.90.',
  timeZone: 'Australia/Sydney',
  exceptions: [],
  getBacks: [],
  handOffs: [],
  answers: [],
  questions: [],
  messages: [],
};
const at = new Date('2026-04-01T05:00:00.000Z');
const refund: RecapException = {
  ...{ ref: 'EX-1', status: 'DECLINED', kind: 'FEE_WAIVER', amountMinor: 6490, currency: 'AUD' },
  ...{ until: at, customerTold: false },
};

const THEIR_CLOCK = "Times are on the customer's clock, in Sydney.";

describe('the beginning of a recap', () => {
  it('is the need alone, where nothing was done yet', () => {
    expect(recapDraft(nothing)).toBe('Need: Charged twice, AUD 64.90.');
  });

  it('names the open promises with their times on the clock of the customer, also in the night when it changes', () => {
    const promised = (what: string | null, dueAt: string, late = false) => ({ what, dueAt: new Date(dueAt), late });
    const text = recapDraft({
      ...nothing,
      getBacks: [
        promised('Whether the\nsecond charge is back.', '2026-04-04T15:30:00Z', true),
        promised('The letter.', '2026-04-04T16:30:00Z'),
        promised(null, '2026-10-03T16:30:00Z'),
      ],
    });
    expect(text.split('\n')).toEqual([
      'Need: Charged twice, AUD 64.90.',
      'Promised:',
      '- overdue since 5 Apr 2026, 02:30 (UTC+11:00): Whether the second charge is back.',
      '- by 5 Apr 2026, 02:30 (UTC+10:00): The letter.',
      '- by 4 Oct 2026, 03:30',
      THEIR_CLOCK,
    ]);
  });

  it('quotes what the customer said since, the latest of it, and nothing that was erased', () => {
    const message = (number: number, text: string | null = `Word ${number}.`) => ({ channel: 'email', at, text });
    const messages = Array.from({ length: 9 }, (_, number) => message(number + 1));
    expect(recapDraft({ ...nothing, messages: [message(0, null), message(1, 'Thanks,\nall of you!')] }).split('\n')).toEqual([
      'Need: Charged twice, AUD 64.90.',
      'Said since: email, 1 Apr 2026, 16:00: Thanks, all of you!',
      THEIR_CLOCK,
    ]);
    const told = recapDraft({ ...nothing, messages }).split('\n');
    expect(told.filter((line) => line.startsWith('- '))).toHaveLength(8);
    expect(told).not.toContain('- email, 1 Apr 2026, 16:00: Word 1.');
  });

  it('says what was tried, asked and handed on, and what is open, by the clock of the customer', () => {
    const text = recapDraft({
      ...nothing,
      exceptions: [
        refund,
        { ...refund, ref: 'EX-2', status: 'PROPOSED' },
        { ...refund, ref: 'EX-3', status: 'APPROVED', kind: 'DEED', amountMinor: null, currency: null },
      ],
      handOffs: [
        { from: 'Jack', to: 'Mia', at, why: 'She knows cards.', returned: true },
        { from: 'Jack', to: 'Ivy', at, why: null, returned: false },
      ],
      questions: [
        { to: 'Omar', question: 'Reversed?', answer: 'One of them.' },
        { to: 'Ivy', question: 'When?', answer: null },
        { to: 'Tom', question: null, answer: null },
      ],
    });
    expect(text.split('\n')).toEqual([
      'Need: Charged twice, AUD 64.90.',
      'Tried: EX-1 (fee waiver of A$64.90) was declined',
      'Asked:',
      '- Omar: Reversed? Answer: One of them.',
      '- Ivy: When? No answer yet.',
      'Open:',
      '- EX-2 (fee waiver of A$64.90) waits for signatures until 1 Apr 2026, 16:00',
      '- EX-3 (deed) is approved and not carried out yet until 1 Apr 2026, 16:00; the customer was not told',
      'Handed on:',
      '- Jack to Mia, 1 Apr 2026, 16:00: She knows cards. It came back untouched.',
      '- Jack to Ivy, 1 Apr 2026, 16:00',
      THEIR_CLOCK,
    ]);
  });

  it('says what the customer was told before, and why it did not hold', () => {
    const text = recapDraft({
      ...nothing,
      answers: [
        { kind: 'SOLUTION', at, words: 'The charge was\ntaken back.', reason: 'It is still there.' },
        { kind: 'HONEST_NO', at, words: null, reason: null },
      ],
    });
    expect(text.split('\n').slice(1)).toEqual([
      'Answered, and it did not hold:',
      '- solved, 1 Apr 2026, 16:00: The charge was taken back. It came back: It is still there.',
      '- honest no, 1 Apr 2026, 16:00',
      THEIR_CLOCK,
    ]);
  });

  it('is empty of an erased customer, and never longer than a recap may be', () => {
    expect(recapDraft({ ...nothing, need: null })).toBe('');
    expect(recapDraft({ ...nothing, need: null, messages: [{ channel: 'email', at, text: null }] })).toBe('');
    const long = 'é'.repeat(10_000);
    const question = { to: 'Ivy', question: long, answer: null };
    const handOff = { from: 'J'.repeat(200), to: 'Mia', at, why: long.slice(0, 2000), returned: false };
    const text = recapDraft({
      ...nothing,
      need: long,
      questions: Array(50).fill(question),
      handOffs: Array(50).fill(handOff),
      getBacks: Array(50).fill({ what: long, dueAt: at, late: true }),
    });
    expect([...text].length).toBeLessThanOrEqual(10_000);
    expect(text).toContain('…');
    expect(text.split('\n').at(-1)).toBe(THEIR_CLOCK);
  });
});
