import { createHash } from 'node:crypto';
import { canonical } from '../facts/chain.rules.js';
import type { Remedy } from './attempt.js';

/** The four answers. */
export interface Answers {
  whatHappened: string;
  whatPolicySays: string;
  whatWeDo: string;
  whyFair: string;
}

/** Everything that a signer reads. */
export interface RevisionContent extends Answers {
  exceptionId: string;
  number: number;
  cause: string;
  remedy: Remedy;
  policyVersionId: string | null;
}

/** What is hashed when the matter itself is compared: remedy, amount, what we do, policy departed from. The salt has 32 bytes. */
export function materialDigest(content: RevisionContent, salt: Buffer): Buffer {
  const { remedy } = content;
  return sha256(
    salt,
    [
      content.exceptionId,
      remedy.kind,
      remedy.amount ? String(remedy.amount.amountMinor) : null,
      remedy.amount?.currency ?? null,
      remedy.deed,
      content.whatWeDo,
      content.policyVersionId,
    ].map(canonical),
  );
}

/**
 * What a co-signature names: SHA-256 over version 1 of the salted, length-prefixed content. The same as revision_digest() in migration 0005,
 * which refuses texts that do not have the digest of their revision.
 */
export function revisionDigest(content: RevisionContent, salt: Buffer): Buffer {
  return sha256(salt, [
    canonical(content.exceptionId),
    canonical(String(content.number)),
    materialDigest(content, salt),
    ...[content.cause, content.whatHappened, content.whatPolicySays, content.whyFair].map(canonical),
  ]);
}

function sha256(salt: Buffer, parts: readonly Buffer[]): Buffer {
  return createHash('sha256')
    .update(Buffer.concat([Buffer.of(1), salt, ...parts]))
    .digest();
}
