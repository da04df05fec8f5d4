import { describe, expect, it } from '@jest/globals';
import {
  CAUSES_MAX,
  type CauseNow,
  isSecondStep,
  type MergeAttempt,
  mergeRefusal,
  namingRefusal,
  type NamingAttempt,
} from './cause.rules.js';
import { isCauseKey } from './cause.words.js';

const USED: CauseNow = { key: 'late-courier', mergedInto: null, mergeAskedInto: null, mergeAskedHuman: null };
const MERGED: CauseNow = {
  ...USED,
  key: 'parcel-late',
  mergedInto: 'courier-delay',
  mergeAskedInto: 'courier-delay',
  mergeAskedHuman: 'hum_renee',
};
const GOAL: CauseNow = { ...USED, key: 'courier-delay' };
const OMAR = {
  actor: { humanId: 'hum_omar', alsoHumans: ['hum_omar2'] },
  actsAsReviewer: true,
  reviewers: [
    { id: 'per_omar', humanId: 'hum_omar' },
    { id: 'per_renee', humanId: 'hum_renee' },
  ],
};
const NEW: NamingAttempt = {
  ...OMAR,
  cause: undefined,
  isNew: true,
  inUse: 20,
  key: 'late-courier',
  name: 'Courier late',
  description: null,
};
const MERGE: MergeAttempt = { ...OMAR, from: USED, into: GOAL, why: 'One word for both.' };
const asked = (human: string): CauseNow => ({ ...USED, mergeAskedInto: GOAL.key, mergeAskedHuman: human });

describe('a cause', () => {
  it.each([
    ['branch-flood', true],
    ['2nd-call', true],
    ['x'.repeat(64), true],
    ['x'.repeat(65), false],
    ['Branch flood', false],
    ['-flood', false],
    ['', false],
    [undefined, false],
  ])('can be called %p: %p', (key, can) => {
    expect(isCauseKey(key)).toBe(can);
  });

  it.each<[string, Partial<NamingAttempt>, object | undefined]>([
    ['is put on the list by a reviewer', {}, undefined],
    ['is not, by an agent', { actsAsReviewer: false }, { code: 'NOT_ALLOWED', whoCould: ['per_omar', 'per_renee'] }],
    ['is a short code', { key: 'Late courier' }, { code: 'INVALID', path: ['key'] }],
    ['is on it once', { cause: USED }, { code: 'INVALID', path: ['key'], message: 'late-courier is on the list already.' }],
    ['is not on it again after it was merged', { cause: MERGED, key: MERGED.key }, { code: 'INVALID', path: ['key'] }],
    ['is the last one that is read', { inUse: CAUSES_MAX - 1 }, undefined],
    ['is one too many', { inUse: CAUSES_MAX }, { code: 'INVALID', path: ['key'] }],
    ['has a name', { name: '' }, { code: 'INVALID', path: ['name'] }],
    ['has a name of 80 characters at most', { name: '😀'.repeat(81) }, { code: 'INVALID', path: ['name'] }],
    ['has a name of 80 characters', { name: '😀'.repeat(80) }, undefined],
    ['is described in 500 characters at most', { description: 'x'.repeat(501) }, { code: 'INVALID', path: ['description'] }],
    ['is named better', { isNew: false, cause: USED }, undefined],
    ['is not named better when it is not there', { isNew: false }, { code: 'NOT_FOUND', path: ['key'] }],
    ['is not named better once it was merged', { isNew: false, cause: MERGED }, { code: 'CAUSE_MERGED', path: ['key'] }],
  ])('%s', (_, more, refusal) => {
    const found = namingRefusal({ ...NEW, ...more });
    if (refusal === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(refusal);
  });
});

describe('two causes', () => {
  it.each<[string, Partial<MergeAttempt>, object | undefined]>([
    ['are asked to be merged by a reviewer', {}, undefined],
    ['are merged by another one', { from: asked('hum_renee') }, undefined],
    ['are not merged by who asked', { from: asked('hum_omar') }, { code: 'SAME_REVIEWER', whoCould: ['per_renee'] }],
    ['are not merged by who asked from another account', { from: asked('hum_omar2') }, { code: 'SAME_REVIEWER' }],
    ['are asked anew, into another one', { from: { ...asked('hum_omar'), mergeAskedInto: 'outage' } }, undefined],
    ['are not merged by an agent', { actsAsReviewer: false }, { code: 'NOT_ALLOWED' }],
    ['are two', { into: USED }, { code: 'INVALID', path: ['into'] }],
    ['are there: the first', { from: undefined }, { code: 'NOT_FOUND', path: ['from'] }],
    ['are there: the second', { into: undefined }, { code: 'NOT_FOUND', path: ['into'] }],
    ['are not other', { from: { ...USED, key: 'other' } }, { code: 'INVALID', path: ['from'] }],
    ['make no chain: what was merged goes nowhere else', { from: MERGED }, { code: 'CAUSE_MERGED', path: ['from'] }],
    ['make no chain: what was merged is no goal', { into: MERGED }, { code: 'CAUSE_MERGED', path: ['into'], message: /courier-delay/ }],
    ['are merged for a reason', { why: '' }, { code: 'INVALID', path: ['why'] }],
  ])('%s', (_, more, refusal) => {
    const found = mergeRefusal({ ...MERGE, ...more });
    if (refusal === undefined) expect(found).toBeUndefined();
    else expect(found).toMatchObject(matching(refusal));
  });

  it('are merged by the second call for the same two', () => {
    expect([isSecondStep(MERGE), isSecondStep({ ...MERGE, from: asked('hum_renee') })]).toEqual([false, true]);
  });
});

/** A pattern for a message, wherever one is given. */
function matching(refusal: object): Record<string, unknown> {
  const { message, ...rest } = refusal as { message?: RegExp };
  return { ...rest, ...(message ? { message: expect.stringMatching(message) } : {}) };
}
