import { minorOf } from '../parts/money';
import { HERE } from '../parts/zone-now';
import { isoOf } from '../parts/zoned';

/** What a policy would allow, as the API says it. */
interface Allows {
  readonly kinds: readonly string[];
  readonly causes: readonly string[];
  readonly amountUpTo: { readonly amountMinor: number; readonly currency: string } | null;
}

/** A draft as it comes: from exceptions, or from the version before. */
export interface PolicyDraft {
  readonly title: string;
  readonly text: string;
  readonly reviewBy: string;
  readonly remarks: readonly string[];
  readonly conditions: Allows;
}

/** What stands in the fields. */
export interface Typed {
  readonly policyId: string;
  readonly title: string;
  readonly text: string;
  readonly kinds: readonly string[];
  readonly causes: string;
  readonly amount: string;
  readonly currency: string;
  /** A day. */
  readonly reviewBy: string;
  readonly reason: string;
}

/** The causes that were typed, without what is empty. */
export function causesOf({ causes }: Typed): string[] {
  return causes
    .split(',')
    .map((cause) => cause.trim())
    .filter(Boolean);
}

/** What the api is asked. A limit that is no amount goes as one that it refuses, so that the fault comes back at its field. */
export function policyInput(typed: Typed, exceptionIds: readonly string[]): object {
  const { policyId, title, text, kinds, amount, currency, reviewBy } = typed;
  const limit = amount ? { amountUpTo: { amountMinor: minorOf(amount, currency) ?? -1, currency } } : {};
  return {
    ...(policyId ? { policyId } : { title }),
    ...(exceptionIds.length > 0 ? { exceptionIds } : {}),
    text,
    conditions: { kinds, causes: causesOf(typed), ...limit },
    ...(reviewBy ? { reviewBy: isoOf(`${reviewBy}T00:00`, HERE) } : {}),
  };
}
