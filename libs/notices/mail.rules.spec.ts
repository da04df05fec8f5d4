import { describe, expect, it } from '@jest/globals';
import { NOTICES } from './notice.words.js';
import { afterFailure, GIVEN_UP_MS, isAddress, type MailDue, mailOf } from './mail.rules.js';

const DUE: MailDue = {
  id: 'ntc_01jd',
  name: 'exception.coSigned',
  at: new Date('2026-11-16T10:06:00.000Z'),
  subjectId: 'exc_01jc',
  ref: 'EX-1041',
  mark: 2,
  signature: 'GIVEN',
  outcome: null,
  reader: null,
  toAsk: null,
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

  it('of a pattern leads to its page', () => {
    const told = { name: 'pattern.underServed', subjectId: 'pat_5d41', outcome: 'late-fee', signature: null } as const;
    const { subject, text } = mailOf({ ...DUE, ...told }, house);
    expect(subject).toBe('EX-1041: given far less than others, was that fair?');
    expect(text).toContain('The customer of EX-1041 was given far less than others because of late-fee. Ask whether that was fair');
    expect(text.match(/https?:\/\/\S+/g)).toEqual(['https://countersign.bank.example/patterns?id=pat_5d41']);
  });

  it.each<[story: string, told: Partial<MailDue>, subject: string, says: string]>([
    ['its giver', { reader: null }, 'your signature is void', 'Your co-signature on EX-1041 is void'],
    [
      'the proposer, who has whom to ask',
      { toAsk: ['Ivy', 'Jack', 'Noor'] },
      'a signature is void, please ask again',
      'ask Ivy, Jack or Noor.',
    ],
    ['the proposer, with one to ask', { toAsk: ['Ivy'] }, 'a signature is void, please ask again', 'ask Ivy.'],
    ['the proposer, with nobody to ask', { toAsk: [] }, 'a signature is void, please ask again', 'tell an admin.'],
    ['the proposer of what is decided', {}, 'a signature is void, please ask again', 'It waits for no signature any more.'],
  ])('of a signature that became void, to %s', (_, told, subject, says) => {
    const mail = mailOf({ ...DUE, name: 'exception.signatureVoided', signature: null, reader: 'PROPOSER', ...told }, house);
    expect(mail.subject).toBe(`EX-1041: ${subject}`);
    expect(mail.text).toContain(says);
  });

  it.each<[name: MailDue['name'], ref: string | null, subject: string]>([
    ['case.acknowledgementDue', 'CASE-7', 'CASE-7: nobody has taken it on yet'],
    ['getBack.dueSoon', 'CASE-7', 'CASE-7: a promise to the customer is due soon'],
    ['getBack.broken', 'CASE-7', 'CASE-7: the time of a promise to the customer has passed'],
    ['complaint.dueSoon', 'CASE-7', 'CASE-7: a time for the complaint ends soon'],
    ['complaint.fellDue', 'CASE-7', 'CASE-7: a time for the complaint has passed'],
    ['followUp.fellDue', 'CASE-7', 'CASE-7: ask the customer whether it helped'],
    ['review.overdue', 'EX-1041', 'EX-1041: its review is overdue'],
    ['review.secondReaderNamed', 'EX-1041', 'EX-1041: you are asked to review it, as the second reader'],
    ['review.secondReaderMissing', 'EX-1041', 'EX-1041: nobody here can review it'],
    ['caution.liftProposed', 'EX-1041', 'EX-1041: a second reviewer is asked about a caution'],
    ['blindLook.opened', null, 'You are asked for a second look'],
    ['house.invariantsBroken', null, 'Something is wrong with the data'],
    ['house.invariantsHeld', null, 'The data is as it must be again'],
    ['guardrails.unsatisfiable', null, 'Too few people are here to co-sign'],
    ['thanks.given', null, 'A colleague thanked you'],
  ])('%s is told by its subject', (name, ref, subject) => {
    expect(mailOf({ ...DUE, name, ref, signature: null }, house).subject).toBe(subject);
  });

  it('says by every subject what happened, in words of its own that fit into a line', () => {
    const subjects = (Object.keys(NOTICES) as MailDue['name'][]).map((name) => mailOf({ ...DUE, name }, house).subject);
    expect(subjects.filter((subject) => /something for you/i.test(subject) || subject.length > 78)).toEqual([]);
    expect(subjects.filter((subject, at) => subjects.indexOf(subject) !== at)).toEqual([
      'EX-1041: you are asked to help', // with a proposal, or with a case
    ]);
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
