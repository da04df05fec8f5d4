import { describe, expect, it } from '@jest/globals';
import { textChanges } from './version-changes.js';

const side = (parts: ReturnType<typeof textChanges>, without: 'ADDED' | 'REMOVED'): string =>
  parts.flatMap(({ change, text }) => (change === without ? [] : [text])).join('');

describe('what changed in a text', () => {
  it('is told by words', () => {
    expect(textChanges('Late fees are waived.', 'Late fees and interest are waived.')).toEqual([
      { change: 'SAME', text: 'Late fees ' },
      { change: 'ADDED', text: 'and interest ' },
      { change: 'SAME', text: 'are waived.' },
    ]);
    expect(textChanges('Same.', 'Same.')).toEqual([{ change: 'SAME', text: 'Same.' }]);
  });

  it('of 100,000 characters is told at once, however different they are, and gives both texts back', () => {
    const words = (seed: number): string =>
      Array.from({ length: 16_000 }, (_, n) => `w${(n * seed) % 9973}${n % 8 === 0 ? '\n' : ' '}`)
        .join('')
        .slice(0, 100_000);
    const [before, after] = [words(7), words(13)];
    const began = performance.now();
    const parts = textChanges(before, after);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(side(parts, 'ADDED')).toBe(before);
    expect(side(parts, 'REMOVED')).toBe(after);
  });
});
