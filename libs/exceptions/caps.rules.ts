import type { CapNow, MoneyAmount } from './attempt.js';
import { CapExceededError } from './exception.errors.js';

/** The refusal of the first of these caps that an amount would pass, or undefined when it has room below all of them. */
export function capPassed(caps: readonly (CapNow | null)[], amount: MoneyAmount | null): CapExceededError | undefined {
  const passed = caps.find(
    (cap) => cap && amount && cap.currency === amount.currency && cap.usedMinor + amount.amountMinor > cap.limitMinor,
  );
  return passed ? new CapExceededError(passed) : undefined;
}
