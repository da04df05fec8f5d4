import { describe, expect, it } from '@jest/globals';
import { confidenceOf, exceptionsAvoided } from './avoided.rules.js';

const counts = { since: new Date('2026-03-01T00:00:00Z'), until: new Date('2026-03-31T00:00:00Z'), cited: 12, before: 45, beforeDays: 90 };

describe('exceptions avoided', () => {
  it('are the citations, with what was usual before told beside', () => {
    expect(exceptionsAvoided(counts)).toMatchObject({
      count: 12,
      expected: 15,
      formula:
        '12 customers got a yes by this version, without a signature, in the 30 days since 2026-03-01. In the 90 days before, 45 like it had to be signed, which makes 15 in the same time.',
    });
  });

  it('are told of one, of none before, and of a house that was not there before', () => {
    expect(exceptionsAvoided({ ...counts, cited: 1, before: 0 })).toMatchObject({ count: 1, expected: 0 });
    expect(exceptionsAvoided({ ...counts, cited: 1 }).formula).toMatch(/^1 customer got/);
    const young = exceptionsAvoided({ ...counts, before: 0, beforeDays: 0 });
    expect(young).toMatchObject({ expected: 0, formula: expect.stringContaining('not at work before') as unknown });
  });
});

describe('confidence', () => {
  it.each([
    [{ cited: 0, asked: 0, helped: 0 }, 'NEW', 'It is new: nobody cited it yet.'],
    [{ cited: 1, asked: 0, helped: 0 }, 'CITED', 'It was cited once.'],
    [{ cited: 7, asked: 4, helped: 4 }, 'CITED', 'It was cited 7 times.'],
    [{ cited: 7, asked: 5, helped: 4 }, 'HELPED', 'It helped 80 % of the 5 customers who were asked.'],
  ])('%j is %s', (told, state, sentence) => {
    expect(confidenceOf(told)).toMatchObject({ ...told, state, sentence });
  });
});
