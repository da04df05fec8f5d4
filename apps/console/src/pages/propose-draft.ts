/** What somebody typed of a proposal. Empty text where nothing was typed yet. */
export interface Draft {
  readonly caseId: string;
  readonly whatHappened: string;
  readonly whatPolicySays: string;
  readonly whatWeDo: string;
  readonly whyFair: string;
  /** Why it is different from the precedents that were shown. */
  readonly whyDifferent: string;
  readonly cause: string;
  readonly policyVersionId: string;
  readonly kind: 'REFUND' | 'FEE_WAIVER' | 'CREDIT' | 'REPLACEMENT' | 'EXTENSION' | 'GOODWILL' | 'DEED';
  readonly amount: string;
  readonly currency: string;
  readonly deed: string;
}

/** With what a link to the page begins it. */
export interface ProposeLink {
  readonly caseId?: string;
  readonly policyVersionId?: string;
  /** The expired proposal that is taken up again. */
  readonly again?: string;
  /** What was looked for in vain. */
  readonly about?: string;
}

/** Before anything was typed. */
export const EMPTY: Draft = {
  caseId: '',
  whatHappened: '',
  whatPolicySays: '',
  whatWeDo: '',
  whyFair: '',
  whyDifferent: '',
  cause: '',
  policyVersionId: '',
  kind: 'REFUND',
  amount: '',
  currency: 'AUD',
  deed: '',
};
