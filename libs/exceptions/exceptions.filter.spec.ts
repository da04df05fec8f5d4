import { describe, expect, it } from '@jest/globals';
import { matching } from './exceptions.filter.js';

const at = (ms: number): Date => new Date(Date.parse('2026-06-01T00:00:00Z') + ms);

describe('a list of exceptions', () => {
  it.each<[string, Date | null, Date | null, boolean]>([
    ['since a time', at(0), null, true],
    ['until a time', null, at(0), true],
    ['of a moment', at(0), at(1), true],
    ['of no time at all', at(0), at(0), false],
    ['backwards', at(1), at(0), false],
  ])('%s is shown, or refused at its end', (_story, createdAfter, createdBefore, hasRoom) => {
    const ask = () => matching({ createdAfter, createdBefore });
    if (hasRoom) return expect(ask).not.toThrow();
    return expect(ask).toThrow(expect.objectContaining({ code: 'INVALID', path: ['filter', 'createdBefore'] }));
  });
});
