import 'reflect-metadata';
import { describe, expect, it } from '@jest/globals';
import { InputsPipe } from './inputs.pipe.js';
import { Id, Ids, Key, Line, Prose } from './text.js';
import { InvalidInputError } from './user-errors.js';

class Letter {
  @Line(10) line: string;
  @Prose(12) prose: string;
  @Id() id: string;
  @Ids(3) ids: string[];
  @Key() key: string;
}
class Undecorated {
  @Line(10) line: string;
  forgotten: string;
}

const well = { line: 'Hello', prose: 'One\ntwo', id: 'exc_01jd', ids: ['a', 'b'], key: 'k-1' };
const pipe = new InputsPipe();
const read = (changed: object) => pipe.transform({ ...well, ...changed }, { type: 'body', metatype: Letter }) as Promise<Letter>;
const faultsOf = async (changed: object) => {
  const error: unknown = await read(changed).catch((reason: unknown) => reason);
  return error instanceof InvalidInputError
    ? error.faults.map(({ code, path, message }) => `${code} ${path.join('.')}: ${message}`)
    : error;
};

describe('text that is accepted', () => {
  it.each<[string, object, object]>([
    ['is trimmed', { line: '  Hello  ' }, { line: 'Hello' }],
    ['is brought to NFC', { line: 'Cafe\u0301' }, { line: 'Café' }],
    ['has plain line breaks', { prose: 'a\r\nb\rc' }, { prose: 'a\nb\nc' }],
    ['may have tabs in prose', { prose: 'a\tb' }, { prose: 'a\tb' }],
    ['is exactly as long as allowed, in code points', { line: '😀'.repeat(10) }, { line: '😀'.repeat(10) }],
    ['is only as long as allowed after NFC', { line: 'e\u0301'.repeat(10) }, { line: 'é'.repeat(10) }],
    ['may hold a family of emoji', { line: '👩‍👩‍👧 ok' }, { line: '👩‍👩‍👧 ok' }],
    ['may hold the joiners of Persian', { line: 'می‌خواهم' }, { line: 'می‌خواهم' }],
    ['may be right to left', { line: 'مرحبا' }, { line: 'مرحبا' }],
    ['may be Chinese', { line: '你好' }, { line: '你好' }],
  ])('%s', async (_, changed, expected) => {
    expect(await read(changed)).toMatchObject(expected);
  });
});

describe('text that is refused', () => {
  it.each<[string, object, string, RegExp]>([
    ['empty', { line: '' }, 'line', /empty/],
    ['only blanks', { prose: ' \n ' }, 'prose', /empty/],
    ['one code point too long', { line: '😀'.repeat(11) }, 'line', /11 characters, of at most 10/],
    ['two lines where one is asked for', { line: 'a\nb' }, 'line', /single line/],
    ['a line separator', { line: 'a\u2028b' }, 'line', /single line/],
    ['NUL', { prose: 'a\0b' }, 'prose', /control/],
    ['escape', { prose: 'a\u001b[31m' }, 'prose', /control/],
    ['a C1 control', { line: 'a\u0085b' }, 'line', /control/],
    ['half a surrogate pair', { line: 'a\ud800b' }, 'line', /control/],
    ['a bidi override', { line: 'a\u202Eb' }, 'line', /direction/],
    ['a bidi isolate', { prose: 'a\u2066b' }, 'prose', /direction/],
    ['a right-to-left mark', { prose: 'a\u200Fb' }, 'prose', /direction/],
    ['a zero-width space', { line: 'a\u200Bb' }, 'line', /invisible/],
    ['a joiner between Latin letters', { line: 'a\u200Db' }, 'line', /invisible/],
    ['a joiner after an emoji that joins nothing', { line: '👩\u200Da' }, 'line', /invisible/],
    ['a byte order mark', { line: 'a\uFEFFb' }, 'line', /invisible/],
    ['a soft hyphen', { line: 'a\u00ADb' }, 'line', /invisible/],
    ['tags that hide a message', { line: 'a\u{E0041}b' }, 'line', /invisible/],
    ['a filler that looks like a blank', { line: 'a\u3164b' }, 'line', /invisible/],
    ['a number', { line: 5 }, 'line', /must be text/],
    ['an id with a blank', { id: 'a b' }, 'id', /not an id/],
    ['an id of 65 characters', { id: 'a'.repeat(65) }, 'id', /not an id/],
    ['an id with NUL', { id: 'a\0' }, 'id', /not an id/],
    ['no ids', { ids: [] }, 'ids', /1 to 3/],
    ['four ids', { ids: ['a', 'b', 'c', 'd'] }, 'ids', /1 to 3/],
    ['an id twice', { ids: ['a', 'a'] }, 'ids', /twice/],
    ['a list with something else', { ids: ['a', 5] }, 'ids', /not an id/],
    ['an empty key', { key: '' }, 'key', /1 to 100/],
    ['a key of 101 characters', { key: 'k'.repeat(101) }, 'key', /1 to 100/],
  ])('%s', async (_, changed, field, message) => {
    const faults = await faultsOf(changed);
    expect(faults).toEqual([expect.stringMatching(new RegExp(`^INVALID ${field}: .*${message.source}.*[.]$`))]);
  });

  it('tells every field at fault at once', async () => {
    expect(await faultsOf({ line: '', prose: '', id: '' })).toHaveLength(3);
  });

  it('is a field that no decorator knows', async () => {
    const reading = pipe.transform({ line: 'a', forgotten: 'b' }, { type: 'body', metatype: Undecorated }) as Promise<unknown>;
    await expect(reading).rejects.toBeInstanceOf(InvalidInputError);
  });
});
