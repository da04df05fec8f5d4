/** Over what a cap sums, in the words of the schema. */
export const CAP_SCOPES = ['PERSON_DAY', 'PAIR_30_DAYS', 'TEAM_DAY', 'CUSTOMER_30_DAYS'] as const;
/** One scope of caps. */
export type CapScope = (typeof CAP_SCOPES)[number];
