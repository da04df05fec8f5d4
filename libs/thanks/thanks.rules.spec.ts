import { describe, expect, it } from '@jest/globals';
import { deedShown, type Thanked, type ThanksAttempt, thanksRefusal } from './thanks.rules.js';

const tom: Thanked = { id: 'per_tom', name: 'Tom', human: 'hum_tom', isColleague: true, isTheGiver: false, mayBeNamed: true };
const attempt = (more: Partial<ThanksAttempt> = {}): ThanksAttempt => ({
  actsInPerson: true,
  giverMayBeNamed: true,
  toIds: ['per_tom'],
  found: [tom],
  deed: 'Read it in a minute.',
  caseIsKnown: true,
  ...more,
});
const many = (count: number): Partial<ThanksAttempt> => {
  const found = Array.from({ length: count }, (_, n) => ({ ...tom, id: `per_${n}`, human: `hum_${n}` }));
  return { toIds: found.map(({ id }) => id), found };
};

describe('thanks', () => {
  it.each<[story: string, more: Partial<ThanksAttempt>, code: string | undefined]>([
    ['Priya thanks Tom', {}, undefined],
    ['she thanks ten', many(10), undefined],
    ['eleven', many(11), 'INVALID'],
    ['nobody', { toIds: [], found: [] }, 'INVALID'],
    ['Tom twice', { toIds: ['per_tom', 'per_tom'] }, 'INVALID'],
    ['one human by two accounts', { toIds: ['per_tom', 'per_tom2'], found: [tom, { ...tom, id: 'per_tom2' }] }, 'INVALID'],
    ['a machine thanks', { actsInPerson: false }, 'NOT_ALLOWED'],
    ['somebody thanks who asked not to be named', { giverMayBeNamed: false }, 'OPTED_OUT'],
    ['somebody unknown', { found: [] }, 'NOT_FOUND'],
    ['herself', { found: [{ ...tom, isTheGiver: true }] }, 'SELF_THANKS'],
    ['a machine, or somebody who left', { found: [{ ...tom, isColleague: false }] }, 'NOT_ELIGIBLE'],
    ['somebody who does not want it', { found: [{ ...tom, mayBeNamed: false }] }, 'OPTED_OUT'],
    ['for nothing', { deed: '  ' }, 'INVALID'],
    ['in 500 characters', { deed: '🌊'.repeat(500) }, undefined],
    ['in one more', { deed: '🌊'.repeat(501) }, 'INVALID'],
    ['for a case that nobody knows', { caseIsKnown: false }, 'NOT_FOUND'],
  ])('%s', (_, more, code) => {
    expect(thanksRefusal(attempt(more))?.code).toBe(code);
  });
});

describe('the deed of thanks', () => {
  it.each<[story: string, deed: string | null, unnamed: string[], shown: string | null]>([
    ['names nobody who minds', 'Tom read it.', [], 'Tom read it.'],
    ['names somebody who minds', 'TÖM read it.', ['Tom Baker'], null],
    ['names another', 'Tomas read it.', ['Tom Baker'], 'Tomas read it.'],
    ['has a short word that is part of a name', 'It is so.', ['So Li'], 'It is so.'],
    ['is erased', null, ['Tom'], null],
  ])('%s', (_, deed, unnamed, shown) => {
    expect(deedShown(deed, unnamed)).toBe(shown);
  });
});
