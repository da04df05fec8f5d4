/** What a hand-off can be. It moves one way; only an acceptance, and the return of what nobody touched, move the case. */
export const HAND_OFF_STATUSES = ['OFFERED', 'ACCEPTED', 'REFUSED', 'EXPIRED', 'CANCELLED', 'RETURNED'] as const;
/** What a hand-off is. */
export type HandOffStatus = (typeof HAND_OFF_STATUSES)[number];

/** Why an offer ended before it was answered. */
export const CANCELLING_CAUSES = ['TAKEN_BACK', 'RECEIVER_LEFT', 'REHOMED', 'CASE_ENDED'] as const;
/** One of them. */
export type CancellingCause = (typeof CANCELLING_CAUSES)[number];

/** What a person can do with a hand-off. */
export const HAND_OFF_ACTIONS = ['ACCEPT', 'REFUSE', 'CANCEL'] as const;
/** One of them. */
export type HandOffAction = (typeof HAND_OFF_ACTIONS)[number];

/** What the clock does with one: ends the offer, gives the case back, or settles that it stays where it is. */
export type HandOffClockAction = 'EXPIRE' | 'RETURN' | 'STAY' | 'SETTLE';
