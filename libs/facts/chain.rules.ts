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

/** The hash of a fact: version 1 of its canonical, length-prefixed text. The same as fact_hash() in migration 0002. */
export function factHash(fact: Omit<ChainedFact, 'hash'>): Buffer {
  const { prevHash, subjectId, seq, actorId, name, at, xid, body } = fact;
  const fields = [subjectId, String(seq), actorId, name, String(at.getTime()), xid, body];
  return sha256(`fact 1${prevHash.toString('hex')}${fields.map(canonical).join('')}`);
}

/** The first fact of one subject's chain, in order of seq, that does not follow from the one before; undefined when the chain holds. */
export function brokenLink(chain: readonly ChainedFact[]): ChainedFact | undefined {
  return chain.find((fact, index) => {
    const before = chain[index - 1];
    const prevHash = before ? before.hash : sha256(canonical(fact.subjectId));
    return fact.seq !== index + 1 || !fact.prevHash.equals(prevHash) || !factHash(fact).equals(fact.hash);
  });
}

/** A field with its length in bytes before it, so that no two different lists of fields make the same text. The same as canonical() in migration 0002. */
export function canonical(text: string | null): string {
  return text === null ? '-' : `${Buffer.byteLength(text)}:${text}`;
}

/** SHA-256 of a text in UTF-8. */
export function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
