/** What a version of a policy can be. SUPERSEDED is never stored: it is an active one whose time is over. */
export const POLICY_VERSION_STATUSES = ['DRAFT', 'PROPOSED', 'ACTIVE', 'SUPERSEDED', 'RETIRED'] as const;

/** What a version is at this moment. */
export type PolicyVersionStatus = (typeof POLICY_VERSION_STATUSES)[number];

/** What reviewers may do with a version that exists. */
export const POLICY_ACTIONS = ['PROPOSE', 'TAKE_BACK', 'ACTIVATE', 'RETIRE'] as const;

/** One of the things that reviewers do with a version. */
export type PolicyAction = (typeof POLICY_ACTIONS)[number];

/** The kinds of remedy that a policy can speak of: the same words as of an exception's remedy, which a test compares. */
export const CONDITION_KINDS = ['REFUND', 'FEE_WAIVER', 'CREDIT', 'REPLACEMENT', 'EXTENSION', 'GOODWILL', 'DEED'] as const;

/** One kind of remedy. */
export type ConditionKind = (typeof CONDITION_KINDS)[number];
