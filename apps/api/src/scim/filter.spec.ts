import { describe, expect, it } from '@jest/globals';
import { readFilter, wishesIn } from './filter.js';
import { readPatch, readPath } from './patch.js';
import { ScimError } from './scim.errors.js';

const refusal = (work: () => unknown): string | undefined => {
  try {
    work();
  } catch (error) {
    if (error instanceof ScimError) return error.scimType;
    throw error;
  }
  return undefined;
};

describe('a filter', () => {
  it.each<[string, [string, string][]]>([
    ['userName eq "tom"', [['username', 'tom']]],
    ['  userName   EQ   "tom"  ', [['username', 'tom']]],
    [
      'userName eq "a and b" and id eq "c"',
      [
        ['username', 'a and b'],
        ['id', 'c'],
      ],
    ],
    ['userName eq "say \\"hi\\" \\u00e9"', [['username', 'say "hi" é']]],
    ['active eq true', [['active', 'true']]],
    ['emails[type eq "work"].value eq "t@x"', [['emails[type eq "work"].value', 't@x']]],
    ['urn:ietf:params:scim:schemas:core:2.0:User:userName eq ""', [['urn:ietf:params:scim:schemas:core:2.0:user:username', '']]],
  ])('%s', (text, found) => expect(readFilter(text).map(({ path, value }) => [path, value])).toEqual(found));

  it.each([
    '',
    'userName',
    'userName eq',
    'userName eq tom',
    'userName pr',
    'a eq "b" or c eq "d"',
    'a eq "b" c eq "d"',
    'a eq "b" and',
    '(a eq "b")',
    'a eq "b',
    'a eq "\\q"',
    'a eq "\n"',
    'a eq "\u200b"',
    `a eq "${'b'.repeat(1_000)}"`,
  ])('that cannot be read: %j', (text) => expect(refusal(() => readFilter(text))).toBe('invalidFilter'));

  it('asks for attributes that may be asked for, each once', () => {
    const names = { id: 'id', username: 'userName' } as const;
    expect(wishesIn(undefined, names)).toEqual({});
    expect(wishesIn('id eq "1" and userName eq "2"', names)).toEqual({ id: '1', userName: '2' });
    for (const text of ['id eq "1" and id eq "1"', 'password eq "1"', 'constructor eq "1"', '__proto__ eq "1"'])
      expect(refusal(() => wishesIn(text, names))).toBe('invalidFilter');
  });

  it('promise 13: is read in no time, whatever it is', () => {
    const hostile = ['a[', 'a["', 'a["" ""', 'a eq "\\', 'a eq "b" and ', '  ', 'a.', '"'].map((piece) =>
      piece.repeat(Math.floor(1_000 / piece.length)),
    );
    const start = performance.now();
    for (const text of hostile) expect(refusal(() => readFilter(text))).toBe('invalidFilter');
    for (const text of ['a['.repeat(100_000), `a[${']'.repeat(100_000)}`, 'a.'.repeat(100_000)])
      expect(refusal(() => readPath(text))).toMatch(/invalid/);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe('a PATCH', () => {
  it.each<[string, object, unknown[]]>([
    ['by path', { op: 'Replace', path: 'active', value: 'False' }, [['replace', 'active', undefined, 'False', true]]],
    [
      'by a path with its schema',
      { op: 'add', path: 'URN:ietf:params:scim:schemas:core:2.0:User:name.givenName', value: 'T' },
      [['add', 'name', 'givenname', 'T', true]],
    ],
    [
      'by an object',
      { OP: 'add', Value: { Active: true, 'name.familyName': 'B' } },
      [
        ['add', 'active', undefined, true, false],
        ['add', 'name', 'familyname', 'B', false],
      ],
    ],
    ['by an extension', { op: 'add', path: 'urn:x:User:department', value: 'C' }, [['add', 'urn:x:user:department', undefined, 'C', true]]],
    ['with an empty path', { op: 'replace', path: '', value: { active: false } }, [['replace', 'active', undefined, false, false]]],
  ])('%s', (_story, operation, steps) =>
    expect(
      readPatch({ Operations: [operation] }).map(({ op, path, value, isNamed }) => [op, path.attribute, path.part, value, isNamed]),
    ).toEqual(steps),
  );

  it('chooses among values', () => {
    expect(readPath('members[value eq "per_1"]').where).toEqual([{ path: 'value', value: 'per_1' }]);
    expect(readPath('emails[type eq "work" and primary eq true].value')).toMatchObject({
      part: 'value',
      where: [{ path: 'type' }, { value: 'true' }],
    });
  });

  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'invalidSyntax'],
    ['a list', [], 'invalidSyntax'],
    ['no operations', {}, 'invalidSyntax'],
    ['an operation that is text', { Operations: ['x'] }, 'invalidSyntax'],
    ['no op', { Operations: [{ path: 'active', value: true }] }, 'invalidSyntax'],
    ['an op of everybody', { Operations: [{ op: 'constructor', path: 'active', value: true }] }, 'invalidSyntax'],
    ['a path that is a number', { Operations: [{ op: 'add', path: 7, value: true }] }, 'invalidPath'],
    ['a path with blanks', { Operations: [{ op: 'add', path: 'a b', value: true }] }, 'invalidPath'],
    ['no value', { Operations: [{ op: 'add' }] }, 'invalidValue'],
    ['nothing to remove', { Operations: [{ op: 'remove', value: {} }] }, 'noTarget'],
  ])('of %s is refused', (_story, body, scimType) => expect(refusal(() => readPatch(body))).toBe(scimType));
});
