import type { ApprovedRemedy, ReceiptClaims } from './receipt.types.js';

/** The type that a receipt's header carries, so that no other token of the same key can ever be taken for one. */
export const RECEIPT_TYPE = 'receipt+jwt';

/** The only algorithm: Ed25519 signatures are deterministic, so that the same approval under the same key is the same text. */
export const RECEIPT_ALGORITHM = 'EdDSA';

/** What a receipt states about an approved remedy. The order of the claims is part of the promise that the same approval gives the same text. */
export function receiptClaims(approved: ApprovedRemedy, issuer: string): ReceiptClaims {
  return {
    iss: issuer,
    sub: approved.exceptionId,
    ref: approved.ref,
    jti: `${approved.exceptionId}.${approved.revision}`,
    iat: Math.floor(approved.approvedAt.getTime() / 1000),
    remedy: { kind: approved.remedyKind, amountMinor: approved.amountMinor, currency: approved.currency, deed: approved.hasDeed },
    quorum: approved.quorum,
    revision: approved.revision,
    digest: approved.digest,
    proposer: { id: approved.proposerId },
    signers: approved.signers.map(({ id, signedAt }) => ({ id, signedAt: new Date(signedAt).toISOString() })),
    policyVersion: approved.policyVersionId,
    useBy: approved.useBy.toISOString(),
    caseRef: approved.caseRef,
  };
}
