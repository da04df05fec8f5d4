/** What a version allows, as data. An empty list is any; no limit is no money. */
export interface Conditions {
  readonly kinds: readonly string[];
  readonly causes: readonly string[];
  readonly amountUpTo: number | null;
  readonly currency: string | null;
}

/** Something that somebody would like to do for a customer. Without an amount it costs no money. */
export interface AskedRemedy {
  readonly kind: string;
  readonly cause: string;
  /** Every cause that is the same as this one by now; only itself when left out. */
  readonly sameCauses?: readonly string[];
  readonly amount?: { readonly amountMinor: number; readonly currency: string } | null;
}

/** A version in force, as the question "may I?" sees it. */
export interface VersionInForce extends Conditions {
  readonly id: string;
  readonly number: number;
  readonly policyRef: string;
  readonly policyTitle: string;
}

/** The answer to "may I?": yes with the version that says so, or no; `because` says why to a person. */
export interface Coverage {
  readonly allowed: boolean;
  readonly versionId: string | null;
  readonly because: string;
}

/**
 * Whether conditions allow a remedy. Conditions that name neither a kind nor a cause allow nothing.
 * The same as covers() in the migrations, which a test compares with it.
 */
export function covers(conditions: Conditions, remedy: AskedRemedy): boolean {
  return concerns(conditions, remedy) && isWithinLimit(conditions, remedy);
}

/** What the versions in force say to a remedy. Of several that allow it, the one that speaks most exactly of it. */
export function answer(versions: readonly VersionInForce[], remedy: AskedRemedy): Coverage {
  const near = versions.filter((version) => concerns(version, remedy)).sort(mostExactFirst);
  const version = near.find((one) => isWithinLimit(one, remedy));
  if (version)
    return { allowed: true, versionId: version.id, because: `${nameOf(version)} allows it. No second signature is needed; cite it.` };
  const nearest = near.reduce<VersionInForce | undefined>((best, one) => (best && comesNearer(best, one, remedy) ? best : one), undefined);
  return {
    allowed: false,
    versionId: null,
    because: `${nearest ? `${nameOf(nearest)} ${limitOf(nearest)}.` : 'No policy in force speaks of it.'} Propose an exception.`,
  };
}

/** Whether conditions are about such a remedy at all, whatever it costs. */
function concerns({ kinds, causes }: Conditions, { kind, cause, sameCauses = [cause] }: AskedRemedy): boolean {
  if (kinds.length + causes.length === 0) return false;
  return (kinds.length === 0 || kinds.includes(kind)) && (causes.length === 0 || causes.some((one) => sameCauses.includes(one)));
}

function isWithinLimit({ amountUpTo, currency }: Conditions, { amount }: AskedRemedy): boolean {
  return !amount || (amountUpTo !== null && amount.currency === currency && amount.amountMinor <= amountUpTo);
}

/** Naming kind and cause is more exact than naming one of them, a low limit more exact than a high one; the ref decides the rest. */
function mostExactFirst(a: VersionInForce, b: VersionInForce): number {
  const openness = (version: VersionInForce): number => Number(version.kinds.length === 0) + Number(version.causes.length === 0);
  return openness(a) - openness(b) || (a.amountUpTo ?? 0) - (b.amountUpTo ?? 0) || (a.policyRef < b.policyRef ? -1 : 1);
}

/** Whether the first of two versions, both too strict, is nearer to a yes: its limit counts in the currency asked for, or is the higher one. */
function comesNearer(first: VersionInForce, second: VersionInForce, { amount }: AskedRemedy): boolean {
  const reach = (version: VersionInForce): number => (version.currency === amount?.currency ? (version.amountUpTo ?? 0) : 0);
  return reach(first) >= reach(second);
}

function limitOf({ amountUpTo, currency }: Conditions): string {
  return amountUpTo === null || currency === null
    ? 'allows it only where it costs no money'
    : `allows it only up to ${moneyText(amountUpTo, currency)}`;
}

function nameOf({ policyRef, policyTitle, number }: VersionInForce): string {
  return `${policyRef} “${policyTitle}”, version ${number},`;
}

/** "AUD 202.40": exact up to 2^53 - 1, since the point is set in text and not by a division. */
export function moneyText(minor: number, currency: string): string {
  const digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 0;
  const text = String(minor).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  return `${currency} ${whole}${digits > 0 ? `.${text.slice(-digits)}` : ''}`;
}
