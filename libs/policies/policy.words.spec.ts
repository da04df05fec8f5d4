import { expect, it } from '@jest/globals';
import { REMEDY_KINDS } from '#exceptions';
import { CONDITION_KINDS } from './policy.words.js';

it('speaks of the same kinds of remedy as exceptions do', () => {
  expect(CONDITION_KINDS).toEqual(REMEDY_KINDS);
});
