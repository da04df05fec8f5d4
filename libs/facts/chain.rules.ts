import { createHash } from 'node:crypto';

/** A fact as the chain sees it. `body` is the exact text that is stored, since its bytes are hashed. */
export interface ChainedFact {
  subjectId: string;
  seq: number;
  actorId: string | null;
  name: string;
  body: string;
  at: Date;
  xid: string;
  prevHash: Buffer;
  hash: Buffer;
}

/** The hash of a fact: version 1 of its canonical, length-prefixed bytes. The same as fact_hash() in migration 0002. */
export function factHash(fact: Omit<ChainedFact, 'hash'>): Buffer {
  const parts = [
    Buffer.of(1),
    fact.prevHash,
    canonical(fact.subjectId),
    int32(fact.seq),
    canonical(fact.actorId),
    canonical(fact.name),
    int64(BigInt(fact.at.getTime())),
    int64(BigInt(fact.xid)),
    canonical(fact.body),
  ];
  return createHash('sha256').update(Buffer.concat(parts)).digest();
}

/** The first fact of one subject's chain, in order of seq, that does not follow from the one before; undefined when the chain holds. */
export function brokenLink(chain: readonly ChainedFact[]): ChainedFact | undefined {
  return chain.find((fact, index) => {
    const before = chain[index - 1];
    const prevHash = before ? before.hash : createHash('sha256').update(canonical(fact.subjectId)).digest();
    return fact.seq !== index + 1 || !fact.prevHash.equals(prevHash) || !factHash(fact).equals(fact.hash);
  });
}

/** Length-prefixed UTF-8; null has a length that no text has. */
export function canonical(text: string | null): Buffer {
  if (text === null) return Buffer.from('ffffffff', 'hex');
  const bytes = Buffer.from(text, 'utf8');
  return Buffer.concat([int32(bytes.length), bytes]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(value);
  return bytes;
}
