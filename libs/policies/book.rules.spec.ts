import { describe, expect, it } from '@jest/globals';
import { type BookFile, type BookGround, type KnownPolicy, planBook, type Said } from './book.rules.js';

const now = new Date('2026-03-02T00:00:00Z');
const STANDS: Said = {
  ...{ text: 'Fees are given back.', kinds: ['REFUND'], causes: ['branch-flood'], amountUpTo: 5_000, currency: 'AUD' },
  ...{ reviewBy: null, owner: null },
};
const policy = (more: Partial<KnownPolicy> = {}): KnownPolicy => ({
  ...{ id: 'pol_1', ref: 'POL-1', bookRef: 'FEES-1', title: 'Fees', lastNumber: 1, standing: [STANDS] },
  ...more,
});
const file = (more: Partial<BookFile> = {}): BookFile => ({
  ...{
    name: 'a.md',
    ref: 'FEES-1',
    title: 'Fees',
    text: 'Fees are given back.',
    lines: { ref: 2, title: 3, kinds: 4, text: 7 },
    unread: [],
  },
  conditions: { kinds: ['REFUND'], causes: ['branch-flood'], amountUpTo: { amountMinor: 5_000, currency: 'AUD' } },
  ...more,
});
const plan = (files: BookFile[], policies: BookGround['policies'] = []) => {
  const { faults, created, changed, unchanged } = planBook(files, { now, policies });
  return {
    faults: faults.map(({ file: of, line, field, error }) => [of, line, field, error.message]),
    created: created.map((entry) => entry.file),
    changed: changed.map((entry) => [entry.file, entry.policy?.id]),
    unchanged,
  };
};
const done = { faults: [], created: [], changed: [], unchanged: [] };

describe('what a policy book does', () => {
  it('makes a policy that is not known', () => {
    expect(plan([file()])).toEqual({ ...done, created: ['a.md'] });
  });

  it.each<[string, Partial<BookFile>]>([
    ['as it stands', {}],
    ['under the ref of the house', { ref: 'pol-1' }],
    ['under its ref in another form', { ref: 'fees-1' }],
    ['without its title', { title: undefined }],
    ['with other blanks around', { text: '\n\nFees are given back.\r\n' }],
    ['with another date', { wantedFrom: new Date('2030-01-01T00:00:00Z') }],
  ])('leaves what stands %s', (_, more) => {
    expect(plan([file(more)], [policy()])).toEqual({ ...done, unchanged: ['a.md'] });
  });

  it('leaves what is proposed beside what is in force, whichever of both the file says', () => {
    const standing = [STANDS, { ...STANDS, text: 'Most fees are given back.' }];
    const files = [file(), file({ name: 'b.md', text: 'Most fees are given back.' })];
    for (const one of files) expect(plan([one], [policy({ standing })])).toMatchObject({ faults: [], unchanged: [one.name] });
  });

  it.each<[string, Partial<BookFile>]>([
    ['text', { text: 'No fees are given back.' }],
    ['limit', { conditions: { ...file().conditions, amountUpTo: { amountMinor: 5_001, currency: 'AUD' } } }],
    ['cause', { conditions: { ...file().conditions, causes: ['branch-fire'] } }],
    ['review by', { reviewBy: new Date('2027-01-01T00:00:00Z') }],
    ['owner', { owner: 'Cards' }],
  ])('makes a version of what has another %s', (_, more) => {
    expect(plan([file(more)], [policy()])).toEqual({ ...done, changed: [['a.md', 'pol_1']] });
  });

  it('makes a version of what nothing stands of any more', () => {
    expect(plan([file()], [policy({ standing: [] })])).toEqual({ ...done, changed: [['a.md', 'pol_1']] });
  });

  it('looks at nothing again that stands, though its review-by date has passed', () => {
    const reviewBy = new Date('2025-01-01T00:00:00Z');
    expect(plan([file({ reviewBy })], [policy({ standing: [{ ...STANDS, reviewBy }] })])).toEqual({ ...done, unchanged: ['a.md'] });
  });
});

describe('what is wrong with a policy book', () => {
  const without = (...fields: (keyof BookFile)[]): BookFile =>
    Object.fromEntries(Object.entries(file()).filter(([key]) => !fields.includes(key as keyof BookFile))) as unknown as BookFile;

  it.each<[string, BookFile, [number, string, RegExp][]]>([
    ['no ref', without('ref'), [[2, 'ref', /a ref of your own/]]],
    ['a ref of the house that nobody has', file({ ref: 'POL-99' }), [[2, 'ref', /no such policy here/]]],
    ['a ref with blanks', file({ ref: 'Fees 1' }), [[2, 'ref', /1 to 64 letters/]]],
    ['no title', without('title'), [[3, 'title', /needs a title/]]],
    ['a long title', file({ title: 'x'.repeat(201) }), [[3, 'title', /1 to 200/]]],
    ['no text', file({ text: '' }), [[7, 'text', /says something/]]],
    ['a text of a megabyte', file({ text: 'x'.repeat(1_000_000) }), [[7, 'text', /at most 100000/]]],
    ['a review-by date that has passed', file({ reviewBy: now }), [[1, 'review by', /has passed/]]],
    ['an unknown kind', file({ conditions: { kinds: ['GIFT'] } }), [[4, 'kinds', /no such kind/]]],
    ['conditions that cover nothing', file({ conditions: {} }), [[4, 'kinds', /at least one kind/]]],
    ['money without a limit', file({ conditions: { kinds: ['REFUND'] } }), [[1, 'limit', /Name the greatest amount/]]],
    [
      'a limit for deeds',
      file({ conditions: { kinds: ['DEED'], amountUpTo: { amountMinor: 1, currency: 'AUD' } } }),
      [[1, 'limit', /contradicts/]],
    ],
    ['a long owner', file({ owner: 'x'.repeat(201) }), [[1, 'owner', /who answers/]]],
    [
      'everything at once',
      { name: 'a.md', conditions: { kinds: ['GIFT'], causes: ['Not Me'] }, lines: {}, unread: [] },
      [
        [1, 'ref', /own/],
        [1, 'title', /title/],
        [1, 'text', /says/],
        [1, 'kinds', /kind/],
        [1, 'causes', /small letters/],
      ],
    ],
  ])('%s', (_, one, faults) => {
    expect(plan([one]).faults).toEqual(faults.map(([line, field, message]) => ['a.md', line, field, expect.stringMatching(message)]));
  });

  it('another title for a policy that is known', () => {
    expect(plan([file({ title: 'Charges' })], [policy()]).faults).toEqual([['a.md', 3, 'title', expect.stringMatching(/keeps its title/)]]);
  });

  it('the same policy twice, also by its other ref', () => {
    const files = [file(), file({ name: 'b.md', ref: 'fees-1' }), file({ name: 'c.md', ref: 'POL-1' })];
    const twice = expect.stringMatching(/The file a\.md is of the same policy/);
    expect(plan(files.slice(0, 2)).faults).toEqual([['b.md', 2, 'ref', twice]]);
    expect(plan(files, [policy()]).faults).toEqual([
      ['b.md', 2, 'ref', twice],
      ['c.md', 2, 'ref', twice],
    ]);
  });

  it('is told file by file and line by line, and of one part only what is wrong in itself', () => {
    const unread = [{ file: 'b.md', line: 6, field: 'limit' as const, error: { message: 'unreadable' } as never }];
    const files = [file({ name: 'b.md', title: '', conditions: { kinds: ['REFUND'] }, unread }), file({ ref: 'F 2', text: '' })];
    expect(plan(files).faults).toEqual([
      ['b.md', 3, 'title', expect.anything()],
      ['b.md', 6, 'limit', 'unreadable'],
      ['a.md', 2, 'ref', expect.anything()],
      ['a.md', 7, 'text', expect.anything()],
    ]);
  });

  it('that is no YAML is told alone: nothing else of it is known', () => {
    const unread = [{ file: 'a.md', line: 1, field: null, error: { message: 'no YAML' } as never }];
    expect(plan([{ name: 'a.md', conditions: {}, lines: {}, unread }]).faults).toEqual([['a.md', 1, null, 'no YAML']]);
  });
});
