import { minorOf } from '../parts/money';
import type { Draft } from './propose-draft';

interface RemedyTyped {
  readonly kind: Draft['kind'];
  readonly amount?: { readonly amountMinor: number; readonly currency: string };
  readonly deed?: string;
}

/** The remedy as far as it is whole: an amount of its currency, or a deed; undefined while it is neither. */
export function remedyOf({ kind, amount, currency, deed }: Draft): RemedyTyped | undefined {
  const amountMinor = /^[A-Z]{3}$/.test(currency) ? minorOf(amount, currency) : undefined;
  if (amount !== '' && !amountMinor) return undefined;
  const money = amountMinor ? { amount: { amountMinor, currency } } : {};
  const done = deed.trim() ? { deed } : {};
  return amount === '' && deed.trim() === '' ? undefined : { kind, ...money, ...done };
}

/** What the api is asked: the money of what was typed, the policy or that there is none, and what was shown beside it. */
export function inputOf(draft: Draft, shownPrecedentIds: readonly string[]): object {
  const { policyVersionId, amount, currency, deed, kind, whyDifferent, ...rest } = draft;
  const money = amount ? { amount: { amountMinor: minorOf(amount, currency) ?? -1, currency } } : {};
  return {
    ...rest,
    ...(policyVersionId ? { policyVersionId } : { noPolicyExists: true }),
    ...(shownPrecedentIds.length > 0 ? { shownPrecedentIds } : {}),
    ...(whyDifferent.trim() ? { whyDifferent } : {}),
    remedy: { kind, ...money, ...(deed ? { deed } : {}) },
  };
}
