import { describe, expect, it } from '@jest/globals';
import { NamesMet } from './names-met.js';

const HERE = '8c1f'.padEnd(64, '0');

describe('an answer fits the page', () => {
  it.each([
    ['the same', { a: 1, b: [true, null] }, { b: [true, null], a: 1 }],
    ['another id of the kind', { id: 'exc_01jd…' }, { id: 'exc_01kzzz' }],
    ['another id in full', { id: 'exc_01jdabc' }, { id: 'exc_01kzzz' }],
    ['another digest', { digest: '3fa9…' }, { digest: HERE }],
    ['another ref within a sentence', 'EX-1041 is approved by now', 'EX-1007 is approved by now'],
    ['another instant', '2026-03-02T00:06:00.000Z', '2027-01-01T12:00:00.123Z'],
    ['a token', 'eyJhbGciOi…', 'eyJ0eXAi.eyJpc3M.c2ln'],
    ['a text that goes on', 'The branch was flooded …', 'The branch was flooded and closed.'],
    ['a list that goes on', ['a', '…'], ['a', 'b', 'c']],
  ])('%s', (_, shown, actual) => {
    expect(new NamesMet().misfit(shown, actual)).toBeUndefined();
  });
});

describe('an answer does not fit the page', () => {
  it.each([
    ['another number', { count: 1 }, { count: 2 }, 'answer.count'],
    ['another kind of id', { id: 'exc_01jd…' }, { id: 'rev_01jd' }, 'answer.id'],
    ['what is no digest', { digest: '3fa9…' }, { digest: '3fa9' }, 'answer.digest'],
    ['a field more', { a: 1 }, { a: 1, b: 2 }, 'answer.b'],
    ['a field less', { a: 1, b: 2 }, { a: 1 }, 'answer.b'],
    ['an element more', [1], [1, 2], '1 elements are shown'],
    ['an element less', ['a', 'b', '…'], ['a'], '2 elements are shown and more'],
    ['null instead of text', { a: 'x' }, { a: null }, 'answer.a'],
    ['a text that begins otherwise', 'The branch …', 'A branch was flooded', 'answer'],
    ['a dot that is no dot', 'a.b', 'axb', 'answer'],
  ])('%s', (_, shown, actual, where) => {
    expect(new NamesMet().misfit(shown, actual)).toContain(where);
  });

  it('one name stands for two things', () => {
    const names = new NamesMet();
    expect(names.misfit({ a: 'EX-1', b: 'EX-1' }, { a: 'EX-7', b: 'EX-8' })).toContain('answer.b');
    expect(new NamesMet().misfit('EX-1 and EX-1', 'EX-7 and EX-8')).toContain('EX-1 stood for EX-7');
  });
});

describe('a name that was met', () => {
  it('stands for the actual one in what is sent next', () => {
    const names = new NamesMet();
    names.misfit({ id: 'exc_01jd…', digest: '3fa9…', ref: 'EX-1041' }, { id: 'exc_01kzz', digest: HERE, ref: 'EX-1007' });
    expect(names.inHouse('{"exceptionId": "exc_01jd…", "digest": "3fa9…"} of EX-1041, not EX-1042')).toBe(
      `{"exceptionId": "exc_01kzz", "digest": "${HERE}"} of EX-1007, not EX-1042`,
    );
  });

  it('may be an instant; one that was not met is sent as it is written', () => {
    const names = new NamesMet();
    names.misfit('approved at 2026-03-02T00:06:00.000Z', 'approved at 2027-01-01T12:00:00.123Z');
    expect(names.inHouse('2026-03-02T00:06:00.000Z, 2026-06-30T00:00:00.000Z')).toBe('2027-01-01T12:00:00.123Z, 2026-06-30T00:00:00.000Z');
  });

  it('may be cut anywhere', () => {
    expect(new NamesMet().misfit(['cst_4F…', 'tok_01m8…', 'eyJhb…'], ['cst_1UcKtz', 'tok_01k', 'eyJ0.eyJ1.x-_']) ?? 'fits').toBe('fits');
  });
});
