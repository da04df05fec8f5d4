import { describe, expect, it } from '@jest/globals';
import type { Draft } from './propose-draft.js';
import { quoteOf, quoting, type InForce } from './propose-quoting.js';

const FLOODS: InForce = { id: 'floods', causes: ['branch-flood'], kinds: ['FEE_WAIVER'] };
const STORMS: InForce = { id: 'storms', causes: ['storm', 'hail'], kinds: [] };
const HAIL: InForce = { id: 'hail', causes: ['hail'], kinds: ['REFUND', 'CREDIT'] };
const ALL: InForce = { id: 'all', causes: [], kinds: ['DEED'] };
const HOUSE = [FLOODS, STORMS, HAIL, ALL];

const FLOODED = 'My branch was flooded, and I was charged.';

describe('what follows for a proposal', () => {
  it.each<[string, Partial<Draft>, string, Partial<Draft>]>([
    ['from nothing', {}, 'You charged me.', {}],
    ['from a cause for which one policy stands', { cause: 'storm' }, '', { policyVersionId: 'storms' }],
    ['… of one kind only', { cause: 'branch-flood' }, '', { policyVersionId: 'floods', kind: 'FEE_WAIVER' }],
    ['from one for which two stand', { cause: 'hail' }, '', {}],
    ['from one for which none stands', { cause: 'queue' }, FLOODED, {}],
    ['from a cause that was taken away again', { cause: '' }, FLOODED, {}],
    ['from a need that names one', {}, FLOODED, { policyVersionId: 'floods', cause: 'branch-flood', kind: 'FEE_WAIVER' }],
    ['from one of its two causes', {}, 'A storm came.', { policyVersionId: 'storms', cause: 'storm' }],
    ['from a need with one word of two', {}, 'I like the branch.', {}],
    ['from a policy that was chosen', { policyVersionId: 'floods' }, '', { cause: 'branch-flood', kind: 'FEE_WAIVER' }],
    ['from one with several causes', { policyVersionId: 'storms' }, '', {}],
    ['… of which the need names one', { policyVersionId: 'storms' }, 'Hail fell.', { cause: 'hail' }],
    ['from one that is not in force', { policyVersionId: 'gone' }, FLOODED, {}],
    ['when somebody says that no policy exists', { policyVersionId: '' }, FLOODED, {}],
    ['over nothing that was said', { cause: 'queue', policyVersionId: 'floods', kind: 'DEED' }, FLOODED, {}],
    ['over no kind that was said', { cause: 'branch-flood', kind: 'REFUND' }, '', { policyVersionId: 'floods' }],
  ])('%s', (_, said, need, expected) => {
    expect(quoting(said, HOUSE, need)).toEqual(expected);
  });

  it('quotes a short text whole, and a long one up to the end of a sentence', () => {
    expect(quoteOf('Late fees are charged. Always.')).toBe('Late fees are charged. Always.');
    const long = `${'Late fees are charged. '.repeat(60)}`;
    expect(quoteOf(long)).toMatch(/^Late fees .* charged\. …$/);
    expect(quoteOf(long).length).toBeLessThan(805);
    expect(quoteOf('x'.repeat(900))).toBe(`${'x'.repeat(800)} …`);
  });
});
