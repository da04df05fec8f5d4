/** What a review can be. There is no word here that would touch the approval. */
export const REVIEW_STATUSES = ['QUEUED', 'CLAIMED', 'DISPOSED'] as const;

/** What a review is. */
export type ReviewStatus = (typeof REVIEW_STATUSES)[number];

/** What a reviewer makes of an approved exception, for the time to come: the remedy itself stands. */
export const DISPOSITIONS = ['PROMOTE', 'PRECEDENT', 'ONE_OFF', 'COACH', 'NOT_AGAIN'] as const;

/** One of the things that a reviewer can make of it. */
export type Disposition = (typeof DISPOSITIONS)[number];

/** What somebody would have done who looked without knowing the answer. */
export const BLIND_ANSWERS = ['WOULD_CO_SIGN', 'WOULD_NOT'] as const;

/** One of these answers. */
export type BlindAnswer = (typeof BLIND_ANSWERS)[number];

/** How a list of reviews may be sorted. */
export const REVIEW_ORDERS = ['DUE_FIRST', 'RISK_FIRST'] as const;

/** One way to sort a list of reviews. */
export type ReviewOrder = (typeof REVIEW_ORDERS)[number];

/** What people do with a review. */
export const REVIEW_ACTIONS = ['CLAIM', 'RELEASE', 'DISPOSE', 'REOPEN'] as const;

/** One of the things that people do with a review. */
export type ReviewAction = (typeof REVIEW_ACTIONS)[number];

/** What the system does with a review. */
export const REVIEW_CLOCK_ACTIONS = ['ROUTE', 'RELEASE', 'REMIND', 'NAME_SECOND_READER'] as const;

/** One of the things that the system does with a review. */
export type ReviewClockAction = (typeof REVIEW_CLOCK_ACTIONS)[number];
