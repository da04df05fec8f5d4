export { InsightsModule } from './insights.module.js';
export { InsightsService, type SignalView } from './insights.service.js';
export type { SignalKind } from './insights.types.js';
export { FORMULAS, sentenceOf } from './sentences.rules.js';
