import { describe, expect, it } from '@jest/globals';
import { mustHaveRoom } from './span.rules.js';

const at = (ms: number): Date => new Date(Date.parse('2026-06-01T00:00:00Z') + ms);

describe('a stretch of time by which a list is narrowed', () => {
  it.each<[string, Date | null | undefined, Date | null | undefined, boolean]>([
    ['without an end', at(0), null, true],
    ['without a beginning', undefined, at(0), true],
    ['without both', null, undefined, true],
    ['of a millisecond', at(0), at(1), true],
    ['of nothing', at(0), at(0), false],
    ['backwards', at(1), at(0), false],
  ])('%s', (_story, after, before, hasRoom) => {
    const path = ['filter', 'openedBefore'];
    const ask = () => mustHaveRoom({ after, before, path });
    if (hasRoom) return expect(ask).not.toThrow();
    return expect(ask).toThrow(expect.objectContaining({ code: 'INVALID', path }));
  });
});
