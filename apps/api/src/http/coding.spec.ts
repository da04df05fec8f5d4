import { describe, expect, it } from '@jest/globals';
import { type Coding, codingFor, isKnown } from './coding.js';

describe('how a built file is sent', () => {
  it.each<[story: string, accepted: string | undefined, there: Coding[], sent: Coding | undefined]>([
    ['a browser takes all of them', 'gzip, deflate, br, zstd', ['br', 'gzip'], 'br'],
    ['a browser over plain HTTP takes no brotli', 'gzip, deflate', ['br', 'gzip'], 'gzip'],
    ['a small file has none', 'gzip, br', [], undefined],
    ['only gzip is there', 'br, gzip', ['gzip'], 'gzip'],
    ['a program says nothing', undefined, ['br', 'gzip'], undefined],
    ['a program wants it as it is', 'identity', ['br', 'gzip'], undefined],
    ['a weight of nothing is a no', 'br;q=0, gzip', ['br', 'gzip'], 'gzip'],
    ['everything but brotli', 'br;q=0, *', ['br', 'gzip'], 'gzip'],
    ['nothing at all', '*;q=0', ['br', 'gzip'], undefined],
    ['gzip is liked better', 'br;q=0.2, gzip;q=0.8', ['br', 'gzip'], 'gzip'],
    ['written in capitals, with blanks', ' BR ; Q=1.0 ', ['br', 'gzip'], 'br'],
    ['a weight that is no number', 'br;q=much, gzip', ['br', 'gzip'], 'gzip'],
    ['a name that only begins like one', 'brotli, gzip2', ['br', 'gzip'], undefined],
  ])('%s', (_, accepted, there, sent) => expect(codingFor(accepted, there)).toBe(sent));

  it.each<[story: string, known: string | undefined, isThere: boolean]>([
    ['nothing is known', undefined, false],
    ['this very one', '"a-br"', true],
    ['among others', '"b", "a-br"', true],
    ['weakly', 'W/"a-br"', true],
    ['the same file sent otherwise', '"a"', false],
    ['whatever there is', '*', true],
  ])('known already: %s', (_, known, isThere) => expect(isKnown(known, '"a-br"')).toBe(isThere));
});
