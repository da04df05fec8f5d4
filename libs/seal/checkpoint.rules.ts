import { createHash } from 'node:crypto';
import { canonical, sha256 } from '../facts/chain.rules.js';

/** What the sealer says about the facts of some transactions. Numbers of transactions are of 64 bits and so are texts here. */
export interface Checkpoint {
  /** 1, 2, 3 … without a gap. */
  readonly number: number;
  readonly at: Date;
  /** The first transaction that it covers: where the one before ended. */
  readonly fromXid: string;
  /** The first transaction that it does not cover. */
  readonly toXid: string;
  /** How many facts it covers. */
  readonly facts: number;
  /** Over every one of these facts; see `batchDigest`. */
  readonly digest: Buffer;
  /** The hash of the checkpoint before; 32 zeros for the first one. */
  readonly prevHash: Buffer;
  /** Which key signed it. */
  readonly keyId: string;
}

/** A checkpoint as it is kept and sent. */
export interface SealedCheckpoint extends Checkpoint {
  readonly hash: Buffer;
  /** Ed25519, over `checkpointText`. */
  readonly signature: Buffer;
}

/** What a checkpoint covers of one fact: its hash holds everything else, the facts before it in its chain included. */
export interface SealedFact {
  readonly subjectId: string;
  readonly seq: number;
  readonly hash: Buffer;
}

/** What stands before the first checkpoint. */
export const NO_CHECKPOINT = { number: 0, toXid: '0', hash: Buffer.alloc(32) } as const;

/** Takes the facts of one checkpoint, by subject (in the order of its bytes) and then by number, and makes their digest. */
export class Batch {
  private readonly hash = createHash('sha256').update('batch 1');
  private counted = 0;

  /** The next fact. */
  add({ subjectId, seq, hash }: SealedFact): void {
    this.hash.update(`${canonical(subjectId)}${canonical(String(seq))}${hash.toString('hex')}`);
    this.counted++;
  }

  /** How many facts were added. */
  get facts(): number {
    return this.counted;
  }

  /** Ends it: nothing can be added afterwards. */
  digest(): Buffer {
    return this.hash.digest();
  }
}

/** Version 1 of what is signed, and hashed for the next checkpoint. libs/audit/verify.mjs makes the same text without our code. */
export function checkpointText({ number, at, fromXid, toXid, facts, digest, prevHash, keyId }: Checkpoint): string {
  const fields = [
    String(number),
    String(at.getTime()),
    fromXid,
    toXid,
    String(facts),
    digest.toString('hex'),
    prevHash.toString('hex'),
    keyId,
  ];
  return `checkpoint 1${fields.map(canonical).join('')}`;
}

/** By this the next checkpoint names the one before it. */
export function checkpointHash(checkpoint: Checkpoint): Buffer {
  return sha256(checkpointText(checkpoint));
}

/** One line of JSON: what is appended to the file outside, posted to the address outside, and exported. */
export function checkpointLine({ at, digest, prevHash, hash, signature, ...rest }: SealedCheckpoint): string {
  return JSON.stringify({
    kind: 'checkpoint',
    ...rest,
    at: at.getTime(),
    digest: digest.toString('hex'),
    prevHash: prevHash.toString('hex'),
    hash: hash.toString('hex'),
    signature: signature.toString('hex'),
  });
}
