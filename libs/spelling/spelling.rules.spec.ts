import { describe, expect, it } from '@jest/globals';
import { nearestTo, typosBetween } from './spelling.rules.js';

describe('slips between two words', () => {
  it.each([
    ['the same', 'flood', 'flood', 0],
    ['a letter is missing', 'flod', 'flood', 1],
    ['one too many', 'floood', 'flood', 1],
    ['another letter', 'fload', 'flood', 1],
    ['two changed places', 'brigde', 'bridge', 1],
    ['two slips', 'becuas', 'because', 2],
    ['another word', 'taxi', 'flood', 5],
    ['nothing', '', 'flood', 5],
  ])('%s', (_, one, other, slips) => {
    expect([typosBetween(one, other), typosBetween(other, one)]).toEqual([slips, slips]);
  });
});

describe('what somebody may have meant', () => {
  it.each([
    ['the nearest', 'flod', ['flood', 'flock'], ['flood']],
    ['all that are as near', 'fleod', ['flood', 'fjeod', 'fluid'], ['flood', 'fjeod']],
    ['a short word with one slip', 'flodo', ['flood'], ['flood']],
    ['not a short word with two', 'floc', ['flood'], []],
    ['a word of six letters with two', 'becuas', ['because'], ['because']],
    ['not a short word that a longer one begins with', 'cardio', ['card'], []],
    ['not a long word with three', 'cancelatoin', ['constellation'], []],
    ['nothing where nothing is known', 'flood', [], []],
  ])('%s', (_, asked, known, meant) => {
    expect(nearestTo(asked, known, (word) => word)).toEqual(meant);
  });
});
