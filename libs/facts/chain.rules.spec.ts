import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { brokenLink, canonical, type ChainedFact, factHash } from './chain.rules.js';

const AT = new Date('2026-11-16T10:02:00.123Z');

/** A chain that holds, of so many facts. */
function chainOf(length: number, subjectId = 'exc_1'): ChainedFact[] {
  const chain: ChainedFact[] = [];
  for (let seq = 1; seq <= length; seq++) {
    const prevHash = chain.at(-1)?.hash ?? createHash('sha256').update(canonical(subjectId)).digest();
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

describe('a chain of facts', () => {
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

  it('no two different lists of fields have the same bytes', () => {
    const field = fc.option(fc.string({ unit: 'grapheme', maxLength: 4 }));
    const fields = fc.array(field, { maxLength: 4 });
    const bytes = (list: (string | null)[]): string => Buffer.concat(list.map(canonical)).toString('hex');
    fc.assert(
      fc.property(fields, fields, (a, b) => (bytes(a) === bytes(b)) === (JSON.stringify(a) === JSON.stringify(b))),
      { numRuns: 5000 },
    );
    expect(bytes(['ab', 'c'])).not.toBe(bytes(['a', 'bc']));
    expect(bytes([null])).not.toBe(bytes(['']));
  });

  it('version 1 is these very bytes, for ever', () => {
    const [first] = chainOf(1);
    const before = createHash('sha256')
      .update(Buffer.from('00000005' + Buffer.from('exc_1').toString('hex'), 'hex'))
      .digest();
    const text = (value: string): Buffer => Buffer.concat([Buffer.from([0, 0, 0, value.length]), Buffer.from(value)]);
    const int64 = (value: number): Buffer => Buffer.from(value.toString(16).padStart(16, '0'), 'hex');
    const bytes = [Buffer.from([1]), before, text('exc_1'), Buffer.from([0, 0, 0, 1]), text('per_priya'), text('exception.proposed')];
    const all = Buffer.concat([...bytes, int64(AT.getTime()), int64(701), text('{"seq":1}')]);
    expect(first?.hash.equals(createHash('sha256').update(all).digest())).toBe(true);
  });
});
