import type { PolicyException } from '#exceptions';

/** What of an exception decides whether its remedy may be carried out now. */
export type RemedyNow = Pick<
  PolicyException,
  | 'ref'
  | 'status'
  | 'expiresAt'
  | 'approvedAt'
  | 'useBy'
  | 'customerToldAt'
  | 'fulfilledAt'
  | 'fulfilmentReference'
  | 'coveredBy'
  | 'stopProposedBy'
  | 'frozen'
>;

/** Whether, and why or why not, as a plain sentence for whoever is about to pay. */
export interface MayBeCarriedOut {
  allowed: boolean;
  because: string;
}

const at = (instant: Date | null): string => instant?.toISOString() ?? 'an unknown time';

/** What is said of a remedy that may not be carried out, by its status; the one that may is told by `whenApproved`. */
const WHY_NOT: Record<Exclude<PolicyException['status'], 'APPROVED'>, (remedy: RemedyNow, now: Date) => string> = {
  PROPOSED: ({ ref, expiresAt }, now) =>
    now >= expiresAt
      ? `${ref} was not co-signed in time; the time for it passed at ${at(expiresAt)}.`
      : `${ref} still waits to be co-signed.`,
  FULFILLED: ({ ref, fulfilledAt, fulfilmentReference }) =>
    `${ref} was already carried out at ${at(fulfilledAt)} under ${fulfilmentReference === null ? 'a reference that was erased' : `reference ${fulfilmentReference}`}. Do not pay again.`,
  LAPSED: ({ ref, useBy }) => `${ref} was approved but not used by ${at(useBy)}, and lapsed.`,
  COVERED: ({ ref, coveredBy }) => `${ref} ended without a signature: policy version ${coveredBy} allows the remedy, so cite that.`,
  WITHDRAWN: ({ ref }) => `${ref} was withdrawn and never approved.`,
  DECLINED: ({ ref }) => `${ref} was declined.`,
  EXPIRED: ({ ref, expiresAt }) => `${ref} was not co-signed in time; the time for it passed at ${at(expiresAt)}.`,
  STOPPED: ({ ref }) => `${ref} was approved and then stopped by two admins. Carry nothing out.`,
};

/** Honest about what cannot be undone: a receipt that somebody holds verifies for ever. */
const frozen = (ref: string): string =>
  `${ref} is frozen: somebody said that a signature on it is not theirs. Carry nothing out until two admins have settled that; a receipt that you hold already cannot be recalled.`;

/**
 * Whether the remedy may be carried out at this instant: only while it is approved, and not past its use-by time unless the customer was
 * told. Judged by the clock, also when no timer has noticed yet. Never while it is frozen.
 */
export function mayBeCarriedOut(remedy: RemedyNow, now: Date): MayBeCarriedOut {
  if (remedy.status !== 'APPROVED') return { allowed: false, because: WHY_NOT[remedy.status](remedy, now) };
  return remedy.frozen ? { allowed: false, because: frozen(remedy.ref) } : whenApproved(remedy, now);
}

function whenApproved({ ref, approvedAt, useBy, customerToldAt, stopProposedBy }: RemedyNow, now: Date): MayBeCarriedOut {
  const asked = stopProposedBy === null ? '' : ' One admin asked to stop it; it holds unless a second one does.';
  if (customerToldAt !== null) {
    return {
      allowed: true,
      because: `${ref} was approved at ${at(approvedAt)} and the customer was told, so it is to be carried out.${asked}`,
    };
  }
  if (useBy !== null && now >= useBy)
    return { allowed: false, because: `${ref} was to be used by ${at(useBy)} and the customer was not told, so it lapses.` };
  return { allowed: true, because: `${ref} was approved at ${at(approvedAt)} and may be carried out until ${at(useBy)}.${asked}` };
}
