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

const STORED = 'countersign.kept.draft';
const EMPTY: Draft = {
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

/** The draft that this tab kept, through a reload and a crash; it ends with the tab, since it holds a customer's matter. */
export function keptDraft(): Draft {
  try {
    return { ...EMPTY, ...(JSON.parse(sessionStorage.getItem(STORED) ?? '{}') as Partial<Draft>) };
  } catch {
    return EMPTY;
  }
}

/** Keeps the draft in this tab. */
export function keepDraft(draft: Draft): void {
  sessionStorage.setItem(STORED, JSON.stringify(draft));
}

/** Once it was proposed. */
export function forgetDraft(): void {
  sessionStorage.removeItem(STORED);
}
