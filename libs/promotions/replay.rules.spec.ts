import { describe, expect, it } from '@jest/globals';
import { replayWindow, windowRefusal } from './replay.rules.js';

const now = new Date('2026-06-01T00:00:00Z');
const at = (text: string): Date => new Date(text);

describe('the time that a replay looks at', () => {
  it('is the last year when nothing is said', () => {
    expect(replayWindow(now, {})).toEqual({ from: at('2025-06-01T00:00:00Z'), to: now });
    expect(replayWindow(now, { to: at('2025-06-01T00:00:00Z') }).from).toEqual(at('2024-06-01T00:00:00Z'));
  });

  it.each<[string, string, string, string[] | undefined]>([
    ['one day', '2026-05-31T00:00:00Z', '2026-06-01T00:00:00Z', undefined],
    ['a leap year', '2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z', undefined],
    ['a millisecond more', '2023-12-31T23:59:59.999Z', '2025-01-01T00:00:00Z', ['from']],
    ['no time at all', '2026-06-01T00:00:00Z', '2026-06-01T00:00:00Z', ['to']],
    ['backwards', '2026-06-02T00:00:00Z', '2026-06-01T00:00:00Z', ['to']],
  ])('of %s', (_story, from, to, path) => {
    expect(windowRefusal({ from: at(from), to: at(to) })?.path).toEqual(path);
  });
});
