import type { Conditions } from '#policies';

/** What is known of an exception that a policy may be made of: codes and numbers, no words. */
export interface Evidence {
  readonly id: string;
  readonly ref: string;
  readonly cause: string;
  readonly kind: string;
  readonly amountMinor: number | null;
  readonly currency: string | null;
}

/** A draft that a reviewer reads, corrects and sends as a promotion. */
export interface PromotionDraft {
  readonly title: string;
  readonly text: string;
  readonly conditions: Conditions;
  readonly reviewBy: Date;
  readonly exceptionIds: readonly string[];
  /** What the reviewer should know before they send it, a sentence each. */
  readonly remarks: readonly string[];
}

const MONTHS_UNTIL_REVIEW = 6;

/**
 * The draft of a policy that would have allowed every one of these exceptions. It is made of codes and numbers alone: what people wrote about a
 * customer can be erased, and a policy cannot (ADR 0045), so the reviewer puts their own words.
 */
export function promotionDraft(evidence: readonly Evidence[], now: Date, inWords: (conditions: Conditions) => string): PromotionDraft {
  const { currency, others } = currencyOf(evidence);
  const amounts = evidence.flatMap((one) => (one.currency === currency && one.amountMinor !== null ? [one.amountMinor] : []));
  const conditions = {
    kinds: distinct(evidence.map(({ kind }) => kind)),
    causes: distinct(evidence.map(({ cause }) => cause)),
    amountUpTo: amounts.length > 0 ? Math.max(...amounts) : null,
    currency: amounts.length > 0 ? currency : null,
  };
  const reviewBy = new Date(now);
  reviewBy.setUTCMonth(reviewBy.getUTCMonth() + MONTHS_UNTIL_REVIEW);
  return {
    title: titleOf(conditions.causes),
    text: textOf(inWords(conditions), evidence),
    conditions,
    reviewBy,
    exceptionIds: evidence.map(({ id }) => id),
    remarks: [...(others.length > 0 ? [REMARKS.ONE_CURRENCY] : []), ...(standsOut(amounts) ? [REMARKS.ONE_STANDS_OUT] : [])],
  };
}

/** The currency of most of them, and those that a limit in it leaves out. */
function currencyOf(evidence: readonly Evidence[]): { currency: string | null; others: string[] } {
  const currencies = evidence.flatMap((one) => (one.currency === null ? [] : [one.currency]));
  const times = (currency: string): number => currencies.filter((one) => one === currency).length;
  const [currency = null, ...others] = distinct(currencies).sort((a, b) => times(b) - times(a) || (a < b ? -1 : 1));
  return { currency, others };
}

/** What the reviewer should know before they send it: whole sentences without values, so that they can be said in another language. */
export const REMARKS = {
  ONE_CURRENCY:
    'A limit is in one currency, and allows nothing in the others that these exceptions are in. Draft a policy of its own for those.',
  ONE_STANDS_OUT:
    'The greatest amount is more than twice the usual one, and it makes the limit. Ask whether the next one should get as much.',
} as const;

/** The greatest amount decides the limit, so one that stands out makes a limit that most never needed. */
function standsOut(amounts: readonly number[]): boolean {
  const sorted = [...amounts].sort((a, b) => a - b);
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  const most = sorted.at(-1);
  return median !== undefined && most !== undefined && sorted.length > 2 && most > 2 * median;
}

function titleOf(causes: readonly string[]): string {
  const words = causes.slice(0, 3).map((cause) => cause.replaceAll('-', ' '));
  const title = words.join(', ');
  return `${title.charAt(0).toUpperCase()}${title.slice(1)}`;
}

function textOf(rule: string, evidence: readonly Evidence[]): string {
  const refs = evidence.map(({ ref }) => ref).join(', ');
  return `What is allowed without asking anybody:\n\n${rule}\n\nThis was made from ${refs}.`;
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)];
}
