export { brokenLink, canonical, type ChainedFact, factHash } from './chain.rules.js';
export { type FactName, FACTS } from './fact-names.js';
export { Fact } from './fact.entity.js';
export { FactsModule } from './facts.module.js';
export { type NewFact, recordFacts } from './facts.js';
export { FactsService, type TimelineEntry } from './facts.service.js';
