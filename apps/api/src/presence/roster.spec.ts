import { beforeEach, describe, expect, it } from '@jest/globals';
import { LOST_MS, type Present, Roster } from './roster.js';

const tom: Present = { subjectId: 'exc_1', personId: 'per_tom', doing: 'READING' };
const tomSigns: Present = { ...tom, doing: 'ABOUT_TO_CO_SIGN' };
const mia: Present = { ...tom, personId: 'per_mia' };
const elsewhere: Present = { ...tom, subjectId: 'exc_2' };
const says = (here: Present[], gone: Present[] = []) => ({ here, gone });

let roster: Roster;
beforeEach(() => {
  roster = new Roster('one');
});
const seen = (by = 'per_priya') => roster.others('exc_1', by).map(({ personId, doing }) => `${personId} ${doing}`);

describe('who has something open', () => {
  it('is everybody else, each once, with the most telling thing that they do', () => {
    [tom, tomSigns, mia, elsewhere].forEach((present) => roster.enter(present));
    expect(seen()).toEqual(['per_mia READING', 'per_tom ABOUT_TO_CO_SIGN']);
    expect(seen('per_tom')).toEqual(['per_mia READING']);
  });

  it('is there until the last window is closed', () => {
    expect([roster.enter(tom), roster.enter(tom)]).toEqual([true, false]);
    expect([roster.leave(tom), seen(), roster.leave(tom), seen(), roster.leave(tom)]).toEqual([
      false,
      ['per_tom READING'],
      true,
      [],
      false,
    ]);
    expect(roster.isEmpty).toBe(true);
  });

  it('is heard of other processes, and it is news once', () => {
    expect(roster.hear('two', says([tom, elsewhere]), 0)).toEqual(['exc_1', 'exc_2']);
    expect(roster.hear('two', says([tom, elsewhere]), 1)).toEqual([]);
    expect(roster.hear('three', says([tom]), 1)).toEqual(['exc_1']);
    expect(roster.hear('two', says([], [tom]), 2)).toEqual(['exc_1']);
    expect(seen()).toEqual(['per_tom READING']); // at the third
    expect(roster.hear('one', says([mia]), 2)).toEqual([]); // its own voice
    expect(roster.own()).toEqual([]);
  });

  it('is forgotten when a process says nothing any more, and its own windows never', () => {
    roster.enter(mia);
    roster.hear('two', says([tom]), 0);
    expect([roster.forgetLost(LOST_MS), seen()]).toEqual([[], ['per_mia READING', 'per_tom READING']]);
    expect([roster.forgetLost(LOST_MS + 1), seen()]).toEqual([['exc_1'], ['per_mia READING']]);
  });
});
