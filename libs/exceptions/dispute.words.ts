/** What two admins may come to about a disowned signature. */
export const DISPUTE_OUTCOMES = ['GENUINE', 'FORGED'] as const;
/** One outcome. */
export type DisputeOutcome = (typeof DISPUTE_OUTCOMES)[number];
