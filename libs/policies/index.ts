export { BOOK_FIELDS, type BookFault, type BookField, type BookFile } from './book.rules.js';
export type { BookPage } from './books.look.js';
export { type BookReport, PolicyBooks } from './books.service.js';
export { conditionsInWords } from './conditions-in-words.rules.js';
export type { ConditionsInput } from './conditions.rules.js';
export { answer, type AskedRemedy, type Conditions, covers } from './coverage.rules.js';
export { CoverageService, type MayIAnswer } from './coverage.service.js';
export { POLICY_TEXT_LENGTH_MAX } from './draft.rules.js';
export { type DraftPolicy, PolicyDraftsService, type PromoteToPolicy } from './drafts.service.js';
export { PoliciesClock } from './policies.clock.js';
export { PoliciesModule } from './policies.module.js';
export { HOLDS } from './policies.columns.js';
export { PoliciesReads, type PolicyFilter } from './policies.reads.js';
export { type ActivatePolicyVersion, PoliciesService, type ProposePolicyVersion, type RetirePolicy } from './policies.service.js';
export { PolicyPrecedent, PolicyVersion } from './policy-version.entity.js';
export { Policy } from './policy.entity.js';
export {
  NextVersionWaitsError,
  NotApprovedError,
  NothingInForceError,
  PolicyMovedOnError,
  ReviewerNeededError,
  SamePolicyReviewerError,
} from './policy.errors.js';
export { POLICY_STEPS } from './policy.rules.js';
export {
  CONDITION_KINDS,
  type ConditionKind,
  POLICY_ACTIONS,
  POLICY_VERSION_STATUSES,
  type PolicyAction,
  type PolicyVersionStatus,
} from './policy.words.js';
export { changesBetween, TEXT_CHANGES, type TextChange, type VersionChanges } from './version-changes.js';
