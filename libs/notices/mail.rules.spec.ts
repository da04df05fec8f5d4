import { describe, expect, it } from '@jest/globals';
import { afterFailure, GIVEN_UP_MS, isAddress, type MailDue, mailOf } from './mail.rules.js';

const DUE: MailDue = {
  id: 'ntc_01jd',
  name: 'exception.coSigned',
  at: new Date('2026-11-16T10:06:00.000Z'),
  ref: 'EX-1041',
  mark: 2,
  signature: 'GIVEN',
  outcome: null,
  address: 'tom@bank.example',
  tries: 1,
};
const house = { from: 'countersign@bank.example', publicUrl: 'https://countersign.bank.example' };

describe('a mail', () => {
  it('says what happened, when, and where to look; it signs nothing', () => {
    const { text, ...rest } = mailOf(DUE, house);
    expect(rest).toEqual({
      from: house.from,
      to: 'tom@bank.example',
      subject: 'EX-1041: a signature in your name',
      messageId: '<ntc_01jd@countersign.bank.example>',
    });
    expect(text).toContain('You co-signed revision 2 of EX-1041. If that was not you, say so at once');
    expect(text).toContain('2026-11-16 10:06:00 UTC');
    expect(text.match(/https?:\/\/\S+/g)).toEqual(['https://countersign.bank.example/#notice=ntc_01jd']);
  });

  it.each<[text: string, isOne: boolean]>([
    ['tom@bank.example', true],
    ["o'neil+notices@bank.example", true],
    ['tom@localhost', true],
    ['', false],
    ['tom', false],
    ['Tom <tom@bank.example>', false],
    ['tom@bank.example, eve@evil.example', false],
    ['tom@bank.example\r\nBcc: eve@evil.example', false],
    ['tom@bank.example\n', false],
    ['"tom eve"@bank.example', false],
    ['tom@bank.example;eve@evil.example', false],
    ['tom@[127.0.0.1]', false],
    ['tom@bank.example>', false],
    [`${'a'.repeat(65)}@bank.example`, false],
  ])('to %j: %s', (text, isOne) => {
    expect(isAddress(text)).toBe(isOne);
  });

  it.each<
    [story: string, responseCode: number | undefined, tried: { tries: number; ageMs: number }, expected: ReturnType<typeof afterFailure>]
  >([
    ['greylisted', 450, { tries: 1, ageMs: 0 }, { givesUp: false, waitMs: 60_000 }],
    ['no server there', undefined, { tries: 3, ageMs: 0 }, { givesUp: false, waitMs: 240_000 }],
    ['for hours', undefined, { tries: 40, ageMs: GIVEN_UP_MS - 1 }, { givesUp: false, waitMs: 3_600_000 }],
    ['for three days', undefined, { tries: 41, ageMs: GIVEN_UP_MS }, { givesUp: true, waitMs: 3_600_000 }],
    ['nobody of that name', 550, { tries: 1, ageMs: 0 }, { givesUp: true, waitMs: 60_000 }],
  ])('is tried again or given up: %s', (_, responseCode, { tries, ageMs }, expected) => {
    expect(afterFailure({ responseCode }, tries, ageMs)).toEqual(expected);
  });
});
