/** Over what a cap sums, in the words of the schema. */
export const CAP_SCOPES = ['PERSON_DAY', 'PAIR_30_DAYS', 'TEAM_DAY', 'CUSTOMER_30_DAYS'] as const;
/** One scope of caps. */
export type CapScope = (typeof CAP_SCOPES)[number];

/** Where a version of the guardrails stands. OVERTAKEN: never activated, and the version that it would have replaced is gone. */
export const GUARDRAILS_STATUSES = ['PROPOSED', 'ACTIVE', 'SUPERSEDED', 'OVERTAKEN'] as const;
/** One status of a version. */
export type GuardrailsStatus = (typeof GUARDRAILS_STATUSES)[number];
