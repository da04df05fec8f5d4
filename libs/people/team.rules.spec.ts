import { describe, expect, it } from '@jest/globals';
import { teamNameFault } from './team.rules.js';

describe('the name of a team', () => {
  it.each<[string, string, boolean]>([
    ['one letter', 'x', true],
    ['200 characters', '😀'.repeat(200), true],
    ['201', '😀'.repeat(201), false],
    ['nothing', '', false],
    ['blanks', ' \u3000', false],
    ['two lines', 'Cards\nLoans', false],
    ['a separator that no eye sees', 'Cards\u2028Loans', false],
  ])('%s', (_story, name, isFine) => {
    const fault = teamNameFault(name, 'displayName');
    expect(fault?.path).toEqual(isFine ? undefined : ['displayName']);
    expect(fault?.code).toBe(isFine ? undefined : 'INVALID');
  });
});
