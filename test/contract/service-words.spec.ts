import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { FACTS } from '#facts';
import { FIGURE_FORMULAS, FORMULAS } from '#insights';
import { REMARKS } from '#promotions';
import { AGREEMENT_FORMULA } from '#reviews';

const SAID: readonly string[] = [FACTS, FIGURE_FORMULAS, FORMULAS, REMARKS, { AGREEMENT_FORMULA }].flatMap((sentences) =>
  Object.values(sentences),
);

const GERMAN = JSON.parse(readFileSync('apps/console/src/words/service-de.json', 'utf8')) as Record<string, string>;

describe('what the service says in whole sentences', () => {
  it.each(SAID)('is there in German: %s', (english) => {
    expect(GERMAN[english]).toMatch(/.{10,}/);
    expect(GERMAN[english]).not.toBe(english);
  });

  it('is all that the catalogue holds', () => {
    expect(Object.keys(GERMAN).filter((english) => !SAID.includes(english))).toEqual([]);
  });
});
