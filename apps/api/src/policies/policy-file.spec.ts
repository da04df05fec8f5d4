import { describe, expect, it } from '@jest/globals';
import type { BookPage } from '#policies';
import { readPolicyFile } from './policy-file.js';
import { policyPage } from './policy-page.js';

const ZONE = 'Australia/Sydney';
const WHOLE = `---
ref: FEES-1.10
title: "Fees: disasters"
kinds: [FEE_WAIVER, refund]
causes:
  - branch-flood
  - branch-fire
limit: 500.00 AUD
effective from: 2026-03-01
review by: 2027-03-01T09:30:00+11:00
owner: Head of Cards # who answers
---

# Disasters

Fees are given back.
`;
const fileOf = (...lines: string[]) => read(['---', ...lines, '---', 'Text.'].join('\n'));
const read = (text: string) => readPolicyFile({ name: 'a.md', text }, ZONE);
const faultsOf = ({ unread }: ReturnType<typeof read>) => unread.map(({ line, field, error }) => [line, field, error.message]);

describe('a file of a policy book', () => {
  it('says what it says, each part with its line', () => {
    expect(read(WHOLE)).toEqual({
      name: 'a.md',
      ref: 'FEES-1.10',
      title: 'Fees: disasters',
      text: '# Disasters\n\nFees are given back.',
      conditions: {
        kinds: ['FEE_WAIVER', 'REFUND'],
        causes: ['branch-flood', 'branch-fire'],
        amountUpTo: { amountMinor: 50_000, currency: 'AUD' },
      },
      wantedFrom: new Date('2026-02-28T13:00:00Z'),
      reviewBy: new Date('2027-02-28T22:30:00Z'),
      owner: 'Head of Cards',
      lines: { ref: 2, title: 3, kinds: 4, causes: 5, limit: 8, 'effective from': 9, 'review by': 10, owner: 11, text: 13 },
      unread: [],
    });
  });

  it.each<[string, string]>([
    ['with line ends of Windows', WHOLE.replaceAll('\n', '\r\n')],
    ['with a byte order mark', `\uFEFF${WHOLE}`],
    ['with line ends of an old Macintosh', WHOLE.replaceAll('\n', '\r')],
    ['with keys as a program writes them', WHOLE.replace('effective from', 'effectiveFrom').replace('review by', 'Review-By')],
    ['with lists in one line', WHOLE.replace('[FEE_WAIVER, refund]', 'fee waiver, refund')],
    ['with the currency in front', WHOLE.replace('500.00 AUD', 'aud 500')],
    ['with what says nothing', WHOLE.replace('owner:', 'owner:').replace('kinds:', 'kinds:')],
  ])('%s it says the same', (_, text) => {
    const { lines: _lines, ...same } = read(WHOLE);
    expect(read(text)).toMatchObject(same);
  });

  it('takes each value as it is written', () => {
    expect(fileOf('ref: 1.10', 'title: yes', 'owner: 0x10', 'causes: [no]')).toMatchObject({
      ...{ ref: '1.10', title: 'yes', owner: '0x10', conditions: { causes: ['no'] }, unread: [] },
    });
    expect(fileOf('owner:', 'kinds: []')).toMatchObject({ conditions: {}, unread: [] });
  });

  it.each<[string, string[], [number, string | null, RegExp][]]>([
    ['an unknown key', ['ref: A', 'shoe size: 43'], [[3, null, /"shoe size" is nothing that is known\. There are: ref, title/]]],
    ['a key twice', ['ref: A', 'ref: B'], [[3, null, /no YAML.*unique/]]],
    ['a key twice, in two forms', ['review by: 2027-01-01', 'reviewBy: 2027-01-01'], [[3, 'review by', /there twice/]]],
    ['an open quote', ['title: "Late', 'ref: A'], [[3, null, /no YAML/]]],
    ['a colon without quotes', ['ref: A', 'title: Fees: late'], [[3, null, /no YAML.*Put quotes/]]],
    ['a tab in front', ['\tref: A'], [[2, null, /no YAML/]]],
    ['a list', ['- ref', '- title'], [[1, null, /list of single lines/]]],
    ['a sentence', ['Fees are given back.'], [[1, null, /list of single lines/]]],
    ['nothing', [''], [[1, null, /list of single lines/]]],
    ['two documents', ['ref: A', '...', 'ref: B'], [[4, null, /no YAML/]]],
    ['an alias', ['ref: &a A', 'title: *a'], [[3, 'title', /aliases and nested values are not taken/]]],
    [
      'a bomb of aliases',
      ['ref: &a [x, x]', 'title: &b [*a, *a]', 'kinds: [*b, *b]'],
      [
        [2, 'ref', /one line/],
        [3, 'title', /not taken/],
        [4, 'kinds', /not taken/],
      ],
    ],
    ['a binary tag', ['owner: !!binary aGVsbG8='], [[2, 'owner', /is text/]]],
    ['a map', ['limit: {amount: 500}'], [[2, 'limit', /is text/]]],
    ['endless brackets', [`kinds: ${'['.repeat(8_000)}`], [[1, null, /list of single lines/]]],
    ['endless dashes', [`kinds: ${'- '.repeat(4_000)}`], [[1, null, /list of single lines/]]],
    ['far too much of it', Array.from({ length: 2_000 }, (_, n) => `k${n}: v`), [[1, null, /more than 8192 characters/]]],
    ['a limit without a currency', ['limit: 500.00'], [[2, 'limit', /an amount and its currency/]]],
    ['a limit in an unknown currency', ['limit: 500.00 XYZ'], [[2, 'limit', /no currency XYZ/]]],
    ['a limit in two currencies', ['limit: AUD 500.00 NZD'], [[2, 'limit', /an amount and its currency/]]],
    ['a limit with too many decimals', ['limit: 500.005 AUD'], [[2, 'limit', /AUD has 2 digits/]]],
    ['a limit of yen with decimals', ['limit: 500.0 JPY'], [[2, 'limit', /JPY has 0 digits/]]],
    ['a limit with a comma', ['limit: "1,500.00 AUD"'], [[2, 'limit', /at most one point/]]],
    ['a limit beyond counting', ['limit: 99999999999999999 AUD'], [[2, 'limit', /more than can be counted/]]],
    ['a negative limit', ['limit: -5 AUD'], [[2, 'limit', /an amount and its currency/]]],
    ['a day that is none', ['effective from: 2026-02-30'], [[2, 'effective from', /This is a day/]]],
    ['a time without its offset', ['review by: 2026-03-01T09:00:00'], [[2, 'review by', /This is a day/]]],
    ['a day as people write it', ['review by: 1/3/2026'], [[2, 'review by', /This is a day/]]],
    ['a title of two lines', ['title: |', '  Late', '  fees'], [[2, 'title', /single line/]]],
    ['a title with invisible characters', ['title: La\u200Bte'], [[2, 'title', /invisible/]]],
    [
      'three faults',
      ['limit: 5 XYZ', 'review by: soon', 'colour: red'],
      [
        [4, null, /colour/],
        [2, 'limit', /XYZ/],
        [3, 'review by', /day/],
      ],
    ],
  ])('with %s is told by line', (_, lines, faults) => {
    expect(faultsOf(fileOf(...lines))).toEqual(faults.map(([line, field, message]) => [line, field, expect.stringMatching(message)]));
  });

  it.each(['', 'Just a text.', '---\nref: A\nTitle', ' ---\nref: A\n---\nText.'])('without front matter is none: %j', (text) => {
    expect(faultsOf(read(text))).toEqual([[1, null, expect.stringMatching(/begins with its front matter/)]]);
  });

  it('is told of a text that people could read in two ways', () => {
    expect(faultsOf(read('---\nref: A\n---\nPay \u202E00.5'))).toEqual([[4, 'text', expect.stringMatching(/direction of reading/)]]);
  });
});

describe('what goes out comes in again', () => {
  const page: BookPage = {
    ...{ number: 7, ref: 'POL-7', bookRef: null, title: 'Déjà vu: “late” fees - 100 %', text: 'One.\n\n---\n\nTwo: *all* of it.' },
    ...{ kinds: ['REFUND', 'GOODWILL'], causes: ['no', 'yes'], amountUpTo: 1_234, currency: 'KWD' },
    ...{ effectiveFrom: new Date('2026-02-28T13:00:00Z'), reviewBy: new Date('2027-01-01T00:00:00.123Z'), owner: '- nobody: #1' },
  };

  it('as it was', () => {
    const file = policyPage(page, ZONE);
    expect(file.name).toBe('POL-7-deja-vu-late-fees-100.md');
    expect(file.text).toContain('\nlimit: 1.234 KWD\neffective from: 2026-03-01\nreview by: 2027-01-01T00:00:00.123Z\n');
    expect(readPolicyFile(file, ZONE)).toMatchObject({
      ...{ ref: 'POL-7', title: page.title, text: page.text, owner: page.owner, unread: [] },
      conditions: { kinds: page.kinds, causes: page.causes, amountUpTo: { amountMinor: 1_234, currency: 'KWD' } },
      ...{ wantedFrom: page.effectiveFrom, reviewBy: page.reviewBy },
    });
  });

  it('with as little as a policy says, under its own ref', () => {
    const bare = { ...page, bookRef: 'Å/1', title: '規則', kinds: [], amountUpTo: null, currency: null, reviewBy: null, owner: null };
    const file = policyPage(bare, ZONE);
    expect(file.name).toBe('POL-7.md');
    const { kinds, amountUpTo } = readPolicyFile(file, ZONE).conditions;
    expect([readPolicyFile(file, ZONE).ref, kinds, amountUpTo]).toEqual(['Å/1', undefined, undefined]);
  });
});
