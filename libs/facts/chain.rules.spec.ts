import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { brokenLink, canonical, type ChainedFact, factHash, sha256 } from './chain.rules.js';

const AT = new Date('2026-11-16T10:02:00.123Z');

/** A chain that holds, of so many facts. */
function chainOf(length: number, subjectId = 'exc_1'): ChainedFact[] {
  const chain: ChainedFact[] = [];
  for (let seq = 1; seq <= length; seq++) {
    const prevHash = chain.at(-1)?.hash ?? sha256(canonical(subjectId));
    const fact = {
      subjectId,
      seq,
      actorId: seq % 2 ? 'per_priya' : null,
      name: 'exception.proposed',
      body: `{"seq":${seq}}`,
      at: AT,
      xid: String(700 + seq),
      prevHash,
    };
    chain.push({ ...fact, hash: factHash(fact) });
  }
  return chain;
}
const edited = (index: number, change: Partial<ChainedFact>): ChainedFact[] =>
  chainOf(5).map((fact, i) => (i === index ? { ...fact, ...change } : fact));

describe('promise 9: a chain of facts', () => {
  it.each([0, 1, 2, 50])('of %i that nobody touched holds', (length) => {
    expect(brokenLink(chainOf(length))).toBeUndefined();
  });

  it.each<[story: string, change: Partial<ChainedFact>]>([
    ['another subject', { subjectId: 'exc_2' }],
    ['another number', { seq: 7 }],
    ['another actor', { actorId: 'per_tom' }],
    ['nobody as actor', { actorId: null }],
    ['an actor without a name', { actorId: '' }],
    ['another name', { name: 'exception.approved' }],
    ['another body', { body: '{"seq":4}' }],
    ['a space in the body', { body: '{"seq": 3}' }],
    ['a millisecond later', { at: new Date(AT.getTime() + 1) }],
    ['another transaction', { xid: '704' }],
    ['another hash before it', { prevHash: Buffer.alloc(32) }],
    ['another hash', { hash: Buffer.alloc(32) }],
    ['half a hash', { hash: Buffer.alloc(16) }],
  ])('with %s in its middle is broken there', (_, change) => {
    expect(brokenLink(edited(2, change))).toMatchObject({ ...change });
  });

  it('is broken behind an edit whose hash was made anew', () => {
    const [, , third] = chainOf(5);
    const forged = { ...(third as ChainedFact), body: '{"seq":4}' };
    expect(brokenLink(edited(2, { body: forged.body, hash: factHash(forged) }))?.seq).toBe(4);
  });

  it.each<[story: string, chain: ChainedFact[], brokenAt: number]>([
    ['one is taken out', chainOf(5).toSpliced(2, 1), 4],
    ['the first is taken out', chainOf(5).slice(1), 2],
    ['two change places', [0, 2, 1, 3, 4].map((index) => chainOf(5)[index] as ChainedFact), 3],
    ['one stands twice', chainOf(5).toSpliced(2, 0, chainOf(5)[2] as ChainedFact), 3],
    ['it goes on with that of another subject', [...chainOf(2), ...chainOf(3, 'exc_2').slice(2)], 3],
  ])('is broken when %s', (_, chain, brokenAt) => {
    expect(brokenLink(chain)?.seq).toBe(brokenAt);
  });

  it('that loses its end, or is made anew as a whole, holds: only a checkpoint elsewhere shows that', () => {
    expect(brokenLink(chainOf(5).slice(0, 3))).toBeUndefined();
    expect(brokenLink(chainOf(5, 'exc_9'))).toBeUndefined();
  });

  it('no two different lists of fields make the same text', () => {
    const field = fc.option(fc.string({ unit: 'grapheme', maxLength: 4 }));
    const fields = fc.array(field, { maxLength: 4 });
    const textOf = (list: (string | null)[]): string => list.map(canonical).join('');
    fc.assert(
      fc.property(fields, fields, (a, b) => (textOf(a) === textOf(b)) === (JSON.stringify(a) === JSON.stringify(b))),
      { numRuns: 5000 },
    );
    expect(textOf(['ab', 'c'])).not.toBe(textOf(['a', 'bc']));
    expect(textOf([null])).not.toBe(textOf(['']));
  });

  it('version 1 is this very text, for ever', () => {
    const [first] = chainOf(1);
    const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
    const text = `fact 1${sha('5:exc_1')}5:exc_11:19:per_priya18:exception.proposed13:17948233201233:7019:{"seq":1}`;
    expect(first?.hash.toString('hex')).toBe(sha(text));
  });
});
