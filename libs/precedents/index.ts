export { PatternsClock } from './patterns.clock.js';
export { type Matter, type Pattern, type PatternPolicy, type PatternSpread, PatternsReads, type PatternSums } from './patterns.reads.js';
export { PrecedentsGathering } from './precedents.gathering.js';
export { PrecedentsModule } from './precedents.module.js';
export { PrecedentsReads } from './precedents.reads.js';
export { PRECEDENTS_MOST, PrecedentsService } from './precedents.service.js';
export { UnderServedClock } from './under-served.clock.js';
export type { PrecedentSearch } from './precedents.types.js';
