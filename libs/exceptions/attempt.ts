import type { Actor, CapScope } from '#people';

/** The words of an exception's life, as in docs/words.md. */
export const EXCEPTION_STATUSES = [
  'PROPOSED',
  'APPROVED',
  'FULFILLED',
  'LAPSED',
  'COVERED',
  'WITHDRAWN',
  'DECLINED',
  'EXPIRED',
  'STOPPED',
] as const;
/** One status of an exception. */
export type ExceptionStatus = (typeof EXCEPTION_STATUSES)[number];

/** The kinds of remedy. */
export const REMEDY_KINDS = ['REFUND', 'FEE_WAIVER', 'CREDIT', 'REPLACEMENT', 'EXTENSION', 'GOODWILL', 'DEED'] as const;
/** One kind of remedy. */
export type RemedyKind = (typeof REMEDY_KINDS)[number];

/** What may become of a co-signature. */
export const CO_SIGNATURE_STATES = ['GIVEN', 'COUNTED', 'STALE', 'RETRACTED', 'VOID', 'ALSO_AGREED'] as const;
/** One state of a co-signature. */
export type CoSignatureState = (typeof CO_SIGNATURE_STATES)[number];

/** What people may do with an exception that exists. The schema's enum and the buttons follow from this list. */
export const EXCEPTION_ACTIONS = [
  'AMEND',
  'INVITE_HELPER',
  'CO_SIGN',
  'OBJECT',
  'PASS',
  'RETRACT',
  'WITHDRAW',
  'COVER',
  'TELL_CUSTOMER',
  'FULFIL',
  'STOP',
] as const;
/** One thing people may do. */
export type ExceptionAction = (typeof EXCEPTION_ACTIONS)[number];

/** What the clock does. */
export const CLOCK_ACTIONS = ['EXPIRE', 'LAPSE'] as const;
/** One thing the clock does. */
export type ClockAction = (typeof CLOCK_ACTIONS)[number];

/** An amount in minor units of an ISO 4217 currency. */
export interface MoneyAmount {
  amountMinor: number;
  currency: string;
}

/** What is done for the customer: an amount, a deed, or both. */
export interface Remedy {
  kind: RemedyKind;
  amount: MoneyAmount | null;
  deed: string | null;
}

/** A limit over time as it stands for one subject: a person, a pair, a team or a customer. In minor units of the currency. */
export interface CapNow {
  scope: CapScope;
  currency: string;
  limitMinor: number;
  /** Without what the exception itself has booked. */
  usedMinor: number;
}

/** A co-signature or objection on one revision, as the rules see it. */
export interface Vote {
  humanId: string;
  signerId: string;
  name: string;
  revision: number;
  /** Why it no longer stands, or null. */
  ended: 'RETRACTED' | 'VOID' | null;
  /** Whether its giver may sign at this moment. */
  eligible: boolean;
  /** Given after the approval: has no effect. */
  alsoAgreed: boolean;
}

/** An exception with everything that decides what may happen to it; read in one query, at one instant of the database's clock. */
export interface ExceptionNow {
  now: Date;
  id: string;
  ref: string;
  status: ExceptionStatus;
  /** Counts every change: a write holds only if it is still the same. */
  turn: number;
  revision: number;
  /** The latest revision that changed the matter; those after it changed wording only. */
  materialRevision: number;
  /** Hex. */
  digest: string;
  remedyKind: RemedyKind;
  cause: string;
  amountMinor: number | null;
  currency: string | null;
  baseQuorum: number;
  raised: number;
  quorum: number;
  /** Booked beside the caps, for one co-signature more than the bands ask for. */
  beyondCaps: boolean;
  /** The limit of the proposer and whoever looks, as a pair; null where there is none. */
  pairCap: CapNow | null;
  caseId: string;
  ownerHuman: string;
  proposerId: string;
  proposerHuman: string;
  policyVersionId: string | null;
  /** Whether the version departed from is the active one; true when no policy exists. */
  policyInForce: boolean;
  /** An active version that allows this remedy by now. */
  coveredBy: string | null;
  expiresAt: Date;
  approvedAt: Date | null;
  useBy: Date | null;
  customerToldAt: Date | null;
  fulfilmentReference: string | null;
  stopProposedHuman: string | null;
  /** Somebody said that a signature on it is not theirs, and two admins have not settled that yet. */
  frozen: boolean;
  authors: string[];
  helpers: string[];
  coSignatures: Vote[];
  objections: Vote[];
}

/** Somebody's attempt at one action. What the caller sent is there only when it was really sent, not when buttons are drawn. */
export interface Attempt {
  exception: ExceptionNow;
  actor: Actor;
  sent?: {
    /** Hex. */
    digest?: string;
    expectedRevision?: number;
    reference?: string;
    toldAt?: Date;
  };
  /** Setting OBJECTIONS_TO_DECLINE. */
  objectionsToDecline: number;
}
