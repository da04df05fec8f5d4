import { canonical, sha256 } from '../facts/chain.rules.js';
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
  const { kind, amount, deed } = content.remedy;
  const amountMinor = amount ? String(amount.amountMinor) : null;
  const fields = [content.exceptionId, kind, amountMinor, amount?.currency ?? null, deed, content.whatWeDo, content.policyVersionId];
  return sha256(`matter 1${salt.toString('hex')}${fields.map(canonical).join('')}`);
}

/**
 * What a co-signature names: SHA-256 over version 1 of the salted, length-prefixed content. The same as revision_digest() in migration 0006,
 * which refuses texts that do not have the digest of their revision.
 */
export function revisionDigest(content: RevisionContent, salt: Buffer): Buffer {
  const which = [content.exceptionId, String(content.number)].map(canonical).join('');
  const words = [content.cause, content.whatHappened, content.whatPolicySays, content.whyFair].map(canonical).join('');
  return sha256(`revision 1${salt.toString('hex')}${which}${materialDigest(content, salt).toString('hex')}${words}`);
}

/** Whether an amendment repeats, word for word, the revision that has this digest (hex): only its number would be another. */
export function repeats(content: RevisionContent, salt: Buffer, digest: string): boolean {
  return revisionDigest({ ...content, number: content.number - 1 }, salt).toString('hex') === digest;
}
