export { PEOPLE_LEAST } from './figures.rules.js';
export { FiguresService } from './figures.service.js';
export type { Figures } from './figures.types.js';
export { InsightsModule } from './insights.module.js';
export { InsightsReads } from './insights.reads.js';
export { InsightsService, type SignalView } from './insights.service.js';
export { type Colleague, type Decided, type Gathered, type Signal, type SignalKind, type Signing } from './insights.types.js';
export { radarAtOnce } from './radar.rules.js';
export { FORMULAS, sentenceOf } from './sentences.rules.js';
