import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { Batch, type Checkpoint, checkpointHash, checkpointLine, checkpointText, NO_CHECKPOINT } from './checkpoint.rules.js';

const sha = (text: string): Buffer => createHash('sha256').update(text).digest();
const CHECKPOINT: Checkpoint = {
  number: 2,
  at: new Date('2026-11-16T10:02:00.123Z'),
  fromXid: '700',
  toXid: '712',
  facts: 2,
  digest: sha('a'),
  prevHash: sha('b'),
  keyId: 'key',
};

describe('promise 9: a checkpoint', () => {
  it('version 1 is this very text, for ever', () => {
    const [digest, prev] = [sha('a').toString('hex'), sha('b').toString('hex')];
    expect(checkpointText(CHECKPOINT)).toBe(`checkpoint 11:213:17948233201233:7003:7121:264:${digest}64:${prev}3:key`);
    expect(checkpointHash(CHECKPOINT)).toEqual(sha(checkpointText(CHECKPOINT)));
  });

  it.each<[string, Partial<Checkpoint>]>([
    ['number', { number: 3 }],
    ['time', { at: new Date(CHECKPOINT.at.getTime() + 1) }],
    ['begin', { fromXid: '699' }],
    ['end', { toXid: '713' }],
    ['count', { facts: 3 }],
    ['digest', { digest: sha('c') }],
    ['hash before it', { prevHash: sha('c') }],
    ['key', { keyId: 'kez' }],
  ])('with another %s is another one', (_, change) => {
    expect(checkpointHash({ ...CHECKPOINT, ...change })).not.toEqual(checkpointHash(CHECKPOINT));
  });

  it('is sent as one line', () => {
    const line = checkpointLine({ ...CHECKPOINT, hash: sha('d'), signature: Buffer.alloc(64) });
    expect(line).not.toContain('\n');
    expect(JSON.parse(line)).toMatchObject({
      kind: 'checkpoint',
      number: 2,
      at: 1794823320123,
      fromXid: '700',
      digest: sha('a').toString('hex'),
    });
  });

  it('begins with nothing', () => {
    expect(NO_CHECKPOINT.hash.toString('hex')).toBe('00'.repeat(32));
  });
});

describe('promise 9: a batch', () => {
  const digestOf = (...facts: [string, number, string][]): string => {
    const batch = new Batch();
    facts.forEach(([subjectId, seq, text]) => batch.add({ subjectId, seq, hash: sha(text) }));
    return batch.digest().toString('hex');
  };

  it('version 1 is this very text, for ever', () => {
    expect(digestOf(['exc_1', 1, 'x'])).toBe(sha(`batch 15:exc_11:1${sha('x').toString('hex')}`).toString('hex'));
    expect(digestOf()).toBe(sha('batch 1').toString('hex'));
  });

  it('is another one with any fact more, less, changed or moved', () => {
    const batches = [
      digestOf(['exc_1', 1, 'x'], ['exc_1', 2, 'y']),
      digestOf(['exc_1', 1, 'x']),
      digestOf(['exc_1', 1, 'x'], ['exc_1', 2, 'z']),
      digestOf(['exc_1', 2, 'y'], ['exc_1', 1, 'x']),
      digestOf(['exc_1', 1, 'x'], ['exc_2', 2, 'y']),
      digestOf(['exc_1', 1, 'x'], ['exc_1', 2, 'y'], ['exc_1', 3, 'y']),
    ];
    expect(new Set(batches).size).toBe(batches.length);
  });
});
