/** Which complaints stand below those that are late. */
export const COMPLAINTS_SHOWN = ['open', 'late', 'all'] as const;

/** What the address of the register says: which ones, and of which days, as the clock here shows them. */
export interface ComplaintSearch {
  readonly show?: (typeof COMPLAINTS_SHOWN)[number];
  readonly since?: string;
  readonly until?: string;
}

/** Reads the address; what means nothing is left out. */
export function complaintSearch({ show, since, until }: Record<string, unknown>): ComplaintSearch {
  return {
    ...(COMPLAINTS_SHOWN.includes(show as never) ? { show: show as NonNullable<ComplaintSearch['show']> } : {}),
    ...(isDay(since) ? { since } : {}),
    ...(isDay(until) ? { until } : {}),
  };
}

function isDay(value: unknown): value is string {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
}
