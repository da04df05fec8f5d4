import type { MoneyAmount, RemedyKind } from './attempt.js';

/** What every action may carry. */
interface Keyed {
  idempotencyKey?: string | null;
}

/** A remedy as it is asked for: amount, deed, or both. */
export interface RemedyAsked {
  kind: RemedyKind;
  amount?: MoneyAmount | null;
  deed?: string | null;
}

/** A new proposal. Either the policy version departed from is named, or that no policy exists. */
export interface Propose extends Keyed {
  caseId: string;
  policyVersionId?: string | null;
  noPolicyExists?: boolean | null;
  cause: string;
  whatHappened: string;
  whatPolicySays: string;
  whatWeDo: string;
  whyFair: string;
  remedy: RemedyAsked;
  /** Books the amount beside the caps, for one co-signature more than the bands ask for. */
  oneMoreCoSigner?: boolean | null;
  shownPrecedentIds?: string[] | null;
  /** The proposer's answer to what was shown; erased with the other words. */
  whyDifferent?: string | null;
  /** An expired proposal whose history is taken along; once. */
  clonedFromId?: string | null;
}

/** What changes in an open proposal; what is left out stays. */
export interface Amend extends Keyed {
  exceptionId: string;
  expectedRevision: number;
  cause?: string | null;
  whatHappened?: string | null;
  whatPolicySays?: string | null;
  whatWeDo?: string | null;
  whyFair?: string | null;
  remedy?: RemedyAsked | null;
  oneMoreCoSigner?: boolean | null;
}

/** A colleague who may amend. */
export interface InviteHelper extends Keyed {
  exceptionId: string;
  personId: string;
}

/** A co-signature on what was read. */
export interface CoSign extends Keyed {
  exceptionId: string;
  /** Hex, as it was read. */
  digest: string;
  words?: string | null;
}

/** An objection to what was read, with its reason. */
export interface ObjectTo extends Keyed {
  exceptionId: string;
  digest: string;
  reason: string;
}

/** A pass on what was read. */
export interface Pass extends Keyed {
  exceptionId: string;
  digest: string;
}

/** An action that needs nothing but the exception. */
export interface JustTheException extends Keyed {
  exceptionId: string;
}

/** An action that needs a reason. */
export interface WithReason extends Keyed {
  exceptionId: string;
  reason: string;
}

/** That the customer was told, and when. */
export interface TellCustomer extends Keyed {
  exceptionId: string;
  toldAt: Date;
}

/** That the remedy was carried out. */
export interface Fulfil extends Keyed {
  exceptionId: string;
  /** The reference under which the payment or the deed is found outside. */
  reference: string;
}
