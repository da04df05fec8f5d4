/** Thanks about to be said. */
export interface GiveThanks {
  readonly toIds: readonly string[];
  readonly deed: string;
  readonly caseId?: string | null;
  /** The offer that these thanks answer; it is not made again. */
  readonly offerId?: string | null;
  readonly idempotencyKey?: string | null;
}

/** Thanks as everybody may read them: without those who do not want to be named. */
export interface ThanksView {
  readonly id: string;
  readonly fromId: string;
  readonly toIds: readonly string[];
  /** Null once it is erased, and while it names somebody who does not want to be named. */
  readonly deed: string | null;
  readonly caseId: string | null;
  readonly at: Date;
}

/** Something for which the caller may want to thank colleagues: words to begin with, which they may change, send or leave. */
export interface ThanksOffer {
  /** The id of what it is about; each is offered once. */
  readonly id: string;
  readonly occasion: 'CO_SIGNED' | 'IT_HELPED';
  readonly toIds: readonly string[];
  readonly deed: string;
  readonly caseId: string;
  /** Since when it is offered; two weeks later it is gone. */
  readonly at: Date;
}
