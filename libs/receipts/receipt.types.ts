/** What the rows of an approval say: everything that a receipt states, and nothing that could be erased later. */
export interface ApprovedRemedy {
  exceptionId: string;
  /** `EX-1041`, for people. */
  ref: string;
  /** `CASE-1007`, for people. */
  caseRef: string;
  approvedAt: Date;
  useBy: Date;
  quorum: number;
  revision: number;
  /** Of the revision that was read; hex. */
  digest: string;
  remedyKind: string;
  /** In minor units of `currency`. */
  amountMinor: number | null;
  currency: string | null;
  hasDeed: boolean;
  proposerId: string;
  /** Those whose signatures were counted; instants as ISO 8601. */
  signers: readonly { id: string; signedAt: string }[];
  /** Departed from; null: no policy existed. */
  policyVersionId: string | null;
}

/**
 * What a receipt states, under the names that it has in the token. People are named by their ids, a deed is only told to be one: no name of
 * a customer and no free word is in it, so that it stays true and harmless after somebody was forgotten.
 */
export interface ReceiptClaims {
  /** The public address of the service that approved. */
  iss: string;
  /** The id of the exception. */
  sub: string;
  ref: string;
  /** Names the approval, not the signature under the receipt: two receipts with one jti are about one remedy, which is carried out once. */
  jti: string;
  /** When it was approved, in seconds since 1970: the same approval gives the same receipt, whenever it is asked for. */
  iat: number;
  remedy: { kind: string; amountMinor: number | null; currency: string | null; deed: boolean };
  /** Co-signatures that were needed besides the proposer. */
  quorum: number;
  revision: number;
  /** SHA-256 of what was read, hex. */
  digest: string;
  proposer: { id: string };
  /** At least as many as the quorum. `signedAt` is when that person signed this matter, ISO 8601. */
  signers: { id: string; signedAt: string }[];
  /** Departed from; null: no policy existed. */
  policyVersion: string | null;
  /** Lapses then, unless the customer was told; ISO 8601. */
  useBy: string;
  caseRef: string;
}

/** The public half of a key, as it is published (RFC 7517, RFC 8037). */
export interface PublicReceiptKey {
  kty: 'OKP';
  crv: 'Ed25519';
  x: string;
  kid: string;
  alg: 'EdDSA';
  use: 'sig';
}
