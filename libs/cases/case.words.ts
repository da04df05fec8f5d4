/** What a case can be. No word here gives the problem back to the customer, and none leaves it without an owner. */
export const CASE_STATUSES = ['NEW', 'OWNED', 'SOLVED', 'CONFIRMED', 'CLOSED_UNCONFIRMED', 'HONEST_NO'] as const;

/** What a case is. */
export type CaseStatus = (typeof CASE_STATUSES)[number];
