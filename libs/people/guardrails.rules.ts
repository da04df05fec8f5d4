/** A band as the rules see it. `upTo` is in minor units of `currency`; null: everything above. `kinds` null: every kind. */
export interface BandRule {
  readonly position: number;
  readonly kinds: readonly string[] | null;
  readonly upTo: number | null;
  readonly currency: string | null;
  readonly quorum: number;
}

/** What a remedy is measured by. Without an amount it costs no money. */
export interface MeasuredRemedy {
  readonly kind: string;
  readonly amount?: { readonly amountMinor: number; readonly currency: string } | null;
}

/**
 * How many co-signatures these bands ask for: those of the first band, from top to bottom, that the remedy fits into.
 * A currency that no band names counts as above every limit; what fits nowhere needs as many as the strictest band.
 * undefined when there are no bands at all. The same as quorum_for() in migration 0013, which a test compares with it.
 */
export function quorumFor(bands: readonly BandRule[], remedy: MeasuredRemedy): number | undefined {
  const [first] = bands.filter((band) => fits(band, remedy)).sort((a, b) => a.position - b.position);
  return first?.quorum ?? (bands.length > 0 ? Math.max(...bands.map(({ quorum }) => quorum)) : undefined);
}

/** The limits of the bands that a new house begins with, in whole units of its currency; above the last one it takes three. Never "ask a manager". */
const DEFAULT_LIMITS = [500, 2_000] as const;

/** The bands that a new house begins with: up to 500.00 one colleague, up to 2,000.00 two, above three; in minor units of its currency. */
export function defaultBands(currency: string): BandRule[] {
  const limits = [...DEFAULT_LIMITS.map((units) => units * minorUnitsIn(currency)), null];
  return limits.map((upTo, index) => ({
    position: index + 1,
    kinds: null,
    upTo,
    currency: upTo === null ? null : currency,
    quorum: index + 1,
  }));
}

/** How many minor units one unit of a currency has: 100 for AUD, 1 for JPY, 1,000 for BHD. */
function minorUnitsIn(currency: string): number {
  return 10 ** (new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0);
}

function fits({ kinds, upTo, currency }: BandRule, { kind, amount }: MeasuredRemedy): boolean {
  if (kinds && !kinds.includes(kind)) return false;
  return upTo === null || !amount || (amount.currency === currency && amount.amountMinor <= upTo);
}
