/** How often second looks came to the same answer as the first ones. */
export interface Agreement {
  readonly answered: number;
  readonly agreed: number;
  /** From 0 to 1; null while none was answered. */
  readonly share: number | null;
  /** The interval in which the true share lies with 95 % confidence. */
  readonly low: number | null;
  readonly high: number | null;
}

/** The point of the normal distribution that leaves out 2.5 % on either side. */
const Z = 1.959964;

/** Said beside every number, so that anybody can work it out again. */
export const AGREEMENT_FORMULA =
  'share = agreed ÷ answered; between (p + z²/2n ± z·√(p(1−p)/n + z²/4n²)) ÷ (1 + z²/n), with p the share, n the answered and z = 1.96: the Wilson interval, 95 %';

/** The share with its Wilson interval, which stays within 0 and 1 and tells the truth of few, too. */
export function agreementOf(agreed: number, answered: number): Agreement {
  if (answered === 0) return { answered, agreed, share: null, low: null, high: null };
  const share = agreed / answered;
  const middle = share + Z ** 2 / (2 * answered);
  const reach = Z * Math.sqrt((share * (1 - share)) / answered + Z ** 2 / (4 * answered ** 2));
  const whole = 1 + Z ** 2 / answered;
  return { answered, agreed, share, low: Math.max(0, (middle - reach) / whole), high: Math.min(1, (middle + reach) / whole) };
}
