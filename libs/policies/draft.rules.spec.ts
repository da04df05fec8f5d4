import { describe, expect, it } from '@jest/globals';
import { type DraftAttempt, draftRefusal, POLICY_TEXT_LENGTH_MAX } from './draft.rules.js';

const now = new Date('2025-06-02T00:00:00Z');
const later = new Date('2025-12-01T00:00:00Z');
const renee: DraftAttempt = {
  now,
  actsAsReviewer: true,
  reviewers: [{ id: 'per_omar' }],
  policyId: undefined,
  policyTitle: null,
  title: 'Disaster fees',
  text: 'Fees that fall due while a branch is closed by a disaster are waived.',
  conditions: { kinds: ['FEE_WAIVER'], causes: ['flood'], amountUpTo: { amountMinor: 25_000, currency: 'AUD' } },
  reviewBy: undefined,
  precedents: undefined,
};
const nextVersion = { policyId: 'pol_1', policyTitle: 'Disaster fees', title: undefined };
const approved = { id: 'exc_1', ref: 'EX-1001', stands: true, kind: 'FEE_WAIVER', cause: 'flood', currency: 'AUD', policyRef: null };
const promotion = { precedents: [approved], reviewBy: later };

describe('drafting a version', () => {
  it.each<[string, Partial<DraftAttempt>, string | undefined, string[]]>([
    ['Renee, of a new policy', {}, undefined, []],
    ['Renee, of one that exists', nextVersion, undefined, []],
    ['Renee, of one that exists, saying its title again', { ...nextVersion, title: 'Disaster fees' }, undefined, []],
    ['somebody who is no reviewer', { actsAsReviewer: false }, 'NOT_ALLOWED', []],
    ['of a policy that does not exist', { ...nextVersion, policyTitle: null }, 'NOT_FOUND', ['policyId']],
    ['of a new policy without a title', { title: undefined }, 'INVALID', ['title']],
    ['of a new policy with an empty title', { title: '' }, 'INVALID', ['title']],
    ['with a title of 201 characters', { title: 't'.repeat(201) }, 'INVALID', ['title']],
    ['renaming a policy', { ...nextVersion, title: 'Other fees' }, 'INVALID', ['title']],
    ['that says nothing', { text: '' }, 'INVALID', ['text']],
    ['as long as may be', { text: '𝒜'.repeat(POLICY_TEXT_LENGTH_MAX) }, undefined, []],
    ['one character longer', { text: 'a'.repeat(POLICY_TEXT_LENGTH_MAX + 1) }, 'INVALID', ['text']],
    ['far longer', { text: 'a'.repeat(3 * POLICY_TEXT_LENGTH_MAX) }, 'INVALID', ['text']],
    ['about nothing in particular', { conditions: {} }, 'INVALID', ['conditions']],
    ['to be looked at again', { reviewBy: later }, undefined, []],
    ['to be looked at again by now', { reviewBy: now }, 'INVALID', ['reviewBy']],
    ['from an approved exception', promotion, undefined, []],
    ['from exceptions, without a date to look again', { ...promotion, reviewBy: undefined }, 'INVALID', ['reviewBy']],
    ['from no exception', { ...promotion, precedents: [] }, 'INVALID', ['exceptionIds']],
    ['from a hundred exceptions', { ...promotion, precedents: Array(100).fill(approved) as never[] }, undefined, []],
    ['from a hundred and one', { ...promotion, precedents: Array(101).fill(approved) as never[] }, 'INVALID', ['exceptionIds']],
    [
      'from an exception that does not exist',
      { ...promotion, precedents: [approved, { ...approved, ref: null }] },
      'NOT_FOUND',
      ['exceptionIds'],
    ],
    [
      'from one that is not approved',
      { ...promotion, precedents: [approved, { ...approved, ref: 'EX-9', stands: false }] },
      'NOT_APPROVED',
      ['exceptionIds'],
    ],
    [
      'from one behind another policy',
      { ...promotion, precedents: [{ ...approved, policyRef: 'POL-3' }] },
      'ALREADY_PROMOTED',
      ['exceptionIds'],
    ],
    ['of other causes than its exceptions', { ...promotion, precedents: [{ ...approved, cause: 'hail' }] }, 'INVALID', ['conditions']],
    ['of other kinds than its exceptions', { ...promotion, precedents: [{ ...approved, kind: 'CREDIT' }] }, 'INVALID', ['conditions']],
    [
      'of one of its exceptions, and not of the other',
      { ...promotion, precedents: [approved, { ...approved, cause: 'hail' }] },
      undefined,
      [],
    ],
    ['of any kind, as its exceptions', { ...promotion, conditions: { causes: ['flood'] } }, undefined, []],
    [
      'with a limit in another currency than its exceptions',
      { ...promotion, precedents: [{ ...approved, currency: 'NZD' }] },
      'INVALID',
      ['conditions', 'amountUpTo', 'currency'],
    ],
    [
      'with a limit in the currency of one of them',
      { ...promotion, precedents: [approved, { ...approved, currency: 'NZD' }] },
      undefined,
      [],
    ],
    ['with a limit, from deeds that cost nothing', { ...promotion, precedents: [{ ...approved, currency: null }] }, undefined, []],
  ])('%s', (_story, more, code, path) => {
    const refusal = draftRefusal({ ...renee, ...more });
    expect(refusal?.code).toBe(code);
    expect(refusal?.path ?? []).toEqual(path);
  });

  it('names who could do it instead, and which exceptions do not stand', () => {
    expect(draftRefusal({ ...renee, actsAsReviewer: false })?.whoCould).toEqual(['per_omar']);
    const two = [
      { ...approved, ref: 'EX-8', stands: false },
      { ...approved, ref: 'EX-9', stands: false },
    ];
    expect(draftRefusal({ ...renee, ...promotion, precedents: two })?.message).toContain('EX-8 and EX-9 are not');
  });
});
