import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { materialDigest, repeats, type RevisionContent, revisionDigest } from './digest.rules.js';

const SALT = Buffer.alloc(32, 7);
const CONTENT: RevisionContent = {
  exceptionId: 'exc_1',
  number: 1,
  cause: 'flood',
  remedy: { kind: 'FEE_WAIVER', amount: { amountMinor: 20_240, currency: 'AUD' }, deed: null },
  policyVersionId: 'pve_1',
  whatHappened: 'The branch was flooded.',
  whatPolicySays: 'Fees stand.',
  whatWeDo: 'We take the fee back.',
  whyFair: 'She could not pay there.',
};
const money = (amountMinor: number, currency = 'AUD'): Partial<RevisionContent> => ({
  remedy: { ...CONTENT.remedy, amount: { amountMinor, currency } },
});
const digests = (change: Partial<RevisionContent>, salt = SALT): [revision: string, material: string] => [
  revisionDigest({ ...CONTENT, ...change }, salt).toString('hex'),
  materialDigest({ ...CONTENT, ...change }, salt).toString('hex'),
];
const [revision, material] = digests({});

describe('promise 1: what is signed', () => {
  it.each<[story: string, change: Partial<RevisionContent>, changes: 'both' | 'the revision only']>([
    ['the amount, by a cent', money(20_241), 'both'],
    ['the currency', money(20_240, 'NZD'), 'both'],
    [
      'a digit that moves from amount to currency',
      { remedy: { ...CONTENT.remedy, amount: { amountMinor: 2024, currency: '0AUD' } } },
      'both',
    ],
    ['the kind of remedy', { remedy: { ...CONTENT.remedy, kind: 'REFUND' } }, 'both'],
    ['a deed beside the money', { remedy: { ...CONTENT.remedy, deed: 'A call.' } }, 'both'],
    ['a deed of no words', { remedy: { ...CONTENT.remedy, deed: '' } }, 'both'],
    ['no money', { remedy: { kind: 'FEE_WAIVER', amount: null, deed: 'A call.' } }, 'both'],
    ['what we do', { whatWeDo: 'We take half of the fee back.' }, 'both'],
    ['what we do, by a space', { whatWeDo: 'We take the fee back. ' }, 'both'],
    ['the policy departed from', { policyVersionId: 'pve_2' }, 'both'],
    ['that no policy exists', { policyVersionId: null }, 'both'],
    ['the exception it is about', { exceptionId: 'exc_2' }, 'both'],
    ['the number of the revision', { number: 2 }, 'the revision only'],
    ['the cause', { cause: 'storm' }, 'the revision only'],
    ['what happened', { whatHappened: 'The branch was flooded' }, 'the revision only'],
    ['what the policy says', { whatPolicySays: 'fees stand.' }, 'the revision only'],
    ['why it is fair', { whyFair: 'She could not pay there' }, 'the revision only'],
    ['a letter of the same looks', { whyFair: 'Shе could not pay there.' }, 'the revision only'],
    ['the same letters, composed otherwise', { whyFair: CONTENT.whyFair.replace('e', 'e\u0301') }, 'the revision only'],
  ])('%s changes its digest', (_, change, changes) => {
    const [newRevision, newMaterial] = digests(change);
    expect(newRevision).not.toBe(revision);
    expect(newMaterial === material ? 'the revision only' : 'both').toBe(changes);
  });

  it('words that move from one answer to the next change it', () => {
    const moved = { whatHappened: 'The branch was flooded.Fees', whatPolicySays: ' stand.' };
    expect(digests(moved)[0]).not.toBe(revision);
  });

  it('without the salt nobody can guess the words', () => {
    expect(digests({}, Buffer.alloc(32, 8))).not.toContain(revision);
    expect(digests({}, Buffer.alloc(32, 8))).not.toContain(material);
  });

  it('no two different contents have one digest', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 6 });
    const content = fc.record({
      whatHappened: text,
      whatPolicySays: text,
      whatWeDo: text,
      whyFair: text,
      cause: fc.constantFrom('a', 'b'),
    });
    fc.assert(
      fc.property(content, content, (a, b) => (digests(a)[0] === digests(b)[0]) === (JSON.stringify(a) === JSON.stringify(b))),
      { numRuns: 2000 },
    );
  });

  it('version 1 is this very text, for ever', () => {
    // Written out once by hand: any change of the format must be a version 2, or every receipt of the past loses its text.
    const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
    const salt = '07'.repeat(32);
    const matter = sha256(`matter 1${salt}5:exc_110:FEE_WAIVER5:202403:AUD-21:We take the fee back.5:pve_1`);
    const words = '5:flood23:The branch was flooded.11:Fees stand.24:She could not pay there.';
    const all = sha256(`revision 1${salt}5:exc_11:1${matter}${words}`);
    expect([revision, material]).toEqual([all, matter]);
  });
});

describe('whether an amendment repeats what stands', () => {
  it.each<[story: string, change: Partial<RevisionContent>, repeats: boolean]>([
    ['of nothing', {}, true],
    ['of one letter', { whyFair: 'She could not pay there!' }, false],
    ['of a cent', money(20_241), false],
    ['of the cause', { cause: 'storm' }, false],
    ['of the policy departed from, which has changed', { policyVersionId: 'pve_2' }, false],
  ])('%s', (_, change, expected) => {
    expect(repeats({ ...CONTENT, number: 2, ...change }, SALT, revision)).toBe(expected);
  });
});
