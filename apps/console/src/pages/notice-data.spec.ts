import { describe, expect, it } from '@jest/globals';
import { placeOf } from './notice-data';

const NOTHING = { exception: null, case: null, pattern: null };

describe('where a notice leads', () => {
  it.each([
    [
      'a pattern, to the pattern',
      { ...NOTHING, name: 'pattern.candidate', pattern: { id: 'pat_1' } },
      { to: '/patterns', search: { id: 'pat_1' } },
    ],
    ['a pattern whose cause is another one by now, to all of them', { ...NOTHING, name: 'pattern.candidate' }, { to: '/patterns' }],
    ['a case, to the case', { ...NOTHING, name: 'case.rehomed', case: { id: 'cas_1' } }, { to: '/cases/$id', params: { id: 'cas_1' } }],
    ['nothing that has a page, to the inbox', { ...NOTHING, name: 'new.thing' }, { to: '/inbox' }],
  ])('%s', (_story, notice, place) => expect(placeOf(notice)).toEqual(place));
});
