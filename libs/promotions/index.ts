export type { Confidence, ConfidenceState, ExceptionsAvoided } from './avoided.rules.js';
export { Avoidances } from './avoided.service.js';
export { REMARKS } from './promotion-draft.rules.js';
export { PromotionDrafts } from './promotion-drafts.service.js';
export { PromotionsModule } from './promotions.module.js';
export { ReachBack } from './reach-back.entity.js';
export { type OpenReachBackCase, ReachBacks } from './reach-backs.service.js';
export { ALSO_CAUGHT_MOST, type Replay, Replays } from './replays.service.js';
