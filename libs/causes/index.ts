export { CAUSES_MAX } from './cause.rules.js';
export type { Cause } from './cause.types.js';
export { isCauseKey } from './cause.words.js';
export { causeNames, inQuotes, refuseUnknownCause } from './causes.look.js';
export { CausesModule } from './causes.module.js';
export { CausesReads } from './causes.reads.js';
export { CausesService } from './causes.service.js';
